package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The archive rules in what {@code terraform show -json} prints of a state or a plan.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">JSON output
 *     format</a>
 */
final class TerraformState {
  private static final String TYPE = "aws_accessanalyzer_archive_rule";

  private TerraformState() {}

  static List<RuleEntry> rules(JsonNode shown) {
    List<RuleEntry> rules = new ArrayList<>();
    String values = shown.has("planned_values") ? "planned_values" : "values";
    add(shown.path(values).path("root_module"), rules);
    return rules;
  }

  private static void add(JsonNode module, List<RuleEntry> rules) {
    for (JsonNode resource : module.path("resources")) {
      if (TYPE.equals(resource.path("type").textValue())) {
        JsonNode values = resource.path("values");
        rules.add(
            new RuleEntry(
                resource.path("address").asText(TYPE),
                values,
                RuleNotation.TERRAFORM,
                Optional.of(analyzer(values.path("analyzer_name")))));
      }
    }
    module.path("child_modules").forEach(child -> add(child, rules));
  }

  /** A plan lacks what only creating the analyzer will tell. */
  private static String analyzer(JsonNode name) {
    return name.isTextual()
        ? RuleEntry.analyzerNamed(name.textValue())
        : "an analyzer that Terraform does not name yet";
  }
}
