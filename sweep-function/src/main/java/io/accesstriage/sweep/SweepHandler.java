package io.accesstriage.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.AccessAnalyzerHealth;
import io.accesstriage.analyzer.AccessAnalyzerList;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.snapstart.Priming;
import io.accesstriage.state.StepHandler;
import java.time.Clock;
import java.time.Duration;

/**
 * The Lambda function of "Sweep page", which answers how far the sweep has come and what comes
 * next, and of "Check analyzers".
 */
public final class SweepHandler extends StepHandler {
  private static final String ASK = "ask";

  private final FindingSweep sweep;
  private final AnalyzerWatch watch;

  /** What Lambda calls; AWS clients are made on first use. */
  public SweepHandler() {
    this(AwsClients.ofAws(), Clock.systemUTC());
    Priming.beforeSnapshot(SweepHandler.class, SweepHandler::new);
  }

  SweepHandler(AwsClients aws, Clock clock) {
    this(
        new FindingSweep(
            new AccessAnalyzerList(aws),
            DynamoDbLedger.byTable(aws),
            new StepFunctionsTriage(aws),
            clock,
            SweepHandler::sleep),
        new AnalyzerWatch(
            new AccessAnalyzerHealth(aws),
            new CloudTrailTrails(aws),
            DynamoDbLedger.byTable(aws),
            SnsOperationsTopic.byArn(aws),
            clock));
  }

  public SweepHandler(FindingSweep sweep, AnalyzerWatch watch) {
    this.sweep = sweep;
    this.watch = watch;
  }

  @Override
  protected Result handle(Fields request) {
    if (request.optionalText(ASK).isPresent()) {
      ObjectNode answer = watch.look(request);
      return new Result(answer, Json.object().put("step", "analyzers").setAll(answer));
    }
    SweepRequest page = SweepRequest.read(request, sweep.clock());
    SweepAnswer answer = sweep.page(page);
    return new Result(answer.write(), answer.log(page.state()));
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted while starting triages", e);
    }
  }
}
