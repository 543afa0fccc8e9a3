package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alarms of template.yaml: what must not go unnoticed has one, and each tells somebody. */
class AlarmsTest {
  private static final Template TEMPLATE = Template.deployed("access-analyzer-triage", Map.of());
  private static final String ALARM = "AWS::CloudWatch::Alarm";

  /** What alarms of the metric are about: the values of the metric's only dimension. */
  private static Set<String> watched(String metric) {
    Set<String> watched = new TreeSet<>();
    for (String alarm : TEMPLATE.ofType(ALARM)) {
      JsonNode properties = TEMPLATE.properties(alarm);
      if (properties.path("MetricName").asText().equals(metric)) {
        watched.add(properties.path("Dimensions").path(0).path("Value").asText());
      }
      for (JsonNode query : properties.path("Metrics")) {
        JsonNode used = query.path("MetricStat").path("Metric");
        if (used.path("MetricName").asText().equals(metric)) {
          watched.add(used.path("Dimensions").path(0).path("Value").asText());
        }
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

  @Test
  void eventRules_eachOfFindings_hasAnAlarmForEventsThatAreLost() {
    Set<String> rules = ids("AWS::Events::Rule", "");
    rules.removeIf(rule -> rule.contains("-watch-"));
    assertEquals(rules, watched("InvocationsFailedToBeSentToDLQ"));
    assertEquals(rules, watched("FailedInvocations"));
  }

  @Test
  void stateMachines_each_hasAlarmsForEveryBadEnd() {
    for (String metric : Set.of("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted")) {
      assertEquals(ids("AWS::Serverless::StateMachine", ""), watched(metric), metric);
    }
  }

  @Test
  void functions_each_isInTheAlarmsForErrorsAndThrottles() {
    for (String metric : Set.of("Errors", "Throttles")) {
      assertEquals(ids("AWS::Serverless::Function", ""), watched(metric), metric);
    }
  }

  @Test
  void nobodyListening_isCountedFromTheLogsOfWhoAlerts() {
    JsonNode alarm = TEMPLATE.properties("NobodyListeningAlarm");
    Set<String> logs = new TreeSet<>();
    for (String filter : TEMPLATE.ofType("AWS::Logs::MetricFilter")) {
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

  @Test
  void alarms_areThoseOfTheOperationsManual() throws IOException {
    Matcher rows =
        Pattern.compile("(?m)^\\| (\\w+Alarm) \\|")
            .matcher(Files.readString(CommandRun.HOME.resolve("docs/operations.md")));
    Set<String> documented = new TreeSet<>();
    while (rows.find()) {
      documented.add(rows.group(1));
    }

    assertEquals(new TreeSet<>(TEMPLATE.ofType(ALARM)), documented);
  }
}
