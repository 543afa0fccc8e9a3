package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.archive.ArchiveHandler;
import io.accesstriage.archive.FindingArchiver;
import io.accesstriage.evaluate.EvaluateHandler;
import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.fixtures.LoggingContext;
import io.accesstriage.fixtures.StateBuilder;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.notify.NotifyHandler;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.state.StepHandler;
import io.accesstriage.state.TriageState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Which calls of DynamoDB, Access Analyzer and SNS each step makes of one finding: they are what a
 * triage costs and how long it takes. Each method of the ports is one call.
 */
class StepCallsTest {
  private static final Clock CLOCK = Clock.fixed(Findings.NOW, ZoneOffset.UTC);

  private static final RuleSet RULES =
      RuleSet.parse(
          "rules.yaml",
          """
          rules:
            - {id: partner, effect: archive, owner: o, reason: r, when: principal.account == "444455556666"}
          """);

  private final List<String> calls = new ArrayList<>();
  private final Ledger ledger = counted(Ledger.class, new InMemoryLedger());
  private Finding atAws = Findings.external();

  @Test
  void alert_ofANewFinding_callsEachStepsMinimum() throws IOException {
    TriageState evaluated =
        evaluate(Findings.with(Findings.external(), "/principal/account", "999988887777"));
    assertEquals(List.of("read", "write"), taken());

    AlertTopic topic =
        counted(
            AlertTopic.class,
            new AlertTopic() {
              @Override
              public void publish(AlertMessage message) {}

              @Override
              public boolean hasReader() {
                return true;
              }
            });
    handle(new NotifyHandler(arn -> topic, table -> ledger, CLOCK), evaluated);
    assertEquals(
        List.of(
            "read",
            // Answered without a call for some minutes.
            "hasReader",
            "countMessage",
            "write",
            "publish",
            "write"),
        taken());
  }

  @Test
  void archive_ofANewFinding_callsEachStepsMinimum() throws IOException {
    TriageState evaluated = evaluate(atAws);
    assertEquals(List.of("read", "write"), taken());

    FindingArchive archive =
        counted(
            FindingArchive.class,
            new FindingArchive() {
              @Override
              public Optional<Finding> read(String analyzerArn, String findingId) {
                return Optional.of(atAws);
              }

              @Override
              public void update(String analyzerArn, String findingId, FindingStatus status) {
                atAws = atAws.withStatus(status);
              }
            });
    handle(new ArchiveHandler(new FindingArchiver(archive, table -> ledger, CLOCK)), evaluated);
    assertEquals(
        // The entry, the finding before and after, and what is recorded.
        List.of("read", "read", "update", "read", "write"), taken());
  }

  private TriageState evaluate(Finding finding) throws IOException {
    TriageState enriched = StateBuilder.of(finding).facts(Findings.tags(Map.of())).build();
    byte[] state =
        handle(new EvaluateHandler(new FindingEvaluator(RULES, table -> ledger, CLOCK)), enriched);
    return TriageState.read(Json.readObject(state, "state"));
  }

  private static byte[] handle(StepHandler handler, TriageState state) throws IOException {
    ObjectNode request = Json.object().put("execution", "execution:this");
    request.set("state", state.write());
    request
        .putObject("config")
        .put("ledger", "ledger")
        .put("topic", "alerts")
        .put("mode", "archive")
        .put("analyzerArns", Findings.ANALYZER)
        .put("maxArchivesPerRulePerDay", "1000")
        .put("maxImmediateAlertsPerHour", "30")
        .put("reviewAfterDays", "30")
        .put("busyWaitSeconds", "30")
        .put("immediateAlerts", "medium");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(new ByteArrayInputStream(Json.bytes(request)), out, new LoggingContext());
    return out.toByteArray();
  }

  private List<String> taken() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  private <T> T counted(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
