package io.accesstriage.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.analyzer.PrintedFinding;
import io.accesstriage.fixtures.SettableClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportSourceTest {
  private static final int FINDINGS = 1_000;

  @TempDir private Path folder;

  /** What a source told: its findings, notes and refusals. */
  private record Told(List<String> findings, List<String> notes, List<String> refusals) {}

  @Test
  void read_keptOrReadTwice_tellsTheSameInTheFilesOrder() throws IOException {
    Path file = folder.resolve("findings.json");
    String newer = finding("finding-7", "2026-10-02T00:00:00Z");
    Files.writeString(
        file,
        IntStream.range(0, FINDINGS)
            .mapToObj(i -> finding("finding-" + i, "2026-10-01T00:00:00Z"))
            .collect(Collectors.joining(",", "{\"findings\": [" + newer + ", {\"id\": 1},", "]}")));

    Told kept = told(file, FINDINGS + 2);

    List<String> expected =
        IntStream.range(0, FINDINGS).filter(i -> i != 7).mapToObj(i -> "finding-" + i).toList();
    assertEquals("finding-7", kept.findings.get(0));
    assertEquals(expected, kept.findings.subList(1, FINDINGS));
    assertEquals(1, kept.refusals.size(), kept.refusals::toString);
    assertEquals(2, kept.notes.size(), kept.notes::toString);
    assertEquals(kept, told(file, FINDINGS + 1));
    assertEquals(kept, told(file, 0));
  }

  private static Told told(Path file, int mostKept) {
    SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
    ExportSource source =
        new ExportSource(
            file,
            json -> PrintedFinding.unhashed("", json),
            mostKept,
            new ExportedFacts(Optional.empty(), clock),
            new Progress(new PrintWriter(new StringWriter()), false, clock));
    List<String> ids = new ArrayList<>();
    source.read(sourced -> sourced.finding().id(), ids::add);
    return new Told(ids, source.notes(), source.refusals());
  }

  private static String finding(String id, String updatedAt) {
    return """
    {"id": "%s", "status": "ACTIVE", "resource": "arn:aws:s3:::amzn-s3-demo-bucket",
     "resourceType": "AWS::S3::Bucket", "updatedAt": "%s"}\
    """
        .formatted(id, updatedAt);
  }
}
