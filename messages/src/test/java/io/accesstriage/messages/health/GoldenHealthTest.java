package io.accesstriage.messages.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.health.AnalyzerProblem;
import io.accesstriage.health.Checkup;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.messages.GoldenTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code health/NAME.json} has the problems that two sweeps saw before, and those that two
 * more see now; {@code NAME.txt} beside it is what operators are then told, its subject first.
 */
final class GoldenHealthTest {
  private static final GoldenTexts FILES = new GoldenTexts("health");
  private static final Instant FIRST = Instant.parse("2026-11-30T00:00:00Z");

  static List<String> names() throws IOException {
    return FILES.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void message_ofProblems_isTheTextBesideThem(String name) throws IOException {
    HealthRecord before =
        record(HealthRecord.NONE, problems(name, "before"), FIRST, FIRST.plusSeconds(21_600));
    List<AnalyzerProblem> now = problems(name, "now");
    boolean isSecond = now.stream().anyMatch(AnalyzerProblem::needsSecondLook);
    HealthRecord last = isSecond ? record(before, now, FIRST.plusSeconds(43_200)) : before;
    HealthMessage message =
        HealthMessage.of(
            last.after(checkup(now), FIRST.plusSeconds(64_800)),
            "Account: 111122223333. Region: us-east-1.");
    String text = "Subject: %s\n\n%s".formatted(message.subject(), message.text());

    FILES.assertText(name, text);
  }

  @Test
  void files_together_haveEveryTypeOfProblem() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (String name : names()) {
      problems(name, "now").forEach(problem -> shown.add(problem.getClass().getSimpleName()));
    }

    assertEquals(
        Arrays.stream(AnalyzerProblem.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new)),
        shown);
  }

  private static HealthRecord record(
      HealthRecord record, List<AnalyzerProblem> problems, Instant... times) {
    for (Instant time : times) {
      record = record.after(checkup(problems), time).record();
    }
    return record;
  }

  private static Checkup checkup(List<AnalyzerProblem> problems) {
    return new Checkup(problems, Set.of(), List.of());
  }

  private static List<AnalyzerProblem> problems(String name, String when) throws IOException {
    return Fields.of(
            Json.read(Files.readString(FILES.folder().resolve(name + ".json")), name), name)
        .objects(when, AnalyzerProblem::read);
  }
}
