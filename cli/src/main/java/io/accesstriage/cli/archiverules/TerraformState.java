package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The archive rules in what {@code terraform show -json} prints of a state or a plan, and in a file
 * of a state, as {@code terraform state pull} prints it.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">JSON output
 *     format</a>
 * @see <a
 *     href="https://github.com/hashicorp/terraform/blob/main/internal/states/statefile/version4.go">The
 *     file of a state</a>
 */
final class TerraformState {
  private static final String TYPE = "aws_accessanalyzer_archive_rule";

  private TerraformState() {}

  static List<RuleEntry> rules(JsonNode state) {
    List<RuleEntry> rules = new ArrayList<>();
    if (state.has("planned_values")) {
      ofModule(state.path("planned_values").path("root_module"), rules);
    } else if (state.has("resource_changes")) {
      ofChanges(state.path("resource_changes"), rules);
    } else if (state.has("resources")) {
      ofStateFile(state.path("resources"), rules);
    } else {
      ofModule(state.path("values").path("root_module"), rules);
    }
    return rules;
  }

  private static void ofModule(JsonNode module, List<RuleEntry> rules) {
    for (JsonNode resource : module.path("resources")) {
      add(resource, resource.path("address").asText(TYPE), resource.path("values"), rules);
    }
    module.path("child_modules").forEach(child -> ofModule(child, rules));
  }

  /** Of a resource that is deleted there is nothing afterwards. */
  private static void ofChanges(JsonNode changes, List<RuleEntry> rules) {
    for (JsonNode resource : changes) {
      JsonNode after = resource.path("change").path("after");
      if (after.isObject()) {
        add(resource, resource.path("address").asText(TYPE), after, rules);
      }
    }
  }

  private static void ofStateFile(JsonNode resources, List<RuleEntry> rules) {
    for (JsonNode resource : resources) {
      String module = resource.has("module") ? resource.path("module").asText() + "." : "";
      String address = "%s%s.%s".formatted(module, TYPE, resource.path("name").asText());
      JsonNode instances = resource.path("instances");
      for (JsonNode instance : instances) {
        JsonNode key = instance.path("index_key");
        add(
            resource,
            key.isMissingNode() ? address : "%s[%s]".formatted(address, key),
            instance.path("attributes"),
            rules);
      }
    }
  }

  private static void add(
      JsonNode resource, String address, JsonNode values, List<RuleEntry> rules) {
    if (TYPE.equals(resource.path("type").textValue())) {
      rules.add(
          new RuleEntry(
              address,
              values,
              RuleNotation.TERRAFORM,
              Optional.of(analyzer(values.path("analyzer_name")))));
    }
  }

  /** A plan lacks what only creating the analyzer will tell. */
  private static String analyzer(JsonNode name) {
    return name.isTextual()
        ? RuleEntry.analyzerNamed(name.textValue())
        : "an analyzer that Terraform does not name yet";
  }
}
