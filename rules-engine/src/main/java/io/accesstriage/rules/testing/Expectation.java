package io.accesstriage.rules.testing;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.rules.Judgement;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What rules say of an active finding, as a test expects it or as it is.
 *
 * @param outcome ARCHIVE or NOTIFY
 * @param rule the deciding rule's id, "risk" for the threshold, "none" where no rule decided
 * @param severity of an alert; null where a test does not ask, and of what is archived
 */
record Expectation(Outcome outcome, String rule, @Nullable Severity severity) {
  static final String NO_RULE = "none";

  private static final List<String> OUTCOMES = List.of("ARCHIVE", "NOTIFY");
  private static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(Severity::label).toList();

  static Optional<Expectation> read(YamlMap map) {
    map.allowOnly(List.of("outcome", "rule", "severity"));
    map.require("outcome", "ARCHIVE or NOTIFY");
    map.require("rule", "the deciding rule's id, \"risk\" for the threshold, or \"none\"");
    Optional<Outcome> outcome =
        map.text("outcome").flatMap(t -> oneOf(t, OUTCOMES)).map(Outcome::valueOf);
    Optional<String> rule = map.text("rule").map(YamlText::value);
    Optional<Severity> severity =
        map.text("severity")
            .flatMap(t -> oneOf(t, SEVERITIES))
            .map(label -> Severity.valueOf(label.toUpperCase(Locale.ROOT)));
    if (outcome.filter(Outcome.ARCHIVE::equals).isPresent()) {
      if (map.has("severity")) {
        map.nameProblem("severity", "\"severity\" is for NOTIFY: what is archived sends no alert");
      }
      if (rule.filter(NO_RULE::equals).isPresent()) {
        map.problem("rule", "something archives: name the rule, or \"risk\" for the threshold");
      }
    }
    return outcome.flatMap(o -> rule.map(r -> new Expectation(o, r, severity.orElse(null))));
  }

  static Expectation of(Judgement judgement) {
    return judgement.isArchived()
        ? new Expectation(
            Outcome.ARCHIVE, judgement.archiveRule().orElse(Decision.RISK_THRESHOLD), null)
        : new Expectation(
            Outcome.NOTIFY, judgement.notifyRule().orElse(NO_RULE), judgement.severity());
  }

  boolean isMetBy(Expectation actual) {
    return outcome == actual.outcome
        && rule.equals(actual.rule)
        && (severity == null || severity == actual.severity);
  }

  /** On one line, for a person. */
  String text() {
    return outcome
        + (rule.equals(NO_RULE) ? " by no rule" : " by " + rule)
        + (severity == null ? "" : ", severity " + severity.label());
  }

  private static Optional<String> oneOf(YamlText text, List<String> known) {
    if (known.contains(text.value())) {
      return Optional.of(text.value());
    }
    text.problem("expected %s, found \"%s\"".formatted(String.join(" or ", known), text.value()));
    return Optional.empty();
  }
}
