package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownTruthsTest {
  private static final Path RULES = Path.of("..", "rules");
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(RULES, RULES.resolve("cookbook"))) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(file -> file.toString().matches(".*(?<!-test)\\.yaml")).forEach(files::add);
      }
    }
    return files;
  }

  /** The conditions of all rules of this repository, over findings that have much in common. */
  @Test
  void judge_withTruthsOfOtherFindings_isAsAlone() throws IOException {
    List<Path> files = files();
    assertTrue(files.size() > 20, files::toString);
    for (Path file : files) {
      RuleSet rules = RuleSet.parse(file.toString(), Files.readString(file));
      KnownTruths known = new KnownTruths();
      Random random = new Random(file.hashCode());
      Finding finding = RandomFindings.next(random);
      for (int round = 0; round < 80; round++) {
        finding =
            random.nextInt(10) == 0
                ? RandomFindings.next(random)
                : RandomFindings.near(finding, random);
        Subject subject = new Subject(finding, facts(random), NOW);

        assertEquals(
            rules.judge(subject).checked(),
            rules.judge(subject, known).checked(),
            () -> file + ": " + subject);
      }
    }
  }

  private static Facts facts(Random random) {
    return random.nextBoolean()
        ? new Facts(
            Fact.known(Map.of("Environment", random.nextBoolean() ? "development" : "production")),
            Fact.known(List.of()))
        : new Facts(
            Fact.unread(Fact.Cause.DENIED, "The tags were not read."),
            Fact.unread(Fact.Cause.DENIED, "The aliases were not read."));
  }

  @Test
  void judge_moreValuesThanAreKept_isRightAllTheSame() {
    RuleSet rules =
        RuleSet.parse(
            "rules.yaml",
            """
            rules:
              - id: even
                effect: notify
                reason: It is even.
                when: access.actions.exists(action, action.endsWith("0"))
            """);
    KnownTruths known = new KnownTruths();
    Finding any = RandomFindings.next(new Random(1));
    for (int i = 0; i < 10_200; i++) {
      Finding finding =
          any.toBuilder().access(new Access(List.of("s3:Action" + i), Map.of(), "")).build();

      assertEquals(
          Truth.of(i % 10 == 0),
          rules.judge(Subjects.subject(finding), known).notifies("even"),
          finding::toString);
    }
  }
}
