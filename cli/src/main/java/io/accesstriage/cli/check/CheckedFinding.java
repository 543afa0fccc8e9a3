package io.accesstriage.cli.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.dryrun.PreviewOutcome;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.source.ProposedFinding;
import io.accesstriage.decision.Decision;
import io.accesstriage.json.Json;
import io.accesstriage.messages.alert.FindingWords;
import io.accesstriage.rules.RuleOutline;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a proposed finding.
 *
 * @param expires the last day of the rule that expects it; null for none, and where none does
 */
record CheckedFinding(
    ProposedFinding proposed,
    Verdict verdict,
    PreviewedFinding judged,
    @Nullable LocalDate expires) {

  /** What a reviewer has to know. */
  enum Verdict {
    /** It is new, or changes, and no rule is definitely true of it. */
    ALERT,
    /** A rule archives it. */
    EXPECTED,
    /** It is there today and stays as it is. */
    UNCHANGED,
    /** The access that there is ends. */
    ENDS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static CheckedFinding of(ProposedFinding proposed, DryRun rules) {
    PreviewedFinding judged = rules.judge(proposed.sourced());
    boolean isExpected = judged.outcome() == PreviewOutcome.ARCHIVE;
    Verdict verdict =
        proposed.ends()
            ? Verdict.ENDS
            : proposed.isUnchanged()
                ? Verdict.UNCHANGED
                : isExpected ? Verdict.EXPECTED : Verdict.ALERT;
    return new CheckedFinding(
        proposed,
        verdict,
        judged,
        isExpected && verdict != Verdict.ENDS
            ? rules.rules().outlines().stream()
                .filter(rule -> rule.id().equals(judged.decision().rule()))
                .findFirst()
                .map(RuleOutline::expires)
                .orElse(null)
            : null);
  }

  /** In a line, what it means to the change. */
  String headline() {
    return switch (verdict) {
      case ALERT -> "this change would alert security as " + judged.decision().severity().label();
      case EXPECTED -> expected();
      case UNCHANGED ->
          "there already, %s; %s"
              .formatted(
                  String.valueOf(proposed.existingStatus()).toLowerCase(Locale.ROOT),
                  judged.outcome() == PreviewOutcome.ARCHIVE ? expected() : "no rule expects it");
      case ENDS -> "this change would end the access";
    };
  }

  private String expected() {
    Decision decision = judged.decision();
    return "expected by rule %s%s"
        .formatted(
            decision.rule(),
            Optional.ofNullable(expires).map(day -> " until " + day).orElse(", which never ends"));
  }

  /** What an alert says of it in one sentence. */
  String sentence() {
    return FindingWords.sentence(judged.finding());
  }

  /** Why security would be alerted, and what the rules asked for in vain; a sentence each. */
  List<String> reasons() {
    return verdict == Verdict.ALERT
        ? Stream.concat(
                Stream.of(judged.decision().reason()),
                judged.unread().stream()
                    .map(unread -> "Not read: " + unread.what() + ". " + unread.reason()))
            .distinct()
            .toList()
        : List.of();
  }

  /** For a program. */
  ObjectNode json() {
    boolean isExpected = judged.outcome() == PreviewOutcome.ARCHIVE;
    ObjectNode json =
        Json.object()
            .put("verdict", verdict.label())
            .put("changeType", proposed.changeType())
            .put("status", proposed.status())
            .put("existingFindingId", proposed.existingId())
            .put("existingFindingStatus", proposed.existingStatus())
            .put("resource", judged.finding().resource().arn())
            .put("text", sentence())
            .put("severity", judged.decision().severity().label())
            .put("rule", judged.decision().rule())
            .put("expires", expires == null ? null : expires.toString())
            .put("reason", judged.decision().reason());
    json.set("notRead", Json.array(judged.unread().stream().map(unread -> unread.what()).toList()));
    return json.put("expectedByRule", isExpected);
  }
}
