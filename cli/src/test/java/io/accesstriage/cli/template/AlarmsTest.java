package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Ruler;

/** The alarms of template.yaml: what must not go unnoticed has one, and each tells somebody. */
class AlarmsTest {
  private static final Template TEMPLATE = Template.deployed("access-analyzer-triage", Map.of());
  private static final String ALARM = "AWS::CloudWatch::Alarm";

  private static List<Metric> metrics() {
    return TEMPLATE.ofType(ALARM).stream()
        .flatMap(alarm -> Metric.ofAlarm(TEMPLATE.properties(alarm)).stream())
        .toList();
  }

  /** What alarms of the metric are about: the values of the metric's only dimension. */
  private static Set<String> watched(String metric) {
    Set<String> watched = new TreeSet<>();
    for (Metric used : metrics()) {
      if (used.name().equals(metric)) {
        watched.addAll(used.dimensions().values());
      }
    }
    return watched;
  }

  private static Set<String> ids(String type, String attribute) {
    Set<String> ids = new TreeSet<>();
    for (String resource : TEMPLATE.ofType(type)) {
      ids.add(TEMPLATE.substituted("${" + resource + attribute + "}"));
    }
    return ids;
  }

  @Test
  void alarms_all_tellTheOperationsTopic() {
    for (String alarm : TEMPLATE.ofType(ALARM)) {
      assertEquals(
          TEMPLATE.substituted("${OperationsTopic}"),
          TEMPLATE.properties(alarm).path("AlarmActions").path(0).asText(),
          alarm);
    }
  }

  @Test
  void deadLetterQueues_each_hasAnAlarm() {
    assertEquals(
        ids("AWS::SQS::Queue", ".QueueName"), watched("ApproximateNumberOfMessagesVisible"));
  }

  /** OK of a count says only that five minutes have passed. */
  @Test
  void alarms_whoseOkMeansSomething_tellThatToo() {
    Set<String> tellingOk = new TreeSet<>();
    for (String alarm : TEMPLATE.ofType(ALARM)) {
      JsonNode actions = TEMPLATE.properties(alarm).path("OKActions");
      if (!actions.isMissingNode()) {
        assertEquals(TEMPLATE.substituted("${OperationsTopic}"), actions.path(0).asText(), alarm);
        tellingOk.add(alarm);
      }
    }
    assertEquals(
        Set.of(
            "AnalyzerProblemsAlarm",
            "DeadLettersAlarm",
            "EventDeadLettersAlarm",
            "NoSweepAlarm",
            "SweepDeadLettersAlarm"),
        tellingOk);
  }

  @Test
  void events_ofFindingsAndOfFailures_haveAnAlarmWhenTheyAreLost() {
    assertEquals(
        new TreeSet<>(
            Set.of(
                TEMPLATE.substituted("${FindingRule}"),
                TEMPLATE.substituted("${UnreportedFailureRule}"))),
        watched("InvocationsFailedToBeSentToDlq"));
  }

  /** No alarm counts executions that failed: each is emailed, or has reported itself. */
  @Test
  void stateMachines_everyBadEnd_isEmailedByARule() throws Exception {
    for (String machine : TEMPLATE.ofType("AWS::Serverless::StateMachine")) {
      for (String status : List.of("FAILED", "TIMED_OUT", "ABORTED")) {
        ObjectNode event = Json.object();
        event.put("source", "aws.states");
        event.put("detail-type", "Step Functions Execution Status Change");
        event
            .putObject("detail")
            .put("stateMachineArn", TEMPLATE.substituted("${" + machine + "}"))
            .put("status", status)
            .put("error", "States.Runtime");
        List<String> emailing = new ArrayList<>();
        for (String rule : TEMPLATE.ofType("AWS::Events::Rule")) {
          JsonNode properties = TEMPLATE.properties(rule);
          if (Ruler.matchesRule(Json.text(event), Json.text(properties.path("EventPattern")))) {
            emailing.add(rule);
            assertEquals(
                TEMPLATE.substituted("${OperationsTopic}"),
                properties.path("Targets").path(0).path("Arn").asText(),
                rule);
          }
        }
        assertEquals(1, emailing.size(), () -> machine + " " + status + ": " + emailing);
      }
    }
  }

  /** Each metric of an alarm costs 0.10 US dollars a month, those of an expression too. */
  @Test
  void alarms_costAtRest_isThatOfTheOperationsManual() throws IOException {
    int metrics = metrics().size();
    assertTrue(metrics <= 12, () -> metrics + " metrics");
    BigDecimal alarms = new BigDecimal("0.10").multiply(BigDecimal.valueOf(metrics));
    BigDecimal atRest = alarms.add(BigDecimal.ONE);
    String page = Files.readString(CommandRun.HOME.resolve("docs/operations.md"));
    String section = page.substring(page.indexOf("\n### At rest\n"));
    assertTrue(
        section.contains(
            "A month, %s: one KMS key 1.00 (up to 3.00 once it has rotated twice), %d alarms of one metric each, 0.10 a metric, %s."
                .formatted(atRest, metrics, alarms)),
        section);
    assertEquals(TEMPLATE.ofType(ALARM).size(), metrics);
    assertTrue(atRest.compareTo(new BigDecimal("2.50")) <= 0, () -> "at rest it costs " + atRest);
  }

  @Test
  void nobodyListening_isCountedFromTheLogsOfWhoAlerts() {
    JsonNode alarm = TEMPLATE.properties("NobodyListeningAlarm");
    Set<String> logs = new TreeSet<>();
    for (String filter : List.of("NobodyListeningFilter", "NobodyListeningToDigestFilter")) {
      JsonNode properties = TEMPLATE.properties(filter);
      JsonNode metric = properties.path("MetricTransformations").path(0);
      assertEquals("{ $.listening IS FALSE }", properties.path("FilterPattern").asText(), filter);
      assertEquals(alarm.path("Namespace"), metric.path("MetricNamespace"), filter);
      assertEquals(alarm.path("MetricName"), metric.path("MetricName"), filter);
      logs.add(properties.path("LogGroupName").asText());
    }
    assertTrue(logs.contains("/aws/lambda/access-analyzer-triage-notify"), logs::toString);
    // CloudWatch looks back a day at most where a period is shorter than an hour.
    int seconds = alarm.path("Period").asInt() * alarm.path("EvaluationPeriods").asInt();
    assertEquals(86_400, seconds);
  }

  /** Also where nobody looked: silence is no health. */
  @Test
  void analyzerProblems_areCountedFromTheLogOfTheSweep_andSilenceIsOne() {
    JsonNode filter = TEMPLATE.properties("AnalyzerProblemsFilter");
    assertEquals("/aws/lambda/access-analyzer-triage-sweep", filter.path("LogGroupName").asText());
    assertEquals(
        "{ $.step = \"analyzers\" && $.problems = * }", filter.path("FilterPattern").asText());
    JsonNode alarm = TEMPLATE.properties("AnalyzerProblemsAlarm");
    assertEquals("breaching", alarm.path("TreatMissingData").asText());
    JsonNode noSweep = TEMPLATE.properties("NoSweepAlarm");
    assertEquals(noSweep.path("Period"), alarm.path("Period"));
    assertEquals(noSweep.path("EvaluationPeriods"), alarm.path("EvaluationPeriods"));
  }

  /** An execution that hands the rest to another one succeeds, too, and is no sweep. */
  @Test
  void sweeps_areCountedAtTheirEnd_fromTheLogOfTheSweep() {
    JsonNode filter = TEMPLATE.properties("CompletedSweepsFilter");
    JsonNode metric = filter.path("MetricTransformations").path(0);
    assertEquals("/aws/lambda/access-analyzer-triage-sweep", filter.path("LogGroupName").asText());
    assertEquals(
        "{ $.step = \"sweep\" && $.next = \"DONE\" }", filter.path("FilterPattern").asText());
    JsonNode alarm = TEMPLATE.properties("NoSweepAlarm");
    assertEquals(metric.path("MetricName"), alarm.path("MetricName"));
    assertEquals("breaching", alarm.path("TreatMissingData").asText());
  }

  @Test
  void alarms_areThoseOfTheOperationsManual() throws IOException {
    Matcher rows =
        Pattern.compile("(?m)^\\| (\\w+Alarm) \\| [^|]+ \\| [^|]+ \\| ([^|]*)\\|$")
            .matcher(Files.readString(CommandRun.HOME.resolve("docs/operations.md")));
    Map<String, Boolean> documented = new TreeMap<>();
    while (rows.find()) {
      documented.put(rows.group(1), !rows.group(2).isBlank());
    }
    Map<String, Boolean> tellingOk = new TreeMap<>();
    for (String alarm : TEMPLATE.ofType(ALARM)) {
      tellingOk.put(alarm, TEMPLATE.properties(alarm).has("OKActions"));
    }

    assertEquals(tellingOk, documented);
  }
}
