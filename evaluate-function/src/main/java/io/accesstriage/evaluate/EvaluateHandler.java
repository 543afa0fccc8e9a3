package io.accesstriage.evaluate;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.decision.Decision;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The Lambda function that decides about a finding, by the rules that are packaged with it. */
public final class EvaluateHandler extends StepHandler {
  private static final String RULES = "rules.yaml";

  private final FindingEvaluator evaluator;

  /** As Lambda makes it. */
  public EvaluateHandler() {
    this(
        new FindingEvaluator(
            packagedRules(),
            table -> new DynamoDbLedger(Client.DYNAMODB, table),
            Clock.systemUTC()));
  }

  public EvaluateHandler(FindingEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  protected Result handle(Fields request) {
    TriageState state = evaluator.evaluate(StepRequest.read(request));
    Decision decision = state.requireDecision();
    return new Result(
        state.write(),
        Json.object()
            .put("step", "evaluate")
            .put("findingId", state.finding().id())
            .put("outcome", decision.outcome().name())
            .put("rule", decision.rule())
            .put("severity", decision.severity().label())
            .put("rulesVersion", decision.rulesVersion()));
  }

  private static RuleSet packagedRules() {
    try (InputStream in = EvaluateHandler.class.getResourceAsStream("/" + RULES)) {
      if (in == null) {
        throw new IllegalStateException(RULES + " is not packaged with the function");
      }
      return RuleSet.parse(RULES, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Made on first use: without a ledger there is none to make. */
  private static final class Client {
    static final DynamoDbClient DYNAMODB = AwsClients.client(DynamoDbClient.builder());
  }
}
