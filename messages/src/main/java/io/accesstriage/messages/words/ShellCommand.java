package io.accesstriage.messages.words;

import io.accesstriage.finding.Arn;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/** Commands of the AWS CLI, ready to be copied into a shell. */
public final class ShellCommand {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_/:=.,@%+][A-Za-z0-9_/:=.,@%+-]*");

  private ShellCommand() {}

  /** Nothing where a name cannot be shown as it is, so that the command would be another one. */
  public static Optional<String> update(
      String analyzerArn, String findingId, FindingStatus status) {
    return Arn.regionOf(analyzerArn)
        .filter(region -> Defanged.isUnchanged(analyzerArn) && Defanged.isUnchanged(findingId))
        .map(
            region ->
                "aws accessanalyzer update-findings --region %s --analyzer-arn %s --ids %s --status %s"
                    .formatted(word(region), word(analyzerArn), word(findingId), status));
  }

  /** Runs the triage of one finding again, in the state machine that this execution is of. */
  public static Optional<String> triageAgain(
      String execution, String analyzerArn, String findingId) {
    String input =
        Json.text(
            Json.object()
                .set(
                    "reference",
                    Json.object().put("analyzerArn", analyzerArn).put("findingId", findingId)));
    return Arn.parse(execution)
        .filter(arn -> arn.service().equals("states") && arn.resourceKind().equals("execution"))
        .filter(arn -> Defanged.isUnchanged(execution) && Defanged.isUnchanged(input))
        .map(
            arn ->
                "aws stepfunctions start-execution --region %s --state-machine-arn %s --input %s"
                    .formatted(word(arn.region()), word(stateMachine(arn)), word(input)));
  }

  private static String stateMachine(Arn execution) {
    String[] parts = execution.resource().split(":", 3);
    return execution.withResource("stateMachine:" + (parts.length > 1 ? parts[1] : "")).toString();
  }

  /**
   * One word for a POSIX shell. Dots of a name that looks like a domain stand between quotes, which
   * are no part of the word, but keep a mail program from making it a link.
   */
  public static String word(String text) {
    boolean isPlain = Defanged.isUnchanged(text);
    if (isPlain && PLAIN.matcher(text).matches()) {
      return text;
    }
    String quoted = "'" + text.replace("'", "'\\''") + "'";
    return isPlain ? quoted : quoted.replace(".", "'.'");
  }
}
