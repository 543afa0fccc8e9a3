package io.accesstriage.archive;

import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Fields;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.snapstart.Priming;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.StepRequest;
import java.time.Clock;

/** The step "Archive finding": answers the state with what was done. */
public final class ArchiveHandler extends StepHandler {
  private final FindingArchiver archiver;

  /** What Lambda calls; AWS clients are made on first use. */
  public ArchiveHandler() {
    this(AwsClients.ofAws(), Clock.systemUTC());
    Priming.beforeSnapshot(ArchiveHandler.class, ArchiveHandler::new);
  }

  ArchiveHandler(AwsClients aws, Clock clock) {
    this(new FindingArchiver(new AccessAnalyzerFindings(aws), DynamoDbLedger.byTable(aws), clock));
  }

  public ArchiveHandler(FindingArchiver archiver) {
    this.archiver = archiver;
  }

  @Override
  protected Result handle(Fields request) {
    StepRequest step = StepRequest.read(request);
    ArchiveOutcome outcome = archiver.carryOut(step);
    return new Result(step.state().with(outcome).write(), logOf("archive", step.state(), outcome));
  }
}
