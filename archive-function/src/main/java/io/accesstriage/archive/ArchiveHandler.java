package io.accesstriage.archive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.StepRequest;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The step "Archive finding": answers the state with what was done. */
public final class ArchiveHandler extends StepHandler {
  private final FindingArchiver archiver;

  /** What Lambda calls; AWS clients are made on first use. */
  public ArchiveHandler() {
    this(
        new FindingArchiver(
            new AccessAnalyzerArchive(new AccessAnalyzerFindings()),
            ledgersByTable(),
            Clock.systemUTC()));
  }

  public ArchiveHandler(FindingArchiver archiver) {
    this.archiver = archiver;
  }

  @Override
  protected Result handle(Fields request) {
    StepRequest step = StepRequest.read(request);
    ArchiveOutcome outcome = archiver.carryOut(step);
    ObjectNode log = Json.object();
    log.put("step", "archive");
    log.put("findingId", step.state().finding().id());
    log.put("outcome", outcome.name());
    log.put("rule", step.state().requireDecision().rule());
    return new Result(step.state().with(outcome).write(), log);
  }

  private static Function<String, Ledger> ledgersByTable() {
    Map<String, Ledger> ledgers = new ConcurrentHashMap<>();
    return table ->
        ledgers.computeIfAbsent(
            table, name -> new DynamoDbLedger(AwsClients.client(DynamoDbClient.builder()), name));
  }
}
