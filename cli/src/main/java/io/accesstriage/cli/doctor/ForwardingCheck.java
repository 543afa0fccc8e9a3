package io.accesstriage.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The rule of org/region-forwarding.yaml is in each other region that has an analyzer. */
final class ForwardingCheck implements Check {
  /** As org/region-forwarding.yaml names it in each region. */
  static final String RULE = "access-analyzer-triage-forwarding";

  /** As the product's own rule takes them. */
  private static final Set<String> DETAIL_TYPES =
      Set.of(
          "Access Analyzer Finding",
          "Internal Access Finding",
          "Unused Access Finding for IAM entities");

  private static final String SOURCE = "source";
  private static final String DETAIL_TYPE = "detail-type";
  private static final Set<String> FIELDS = Set.of(SOURCE, DETAIL_TYPE);

  private static final String WHY =
      "Findings of this region start no triage: only the sweep finds them, hours later.";

  private final DeployedStack stack;
  private final Function<String, EventBridgeClient> eventsOfRegion;

  ForwardingCheck(DeployedStack stack, Function<String, EventBridgeClient> eventsOfRegion) {
    this.stack = stack;
    this.eventsOfRegion = eventsOfRegion;
  }

  @Override
  public String subject() {
    return "forwarding";
  }

  @Override
  public List<Outcome> look() {
    Set<String> regions =
        stack.analyzerArns().stream()
            .flatMap(arn -> Arn.regionOf(arn).stream())
            .filter(Arn::isRegion)
            .filter(region -> !region.equals(stack.region()))
            .collect(Collectors.toCollection(TreeSet::new));
    if (regions.isEmpty()) {
      return List.of(new Outcome.Ok("not needed: all analyzers are in " + stack.region()));
    }
    List<Outcome> outcomes = new ArrayList<>();
    regions.forEach(region -> outcomes.add(look(region)));
    return outcomes;
  }

  private Outcome look(String region) {
    try (EventBridgeClient events = eventsOfRegion.apply(region)) {
      DescribeRuleResponse rule =
          Reading.DESCRIBE_RULE.of(() -> events.describeRule(r -> r.name(RULE)));
      if (rule.state() == RuleState.DISABLED) {
        return wrong(
            "the rule %s in %s is disabled".formatted(RULE, region),
            "aws events enable-rule --name %s --region %s".formatted(RULE, ShellWord.of(region)));
      }
      if (!EventRulesCheck.isEnabled(rule.state())) {
        return EventRulesCheck.stateUnknown("%s in %s".formatted(RULE, region));
      }
      if (!takesFindings(rule.eventPattern())) {
        return wrong(
            "the rule %s in %s does not take all findings".formatted(RULE, region), deploy(region));
      }
      List<Target> targets =
          Reading.LIST_TARGETS.of(() -> events.listTargetsByRule(r -> r.rule(RULE)).targets());
      String bus =
          "arn:%s:events:%s:%s:event-bus/default"
              .formatted(stack.id().partition(), stack.region(), stack.account());
      return targets.stream().anyMatch(t -> bus.equals(t.arn()) && t.roleArn() != null)
          ? new Outcome.Ok("from " + region)
          : wrong(
              "the rule %s in %s does not send to %s with a role".formatted(RULE, region, bus),
              deploy(region));
    } catch (AwsCallException e) {
      return e.kind() == AwsCallException.Kind.NOT_FOUND
          ? wrong("there is no rule %s in %s".formatted(RULE, region), deploy(region))
          : Unreadable.because(e);
    }
  }

  /** What else a pattern asks for may keep findings out. */
  static boolean takesFindings(@Nullable String eventPattern) {
    try {
      JsonNode pattern = Json.read(String.valueOf(eventPattern), "event pattern");
      Set<String> asked = new TreeSet<>();
      pattern.fieldNames().forEachRemaining(asked::add);
      return pattern.isObject()
          && FIELDS.containsAll(asked)
          && takes(pattern, SOURCE, Set.of("aws.access-analyzer"))
          && takes(pattern, DETAIL_TYPE, DETAIL_TYPES);
    } catch (MalformedInput e) {
      return false;
    }
  }

  private static boolean takes(JsonNode pattern, String field, Set<String> all) {
    Set<String> values = new TreeSet<>();
    pattern.path(field).forEach(value -> values.add(value.asText()));
    return !pattern.has(field) || values.containsAll(all);
  }

  private static Outcome wrong(String what, String fix) {
    return new Outcome.Wrong(what, WHY, fix);
  }

  private String deploy(String region) {
    return "aws cloudformation deploy --region %s --stack-name access-analyzer-triage-forwarding --template-file org/region-forwarding.yaml --capabilities CAPABILITY_IAM --parameter-overrides DeploymentRegion=%s"
        .formatted(ShellWord.of(region), ShellWord.of(stack.region()));
  }
}
