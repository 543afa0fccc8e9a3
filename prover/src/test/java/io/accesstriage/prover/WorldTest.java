package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.json.Json;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The conditions that proofs rest on, asked as properties of findings. */
class WorldTest {
  private static final List<String> CONDITIONS = World.conditions();
  private static final RuleSet RULES = RuleSet.parse("world.yaml", file());

  private static String file() {
    StringBuilder yaml = new StringBuilder("rules: []\nproperties:\n");
    for (int i = 0; i < CONDITIONS.size(); i++) {
      yaml.append(
          "  - {id: w%d, when: %s}\n".formatted(i, Json.text(new TextNode(CONDITIONS.get(i)))));
    }
    return yaml.toString();
  }

  private static void assertTrueOf(Subject subject) {
    for (int i = 0; i < CONDITIONS.size(); i++) {
      assertNotEquals(
          Truth.FALSE,
          RULES.satisfies("w" + i, subject),
          CONDITIONS.get(i) + "\n" + subject.finding());
    }
  }

  @Test
  void conditions_sampleEvents_areFalseOfNone() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../events"))) {
      List<Finding> findings =
          files
              .filter(file -> file.toString().matches(".*/(external|internal|unused)/.*\\.json"))
              .map(WorldTest::finding)
              .filter(finding -> !finding.isError())
              .toList();
      findings.forEach(finding -> assertTrueOf(subject(finding)));
    }
  }

  private static Finding finding(Path event) {
    try {
      return FindingEvent.parse(Json.readObject(Files.readAllBytes(event), "event")).asRead("hash");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Subject subject(Finding finding) {
    return new Subject(
        finding,
        new Facts(Fact.known(Map.of()), Fact.known(List.of())),
        Instant.parse("2026-11-29T00:00:00Z"));
  }

  @Test
  void conditions_randomFindings_areFalseOfNone() {
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      assertTrueOf(RandomWorld.subject(random));
    }
  }
}
