package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The metrics that the templates name exist, as AWS writes them: CloudWatch takes an alarm of any
 * name, and one of a name that nobody publishes never fires. aws-metrics.json was copied by hand
 * from the pages that it names.
 */
class MetricsTest {
  private static final Template TEMPLATE = Template.deployed("access-analyzer-triage", Map.of());
  private static final String OF_OUR_OWN = "AccessAnalyzerTriage/access-analyzer-triage";

  private static Set<String> documented() throws IOException {
    Set<String> documented = new TreeSet<>();
    Path file = Path.of("src/test/resources/aws-metrics.json");
    for (JsonNode page : Json.read(Files.readAllBytes(file), file.toString())) {
      for (JsonNode metric : page.path("metrics")) {
        List<String> dimensions = new ArrayList<>();
        page.path("dimensions").forEach(dimension -> dimensions.add(dimension.textValue()));
        documented.add(
            "%s %s %s"
                .formatted(page.path("namespace").textValue(), metric.textValue(), dimensions));
      }
    }
    return documented;
  }

  private static List<Metric> used() {
    return Stream.concat(
            TEMPLATE.ofType("AWS::CloudWatch::Alarm").stream()
                .flatMap(alarm -> Metric.ofAlarm(TEMPLATE.properties(alarm)).stream()),
            TEMPLATE.ofType("AWS::CloudWatch::Dashboard").stream()
                .flatMap(board -> Metric.ofDashboard(TEMPLATE.properties(board)).stream()))
        .toList();
  }

  @Test
  void metrics_ofAlarmsAndDashboard_areDocumentedByAws() throws IOException {
    Set<String> unknown = new TreeSet<>();
    Set<String> services = new TreeSet<>();
    for (Metric metric : used()) {
      if (!metric.namespace().equals(OF_OUR_OWN)) {
        services.add(metric.namespace());
        unknown.add(
            "%s %s %s"
                .formatted(
                    metric.namespace(), metric.name(), List.copyOf(metric.dimensions().keySet())));
      }
    }
    unknown.removeAll(documented());

    assertEquals(Set.of(), unknown);
    assertEquals(Set.of("AWS/Events", "AWS/Lambda", "AWS/SNS", "AWS/SQS", "AWS/States"), services);
  }

  @Test
  void metrics_ofOurOwn_areMadeByFilters() {
    Set<String> made = new TreeSet<>();
    for (String filter : TEMPLATE.ofType("AWS::Logs::MetricFilter")) {
      JsonNode transformation = TEMPLATE.properties(filter).path("MetricTransformations").path(0);
      assertEquals(OF_OUR_OWN, transformation.path("MetricNamespace").textValue(), filter);
      made.add(transformation.path("MetricName").textValue());
    }
    Set<String> used = new TreeSet<>();
    for (Metric metric : used()) {
      if (metric.namespace().equals(OF_OUR_OWN)) {
        assertEquals(Map.of(), metric.dimensions());
        used.add(metric.name());
      }
    }

    assertEquals(made, used);
    assertTrue(!used.isEmpty());
  }
}
