package io.accesstriage.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.snapstart.Priming;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.StepRequest;
import java.time.Clock;
import java.util.function.Function;

/** The steps "Notify" and "Report failure", which the request tells apart by its "failure". */
public final class NotifyHandler extends StepHandler {
  private final Notifier notifier;
  private final FailureReporter reporter;

  /** What Lambda calls; AWS clients are made on first use. */
  public NotifyHandler() {
    this(AwsClients.ofAws(), Clock.systemUTC());
    Priming.beforeSnapshot(NotifyHandler.class, NotifyHandler::new);
  }

  NotifyHandler(AwsClients aws, Clock clock) {
    this(SnsAlertTopic.byArn(aws, clock), DynamoDbLedger.byTable(aws), clock);
  }

  /**
   * @param topics the topic of an ARN
   * @param ledgers the ledger of a table's name
   */
  public NotifyHandler(
      Function<String, AlertTopic> topics, Function<String, Ledger> ledgers, Clock clock) {
    this.notifier = new Notifier(topics, ledgers, clock);
    this.reporter = new FailureReporter(topics, ledgers, clock);
  }

  @Override
  protected Result handle(Fields request) {
    return request.has("failure") ? reportFailure(request) : alert(StepRequest.read(request));
  }

  private Result alert(StepRequest step) {
    ObjectNode answer = notifier.alert(step);
    ObjectNode log = logOf("notify", step.state(), step.state().requireDecision().outcome());
    logSending(log, answer.path("notification"));
    return new Result(answer, log);
  }

  private Result reportFailure(Fields request) {
    ObjectNode answer = reporter.report(request);
    ObjectNode log = Json.object().put("step", "report failure");
    log.set("findingId", answer.path("failure").path("findingId"));
    log.set("failedStep", answer.path("failure").path("step"));
    log.set("error", answer.path("failure").path("error"));
    logSending(log, answer.path("notification"));
    return new Result(answer, log);
  }

  /** The alarm on nobody listening is made of "listening". */
  private static void logSending(ObjectNode log, JsonNode notification) {
    log.put("published", notification.path("published").asBoolean());
    if (notification.has("why")) {
      log.set("why", notification.path("why"));
    }
    if (notification.has("listening")) {
      log.set("listening", notification.path("listening"));
    }
  }
}
