package io.accesstriage.sweep;

import io.accesstriage.analyzer.AccessAnalyzerList;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.text.SafeText;
import java.util.stream.Collectors;

/** What operators are told of analyzers that were not swept. */
final class SweepReport {
  private static final int LONGEST_REASON = 600;

  /** Far below what the cause of an execution may have, 32,768 characters. */
  private static final int LONGEST = 8_000;

  private SweepReport() {}

  /**
   * The cause of the sweep's failure, without quotes and backslashes: an event rule puts it between
   * quotes, and EventBridge does not escape it.
   */
  static String of(SweepState state) {
    SweepCounts counts = state.counts();
    return SafeText.line(
            ("Not swept to their end: %s The others were swept; findings read: %d, due: %d, triages"
                    + " started: %d. Fix the cause; the next sweep looks at everything again.")
                .formatted(
                    state.unswept().stream()
                        .map(u -> "%s: %s".formatted(u.analyzer(), u.why()))
                        .collect(Collectors.joining(" ")),
                    counts.read(),
                    counts.due(),
                    counts.started()),
            LONGEST)
        .replace('"', '\'')
        .replace('\\', '/');
  }

  /**
   * Why an analyzer's findings were not read.
   *
   * @param execution the sweep's ARN, of the account that asks
   */
  static String reason(String analyzer, String execution, AwsCallException failure) {
    String message = failure.getMessage();
    return failure.operation().equals(AccessAnalyzerList.OPERATION)
        ? sentence(message + hint(analyzer, execution, failure.kind()))
        : sentence(message);
  }

  /** A message as a sentence of bounded length. */
  static String sentence(String message) {
    String line = SafeText.line(message, LONGEST_REASON);
    return line.endsWith(".") ? line : line + ".";
  }

  private static String hint(String analyzer, String execution, AwsCallException.Kind kind) {
    String owner = Arn.accountOf(analyzer).orElse("");
    String own = Arn.accountOf(execution).orElse("");
    if (!owner.equals(own)) {
      return ". It belongs to account %s, and Access Analyzer answers account %s for its own analyzers only: deploy there, too, or remove it from AnalyzerArns"
          .formatted(owner, own);
    }
    if (kind == AwsCallException.Kind.DENIED && Arn.isServiceLinkedAnalyzer(analyzer)) {
      return ". An AWS service manages it and may keep its findings to itself: remove it from AnalyzerArns";
    }
    return switch (kind) {
      case NOT_FOUND -> ". It was deleted, or AnalyzerArns names it wrongly: correct AnalyzerArns";
      case DENIED -> ". Let the sweep function's role make this call";
      case TRANSIENT, CREDENTIALS, CONNECTION, OTHER -> "";
    };
  }
}
