package io.accesstriage.sweep;

import io.accesstriage.analyzer.AccessAnalyzerList;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.json.Fields;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.snapstart.Priming;
import io.accesstriage.state.StepHandler;
import java.time.Clock;
import java.time.Duration;

/** The Lambda function of "Sweep page": answers how far the sweep has come, and what comes next. */
public final class SweepHandler extends StepHandler {
  private final FindingSweep sweep;

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
            SweepHandler::sleep));
  }

  public SweepHandler(FindingSweep sweep) {
    this.sweep = sweep;
  }

  @Override
  protected Result handle(Fields request) {
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
