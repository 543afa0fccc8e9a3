package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.JsonNode;

/** How an archive rule is written: the same rule under other names of fields. */
enum RuleNotation {
  /**
   * The answers of ListArchiveRules and GetArchiveRule.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ArchiveRuleSummary.html">ArchiveRuleSummary</a>
   */
  API("ruleName", "filter", ""),
  /**
   * A list of criteria in AWS::AccessAnalyzer::Analyzer, an object in
   * AWS::AccessAnalyzer::ArchiveRule.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-accessanalyzer-analyzer-filter.html">Filter</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-accessanalyzer-archiverule.html">AWS::AccessAnalyzer::ArchiveRule</a>
   */
  CLOUD_FORMATION("RuleName", "Filter", "Property"),
  /**
   * The resource aws_accessanalyzer_archive_rule, whose operators that are not set are empty.
   *
   * @see <a
   *     href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/accessanalyzer_archive_rule">aws_accessanalyzer_archive_rule</a>
   * @see <a
   *     href="https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/accessanalyzer/archive_rule.go">Its
   *     schema</a>
   */
  TERRAFORM("rule_name", "filter", "criteria");

  private final String ruleName;
  private final String filter;
  private final String filterKey;

  /**
   * @param ruleName the field with the rule's name
   * @param filter the field with its criteria
   * @param filterKey of a list of criteria, the field with what is compared; empty where criteria
   *     are always an object
   */
  RuleNotation(String ruleName, String filter, String filterKey) {
    this.ruleName = ruleName;
    this.filter = filter;
    this.filterKey = filterKey;
  }

  String ruleName() {
    return ruleName;
  }

  String filter() {
    return filter;
  }

  String filterKey() {
    return filterKey;
  }

  boolean listsCriteria() {
    return !filterKey.isEmpty();
  }

  /** Whether an operator with this value is not there. */
  boolean isAbsent(JsonNode operator) {
    return operator.isNull()
        || (this == TERRAFORM
            && (operator.isArray() ? operator.isEmpty() : operator.asText().isEmpty()));
  }
}
