package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The archive rules of a CloudFormation template: of its analyzers, and those that are resources of
 * their own. Functions such as {@code Ref} are not resolved in rules; a rule that has one is
 * refused.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-accessanalyzer-analyzer.html">AWS::AccessAnalyzer::Analyzer</a>
 */
final class CloudFormationTemplate {
  private static final String NAME = "AnalyzerName";
  private static final String UNNAMED = "the analyzer that the template calls ";

  private final JsonNode resources;
  private final List<RuleEntry> rules = new ArrayList<>();

  private CloudFormationTemplate(JsonNode resources) {
    this.resources = resources;
  }

  /**
   * @param template itself, or in what {@code aws cloudformation get-template} prints
   */
  static List<RuleEntry> rules(JsonNode template) {
    JsonNode body = template.has("TemplateBody") ? template.get("TemplateBody") : template;
    return new CloudFormationTemplate(body.path("Resources")).rules();
  }

  private List<RuleEntry> rules() {
    for (Map.Entry<String, JsonNode> resource : resources.properties()) {
      JsonNode properties = resource.getValue().path("Properties");
      String at = "Resources.%s.Properties".formatted(resource.getKey());
      Optional<String> condition = condition(resource.getValue());
      switch (resource.getValue().path("Type").asText()) {
        case "AWS::AccessAnalyzer::Analyzer" -> {
          String analyzer = analyzer(resource.getKey());
          JsonNode list = properties.path("ArchiveRules");
          if (list.isObject()) {
            add(at + ".ArchiveRules", list, analyzer, condition);
          }
          for (int i = 0; list.isArray() && i < list.size(); i++) {
            add("%s.ArchiveRules[%d]".formatted(at, i), list.get(i), analyzer, condition);
          }
        }
        case "AWS::AccessAnalyzer::ArchiveRule" ->
            add(at, properties, analyzerOf(properties.path(NAME)), condition);
        default -> {
          // A template has resources of many other types.
          if (isLoopOverRules(resource)) {
            add(
                "Resources." + resource.getKey(),
                resource.getValue(),
                UNNAMED + resource.getKey(),
                Optional.of("the loop " + resource.getKey()));
          }
        }
      }
    }
    return isOfOneWithoutName() ? rules.stream().map(RuleEntry::ofAnyAnalyzer).toList() : rules;
  }

  private void add(String at, JsonNode rule, String analyzer, Optional<String> condition) {
    rules.add(
        new RuleEntry(at, rule, RuleNotation.CLOUD_FORMATION, Optional.of(analyzer), condition));
  }

  private static Optional<String> condition(JsonNode resource) {
    return Optional.ofNullable(resource.path("Condition").textValue())
        .map(name -> "the template's condition " + name);
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html">Fn::ForEach</a>
   */
  private static boolean isLoopOverRules(Map.Entry<String, JsonNode> resource) {
    return resource.getKey().startsWith("Fn::ForEach")
        && resource.getValue().toString().contains("\"AWS::AccessAnalyzer::");
  }

  /** Then it is the analyzer that the command line names. */
  private boolean isOfOneWithoutName() {
    List<String> analyzers =
        rules.stream().flatMap(rule -> rule.analyzer().stream()).distinct().toList();
    return analyzers.size() == 1 && analyzers.get(0).startsWith(UNNAMED);
  }

  /** By its name, or else by its name in the template. */
  private String analyzer(String logicalId) {
    String name = resources.path(logicalId).path("Properties").path(NAME).asText("");
    return name.isEmpty() ? UNNAMED + logicalId : RuleEntry.analyzerNamed(name);
  }

  private String analyzerOf(JsonNode name) {
    if (name.isTextual()) {
      return RuleEntry.analyzerNamed(name.textValue());
    }
    return analyzer(name.path("Ref").asText(name.path("Fn::GetAtt").path(0).asText("")));
  }
}
