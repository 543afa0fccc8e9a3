package io.accesstriage.messages.containment;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lambda removes statements of a policy by their ids, which a finding doesn't name: one line saves
 * the policy, one removes the statement.
 */
final class LambdaRemovals {
  /** Which option makes which condition, whose key is in lower case. */
  private static final Map<String, String> OF_FUNCTION =
      Map.of(
          "aws:sourceaccount", "--source-account",
          "aws:sourcearn", "--source-arn",
          "aws:principalorgid", "--principal-org-id",
          "lambda:eventsourcetoken", "--event-source-token",
          "lambda:functionurlauthtype", "--function-url-auth-type",
          "lambda:invokedviafunctionurl", "--invoked-via-function-url");

  private static final Map<String, String> OF_LAYER =
      Map.of("aws:principalorgid", "--organization-id");

  /**
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/deleting-layers.html">Deleting
   *     layers</a>: functions that use a version keep it even when it is deleted
   */
  private static final Step KEPT =
      Step.of("Functions that already use the version keep running with it, and copies remain.");

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
        named(target.call("lambda", "remove-permission"), name),
        added(named(target.call("lambda", "add-permission"), name), target, OF_FUNCTION));
  }

  /**
   * Each version has a policy of its own, which only commands show and change.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/lambda/list-layer-versions.html">list-layer-versions</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/lambda/remove-layer-version-permission.html">remove-layer-version-permission</a>
   */
  static List<Step> layerVersion(Target target) {
    String[] name = target.name().split(":", 2);
    if (name.length < 2 || !name[1].matches("\\d+")) {
      return List.of(
          Step.of(
              "list the layer's versions, since the finding names none:",
              target
                  .call("lambda", "list-layer-versions")
                  .with("--layer-name", name[0])
                  .asText("LayerVersions[].Version")),
          Step.of(
              "Look for %s in the policy of each, replacing 1 with its number:"
                  .formatted(who(target)),
              version(
                      target.call("lambda", "get-layer-version-policy"),
                      new String[] {name[0], "1"})
                  .asText("Policy")),
          Step.of(
              "Save what that prints, then remove the statement, replacing 1 and SID (everyone it names loses access):",
              version(
                      target.call("lambda", "remove-layer-version-permission"),
                      new String[] {name[0], "1"})
                  .with("--statement-id", "SID")),
          KEPT);
    }
    List<Step> steps =
        new ArrayList<>(
            steps(
                target,
                "layer version's",
                version(target.call("lambda", "get-layer-version-policy"), name),
                version(target.call("lambda", "remove-layer-version-permission"), name),
                added(
                    version(target.call("lambda", "add-layer-version-permission"), name),
                    target,
                    OF_LAYER)));
    steps.add(2, KEPT);
    return steps;
  }

  private static List<Step> steps(
      Target target, String whose, AwsCommand print, AwsCommand remove, Optional<AwsCommand> add) {
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
            "remove %s. %s.json has its Sid:".formatted(statements, file),
            remove.with("--statement-id", "SID"),
            "remove %s.".formatted(statements)),
        add.map(
                command ->
                    Step.of(
                        "To undo it (compare it with %s/before.json first):".formatted(file),
                        command,
                        ""))
            .orElseGet(
                () ->
                    Step.ofUndo(
                        "To undo it, run %s with what that statement says in %s/before.json."
                            .formatted(
                                whose.startsWith("layer")
                                    ? "add-layer-version-permission"
                                    : "add-permission",
                                file))));
  }

  /**
   * Makes the statement again, where the finding says all that is in one: such a statement has one
   * action and one principal.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/lambda/add-permission.html">add-permission</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/cli/latest/reference/lambda/add-layer-version-permission.html">add-layer-version-permission</a>
   */
  private static Optional<AwsCommand> added(
      AwsCommand add, Target target, Map<String, String> options) {
    Access access = target.finding().access();
    Optional<String> principal = principal(target.principal());
    boolean isKnown =
        target.finding().isPublic() != null
            && access != null
            && access.actions() != null
            && access.condition() != null
            && access.actions().size() == 1
            && access.actions().get(0).matches("lambda:[A-Za-z]+");
    if (!isKnown || principal.isEmpty()) {
      return Optional.empty();
    }
    AwsCommand command =
        add.with("--statement-id", "SID")
            .with("--action", access.actions().get(0))
            .with("--principal", principal.get());
    for (Map.Entry<String, String> condition : access.condition().entrySet()) {
      String option = options.get(condition.getKey().toLowerCase(Locale.ROOT));
      String value = condition.getValue();
      boolean isFlag = option != null && option.endsWith("-url");
      if (option == null
          || !Target.isSafe(value)
          || value.contains(",")
          || (isFlag && !value.equals("true"))) {
        return Optional.empty();
      }
      command = isFlag ? command.with(option) : command.with(option, value);
    }
    return Optional.of(command);
  }

  private static Optional<String> principal(Principal principal) {
    return switch (principal.kind()) {
      case ANYONE -> Optional.of("*");
      case ACCOUNT -> Optional.ofNullable(principal.account()).filter(Arn::isAccountId);
      case SERVICE, ROLE, USER -> Optional.of(principal.value()).filter(Target::isSafe);
      default -> Optional.empty();
    };
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
