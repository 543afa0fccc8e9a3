package io.accesstriage.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A metric of CloudWatch that a template names, with its dimensions' values by name. */
record Metric(String namespace, String name, Map<String, String> dimensions) {
  Metric {
    dimensions = Map.copyOf(dimensions);
  }

  /** Of an alarm; one of an expression has several. */
  static List<Metric> ofAlarm(JsonNode properties) {
    List<Metric> metrics = new ArrayList<>();
    if (properties.has("MetricName")) {
      metrics.add(of(properties));
    }
    for (JsonNode query : properties.path("Metrics")) {
      if (query.has("MetricStat")) {
        metrics.add(of(query.path("MetricStat").path("Metric")));
      }
    }
    return metrics;
  }

  private static Metric of(JsonNode named) {
    Map<String, String> dimensions = new TreeMap<>();
    for (JsonNode dimension : named.path("Dimensions")) {
      dimensions.put(dimension.path("Name").asText(), dimension.path("Value").asText());
    }
    return new Metric(
        named.path("Namespace").asText(), named.path("MetricName").asText(), dimensions);
  }

  /**
   * Of a dashboard's widgets. A dot stands for the value above it, three dots for all that a line
   * leaves out.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">Dashboard
   *     body structure</a>
   */
  static List<Metric> ofDashboard(JsonNode properties) {
    List<Metric> metrics = new ArrayList<>();
    JsonNode body = Json.read(properties.path("DashboardBody").textValue(), "dashboard");
    for (JsonNode widget : body.path("widgets")) {
      List<String> above = List.of();
      for (JsonNode line : widget.path("properties").path("metrics")) {
        above = full(line, above);
        Map<String, String> dimensions = new TreeMap<>();
        for (int i = 2; i + 1 < above.size(); i += 2) {
          dimensions.put(above.get(i), above.get(i + 1));
        }
        metrics.add(new Metric(above.get(0), above.get(1), dimensions));
      }
    }
    return metrics;
  }

  private static List<String> full(JsonNode line, List<String> above) {
    List<String> written = new ArrayList<>();
    line.forEach(
        value -> {
          if (value.isTextual()) {
            written.add(value.textValue());
          }
        });
    List<String> full = new ArrayList<>();
    if (written.get(0).equals("...")) {
      written.remove(0);
      full.addAll(above.subList(0, above.size() - written.size()));
    }
    for (String value : written) {
      full.add(value.equals(".") ? above.get(full.size()) : value);
    }
    return full;
  }
}
