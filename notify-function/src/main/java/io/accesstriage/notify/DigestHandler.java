package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.snapstart.Priming;
import io.accesstriage.state.StepHandler;
import java.time.Clock;

/** The Lambda function that a schedule calls to send the digest. */
public final class DigestHandler extends StepHandler {
  /** So that 50,000 marks are cleared long before the function's time is over. */
  private static final int THREADS = 8;

  private final Digest digest;

  /** What Lambda calls; AWS clients are made on first use. */
  public DigestHandler() {
    this(AwsClients.ofAws(), Clock.systemUTC());
    Priming.beforeSnapshot(DigestHandler.class, DigestHandler::new);
  }

  DigestHandler(AwsClients aws, Clock clock) {
    this(
        new Digest(
            SnsAlertTopic.byArn(aws, clock),
            DynamoDbLedger.byTable(aws),
            new CloudTrailArchiveHistory(aws),
            clock,
            THREADS));
  }

  public DigestHandler(Digest digest) {
    this.digest = digest;
  }

  @Override
  protected Result handle(Fields request) {
    ObjectNode answer = digest.send(request);
    ObjectNode log = Json.object().put("step", "digest");
    answer.properties().stream()
        .filter(field -> field.getValue().isValueNode())
        .forEach(field -> log.set(field.getKey(), field.getValue()));
    return new Result(answer, log);
  }
}
