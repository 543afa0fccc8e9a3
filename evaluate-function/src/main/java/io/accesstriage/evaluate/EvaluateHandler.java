package io.accesstriage.evaluate;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.decision.Decision;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.snapstart.Priming;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.time.Clock;

/**
 * The Lambda function that decides about a finding, by the rules that are deployed with it. Asked
 * {@code {"ask": "rulesVersion"}} it says which those are, for the sweep.
 */
public final class EvaluateHandler extends StepHandler {
  private static final String ASK = "ask";
  private static final String RULES_VERSION = "rulesVersion";

  private final FindingEvaluator evaluator;

  /** As Lambda makes it. */
  public EvaluateHandler() {
    this(deployedRules());
  }

  private EvaluateHandler(RuleSet rules) {
    this(rules, AwsClients.ofAws(), Clock.systemUTC());
    Priming.beforeSnapshot(
        EvaluateHandler.class, (aws, clock) -> new EvaluateHandler(rules, aws, clock));
  }

  EvaluateHandler(RuleSet rules, AwsClients aws, Clock clock) {
    this(new FindingEvaluator(rules, DynamoDbLedger.byTable(aws), clock));
  }

  public EvaluateHandler(FindingEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  protected Result handle(Fields request) {
    if (request.has(ASK)) {
      return answer(request);
    }
    TriageState state = evaluator.evaluate(StepRequest.read(request));
    Decision decision = state.requireDecision();
    return new Result(
        state.write(),
        logOf("evaluate", state, decision.outcome())
            .put("severity", decision.severity().label())
            .put(RULES_VERSION, decision.rulesVersion()));
  }

  private Result answer(Fields request) {
    new Settings(request).text(ASK, RULES_VERSION::equals, "\"" + RULES_VERSION + "\"");
    String version = evaluator.rulesVersion();
    return new Result(
        Json.object().put(RULES_VERSION, version),
        Json.object().put("step", "evaluate").put(RULES_VERSION, version));
  }

  static RuleSet deployedRules() {
    return DeployedRules.load(EvaluateHandler.class.getClassLoader());
  }
}
