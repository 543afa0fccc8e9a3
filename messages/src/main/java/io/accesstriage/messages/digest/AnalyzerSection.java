package io.accesstriage.messages.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.health.Checkup;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.messages.health.ProblemWords;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a digest says of the analyzers: what is wrong with them, and how much of their findings the
 * last sweep has seen.
 */
final class AnalyzerSection {
  private final HealthRecord health;
  private final List<HealthRecord.Open> problems;

  AnalyzerSection(HealthRecord health) {
    this.health = health;
    this.problems = health.open().stream().filter(HealthRecord.Open::isSure).toList();
  }

  /** How many keep access from being seen. */
  int problemCount() {
    return problems.size() - trailProblemCount();
  }

  /** How many keep changes from being seen. */
  int trailProblemCount() {
    return (int) problems.stream().filter(open -> open.problem().isOfTrails()).count();
  }

  /** What to do first of all: until it is done, new access or changes may go unnoticed. */
  void writeProblems(EmailText text, int most) {
    if (problems.isEmpty()) {
      return;
    }
    text.section(
        trailProblemCount() == 0
            ? "Analyzers: what to do"
            : problemCount() == 0
                ? "CloudTrail: what to do"
                : "Analyzers and CloudTrail: what to do");
    problems.stream().limit(most).forEach(open -> problem(text, open));
    if (problems.size() > most) {
      text.bullet(DigestWords.more(problems.size() - most));
    }
  }

  private static void problem(EmailText text, HealthRecord.Open open) {
    ProblemWords words = ProblemWords.of(open.problem());
    text.bullet(
        "%s (since %s). %s"
            .formatted(
                words.what().replaceFirst("\\.$", ""), Words.time(open.since()), words.why()));
    for (ProblemWords.Step step : words.steps()) {
      text.detail(step.text());
      if (step.command() != null) {
        text.block(step.command());
      }
    }
  }

  /** How much the last sweep has seen. */
  void writeSeen(EmailText text) {
    text.section("Analyzers");
    if (health.isUnreadable()) {
      text.sentence(
          "What the last sweep found was recorded by another version, and this one can't read it: whether an analyzer or a trail has a problem is unknown until the next sweep.");
      return;
    }
    text.sentence(
        "Last checked %s. %s".formatted(Words.time(health.checkedAt()), seen()).stripTrailing());
  }

  /** Only where all that was listed could be compared is there a sum of both. */
  private String seen() {
    List<Checkup.Count> compared =
        health.counts().stream().filter(count -> count.total() != null).toList();
    if (compared.isEmpty()) {
      return health.counts().isEmpty()
          ? ""
          : "Nothing confirms that the sweep saw all findings: no analyzer had current statistics to compare with.";
    }
    return "The sweep saw %s of %s active and archived findings%s."
        .formatted(
            number(compared.stream().mapToInt(Checkup.Count::seen)),
            number(compared.stream().mapToInt(count -> count.total() == null ? 0 : count.total())),
            compared.size() == health.counts().size()
                ? ""
                : "; %s had no current statistics to compare with"
                    .formatted(Words.count(health.counts().size() - compared.size(), "analyzer")));
  }

  private static String number(IntStream counts) {
    return String.format(Locale.ROOT, "%,d", counts.sum());
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("checkedAt", health.isUnreadable() ? null : health.checkedAt().toString());
    ArrayNode open = json.putArray("problems");
    problems.forEach(
        problem ->
            open.addObject()
                .put("problem", problem.problem().getClass().getSimpleName())
                .put("about", problem.problem().about())
                .put("text", ProblemWords.of(problem.problem()).what())
                .put("since", problem.since().toString()));
    ArrayNode seen = json.putArray("seen");
    health.counts().forEach(count -> seen.add(RecordJson.STATE.write(count)));
    return json;
  }
}
