package io.accesstriage.cli.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a JSON value is, told by its fields: the one place that knows the shapes of AWS's and
 * Terraform's outputs. A command that gets what another one reads names that one.
 */
public enum InputKind {
  EVENT("an EventBridge event, which \"triage run\" and \"triage explain\" read"),
  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html">How
   *     Security Hub gets findings</a>
   */
  SECURITY_HUB(
      "an export of Security Hub, which groups all findings of a resource into one and leaves out"
          + " conditions. Export the findings themselves with \"aws accessanalyzer list-findings"
          + " --analyzer-arn ARN\", or list-findings-v2 for internal and unused access"),
  /** Before findings, which look like it without what would change. */
  ACCESS_PREVIEW("findings of an access preview, which \"triage check --from\" reads"),
  FINDINGS(
      "an export of findings, which \"triage preview --from\" and \"triage diff --from\" read"),
  ARCHIVE_RULES("an export of archive rules, which \"triage import-archive-rules\" reads"),
  CLOUD_FORMATION(
      "a CloudFormation template, whose archive rules \"triage import-archive-rules\" reads"),
  TERRAFORM("a state of Terraform, whose archive rules \"triage import-archive-rules\" reads");

  private static final List<InputKind> ALL = List.of(values());

  private static final List<String> OF_FINDINGS =
      List.of("id", "status", "resource", "resourceType", "updatedAt", "findingType");

  private static final int ENOUGH_FIELDS = 3;

  /** Of the names that are asked for, which are few. */
  private static final Map<String, String> CAPITALIZED = new ConcurrentHashMap<>();

  private final String words;

  InputKind(String words) {
    this.words = words;
  }

  /** What it is and who reads it, to follow "this is". */
  public String words() {
    return words;
  }

  /** What a value is; of a list, what its first element is. Nothing for an unknown shape. */
  public static Optional<InputKind> of(JsonNode value) {
    if (value.isArray()) {
      return value.isEmpty() ? Optional.empty() : of(value.get(0));
    }
    if (!value.isObject()) {
      return Optional.empty();
    }
    for (InputKind kind : ALL) {
      if (kind.fits(value)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private boolean fits(JsonNode value) {
    return switch (this) {
      case EVENT -> value.has("detail-type");
      case ACCESS_PREVIEW ->
          (isFinding(value) && has(value, "changeType"))
              || (field(value, "findings").isArray()
                  && has(field(value, "findings").path(0), "changeType"));
      case FINDINGS ->
          isFinding(value)
              || isFinding(field(value, "finding"))
              || (field(value, "findings").isArray()
                  && (field(value, "findings").isEmpty()
                      || isFinding(field(value, "findings").get(0))));
      case ARCHIVE_RULES ->
          has(value, "archiveRules")
              || has(value, "archiveRule")
              || (has(value, "ruleName") && has(value, "filter"));
      case CLOUD_FORMATION ->
          value.has("TemplateBody")
              || (value.path("Resources").isObject()
                  && value.path("Resources").findValuesAsText("Type").stream()
                      .anyMatch(type -> type.startsWith("AWS::")));
      case TERRAFORM ->
          value.has("format_version")
              || value.has("resource_changes")
              || value.path("values").has("root_module")
              || value.path("planned_values").has("root_module")
              || (value.path("resources").isArray()
                  && (value.has("terraform_version")
                      || value.path("resources").path(0).has("instances")));
      // The format of the first version is ASFF, that of the second OCSF.
      case SECURITY_HUB ->
          (value.has("ProductArn")
                  && (value.has("SchemaVersion")
                      || value.has("GeneratorId")
                      || value.has("Resources")))
              || (value.has("class_uid") && value.has("finding_info"))
              || of(value.path("Findings")).filter(kind -> kind == this).isPresent();
    };
  }

  /** Also one that lacks a field, so that the field is named. */
  private static boolean isFinding(JsonNode value) {
    int found = 0;
    for (String name : OF_FINDINGS) {
      found += has(value, name) ? 1 : 0;
      if (found == ENOUGH_FIELDS) {
        return true;
      }
    }
    return false;
  }

  public static boolean has(JsonNode value, String name) {
    return !field(value, name).isMissingNode();
  }

  /** A field of AWS's output, as the CLI names it or, with a capital letter, PowerShell. */
  public static JsonNode field(JsonNode value, String name) {
    JsonNode field = value.path(name);
    return field.isMissingNode()
        ? value.path(CAPITALIZED.computeIfAbsent(name, InputKind::capitalized))
        : field;
  }

  private static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
