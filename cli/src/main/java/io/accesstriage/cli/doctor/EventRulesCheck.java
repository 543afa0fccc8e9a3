package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * The event rules of the stack and of its tamper watch are there, enabled, and have their target.
 */
final class EventRulesCheck implements Check {
  private static final String TYPE = "AWS::Events::Rule";
  private static final String FINDINGS = "FindingRule";
  private static final String WHY_FINDINGS =
      "Findings start no triage: only the sweep finds them, hours later.";
  private static final String WHY_OTHERS =
      "What this rule reports (failed executions, incomplete sweeps, tampering) reaches nobody.";

  private final DeployedStack stack;
  private final EventBridgeClient events;

  EventRulesCheck(DeployedStack stack, EventBridgeClient events) {
    this.stack = stack;
    this.events = events;
  }

  @Override
  public String subject() {
    return "event rules";
  }

  @Override
  public List<Outcome> look() {
    List<DeployedStack.Resource> rules = stack.ofType(TYPE);
    List<Outcome> outcomes = new ArrayList<>();
    if (rules.stream().noneMatch(rule -> rule.logicalId().equals(FINDINGS))) {
      outcomes.add(Outcome.Wrong.missing(FINDINGS, WHY_FINDINGS));
    }
    rules.forEach(rule -> outcomes.addAll(look(rule)));
    if (outcomes.isEmpty()) {
      outcomes.add(new Outcome.Ok("%d, all enabled and with a target".formatted(rules.size())));
    }
    return outcomes;
  }

  private List<Outcome> look(DeployedStack.Resource rule) {
    String name = rule.physicalId();
    boolean isFindings = rule.logicalId().equals(FINDINGS);
    String why = isFindings ? WHY_FINDINGS : WHY_OTHERS;
    try {
      DescribeRuleResponse found =
          Reading.DESCRIBE_RULE.of(() -> events.describeRule(r -> r.name(name)));
      RuleState state = found.state();
      if (state == RuleState.DISABLED) {
        return List.of(
            new Outcome.Wrong(
                "the rule %s is disabled".formatted(name),
                why,
                "aws events enable-rule --name %s --region %s"
                    .formatted(ShellWord.of(name), ShellWord.of(stack.region()))));
      }
      if (!isEnabled(state)) {
        return List.of(stateUnknown(name));
      }
      if (isFindings && !ForwardingCheck.takesFindings(found.eventPattern())) {
        return List.of(
            new Outcome.Wrong(
                "the rule %s does not take all findings".formatted(name), why, restore()));
      }
      List<String> targets =
          Reading.LIST_TARGETS.of(
              () ->
                  events.listTargetsByRule(r -> r.rule(name)).targets().stream()
                      .map(Target::arn)
                      .filter(Objects::nonNull)
                      .toList());
      boolean isConnected =
          stack
              .physicalId(isFindings ? "TriageStateMachine" : "OperationsTopic")
              .filter(targets::contains)
              .isPresent();
      return isConnected
          ? List.of()
          : List.of(
              new Outcome.Wrong(
                  "the rule %s has %s"
                      .formatted(
                          name,
                          targets.isEmpty()
                              ? "no target"
                              : "another target than the "
                                  + (isFindings ? "state machine" : "operations topic")),
                  why,
                  restore()));
    } catch (AwsCallException e) {
      return List.of(
          e.kind() == AwsCallException.Kind.NOT_FOUND
              ? new Outcome.Wrong("the rule %s is gone".formatted(name), why, restore())
              : Unreadable.because(e));
    }
  }

  /** A state that is not told, or not known here, is not taken for this one. */
  static boolean isEnabled(@Nullable RuleState state) {
    return state == RuleState.ENABLED
        || state == RuleState.ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS;
  }

  static Outcome stateUnknown(String rule) {
    return new Outcome.Unknown(
        "not known: Amazon EventBridge did not say whether the rule %s is enabled".formatted(rule),
        "Run triage doctor again.");
  }

  /** CloudFormation does not make again by itself what was deleted past it. */
  private String restore() {
    return "Restore the rule by hand, as the template has it; a deployment of the same template would leave it as it is.";
  }
}
