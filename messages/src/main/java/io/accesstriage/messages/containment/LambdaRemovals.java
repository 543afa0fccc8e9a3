package io.accesstriage.messages.containment;

import io.accesstriage.finding.PrincipalKind;
import java.util.List;

/**
 * Lambda removes statements of a policy by their ids, which a finding doesn't name: one line saves
 * the policy, one removes the statement.
 */
final class LambdaRemovals {
  private LambdaRemovals() {}

  /**
   * A policy belongs to the function, or to one of its versions or aliases.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/lambda/remove-permission.html">remove-permission</a>
   */
  static List<Step> function(Target target) {
    String[] name = target.name().split(":", 2);
    return steps(
        target,
        "function's",
        named(target.call("lambda", "get-policy"), name),
        named(target.call("lambda", "remove-permission"), name));
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/lambda/remove-layer-version-permission.html">remove-layer-version-permission</a>
   */
  static List<Step> layerVersion(Target target) {
    String[] name = target.name().split(":", 2);
    if (name.length < 2 || !name[1].matches("\\d+")) {
      return List.of(
          Step.of(
              "The finding names no version of the layer. Remove the permission in the console."));
    }
    return steps(
        target,
        "layer version's",
        version(target.call("lambda", "get-layer-version-policy"), name),
        version(target.call("lambda", "remove-layer-version-permission"), name));
  }

  private static List<Step> steps(
      Target target, String whose, AwsCommand print, AwsCommand remove) {
    String file = target.fileName();
    String statements =
        "%s%s (everyone it names loses access)"
            .formatted(
                statements(target),
                target.isShared() && target.condition().isEmpty()
                    ? ", except where a condition limits it to your own organization or account"
                    : "");
    return List.of(
        PolicyEdit.save("the %s policy".formatted(whose), print.asText("Policy"), file),
        Step.of(
            "Read %s.json, and remove %s, its Sid in place of SID:".formatted(file, statements),
            remove.with("--statement-id", "SID"),
            "Remove %s.".formatted(statements)),
        Step.ofUndo(
            "To undo it: %s, with what that statement says in %s/before.json."
                .formatted(
                    whose.startsWith("layer") ? "add-layer-version-permission" : "add-permission",
                    file)));
  }

  private static String statements(Target target) {
    return target.isShared() && !target.condition().isEmpty()
        ? "only the statement that allows %s under the condition %s"
            .formatted(who(target), PolicyEdit.condition(target))
        : "each statement that allows " + who(target);
  }

  /** Of a finding that doesn't say whether it is public, a public statement is one to look for. */
  private static String who(Target target) {
    return target.finding().isPublic() == null && target.principal().kind() != PrincipalKind.ANYONE
        ? target.inPolicy() + ", or the principal \"*\" if there is one"
        : target.inPolicy();
  }

  private static AwsCommand named(AwsCommand command, String[] name) {
    AwsCommand named = command.with("--function-name", name[0]);
    return name.length > 1 ? named.with("--qualifier", name[1]) : named;
  }

  private static AwsCommand version(AwsCommand command, String[] name) {
    return command.with("--layer-name", name[0]).with("--version-number", name[1]);
  }
}
