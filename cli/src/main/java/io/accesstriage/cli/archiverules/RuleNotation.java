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
  API("ruleName", "filter", "", ""),

  /**
   * The same as AWS Tools for PowerShell print it, where operators that are not set are null or
   * empty, and of older versions "exists" is false.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/powershell/latest/reference/items/Get-IAMAAArchiveRuleList.html">Get-IAMAAArchiveRuleList</a>
   */
  POWERSHELL("RuleName", "Filter", "", "; ConvertTo-Json needs -Depth 10 to print all of a rule"),
  /**
   * A list of criteria in AWS::AccessAnalyzer::Analyzer, an object in
   * AWS::AccessAnalyzer::ArchiveRule.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-accessanalyzer-analyzer-filter.html">Filter</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-accessanalyzer-archiverule.html">AWS::AccessAnalyzer::ArchiveRule</a>
   */
  CLOUD_FORMATION(
      "RuleName",
      "Filter",
      "Property",
      "; functions of a template are not resolved, so import what \"aws accessanalyzer"
          + " list-archive-rules\" prints instead"),
  /**
   * The resource aws_accessanalyzer_archive_rule, whose operators that are not set are empty.
   *
   * @see <a
   *     href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/accessanalyzer_archive_rule">aws_accessanalyzer_archive_rule</a>
   * @see <a
   *     href="https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/accessanalyzer/archive_rule.go">Its
   *     schema</a>
   */
  TERRAFORM("rule_name", "filter", "criteria", "");

  final String ruleName;
  final String filter;
  final String filterKey;
  final String hint;

  /**
   * @param ruleName the field with the rule's name
   * @param filter the field with its criteria
   * @param filterKey of a list of criteria, the field with what is compared; empty where criteria
   *     are always an object
   * @param hint to follow why a rule cannot be read
   */
  RuleNotation(String ruleName, String filter, String filterKey, String hint) {
    this.ruleName = ruleName;
    this.filter = filter;
    this.filterKey = filterKey;
    this.hint = hint;
  }

  boolean listsCriteria() {
    return !filterKey.isEmpty();
  }

  /** Whether an operator with this value is not there. */
  boolean isAbsent(JsonNode operator) {
    return operator.isNull()
        || ((this == TERRAFORM || this == POWERSHELL)
            && (operator.isArray() ? operator.isEmpty() : operator.asText().isEmpty()));
  }
}
