package io.accesstriage.rules;

import io.accesstriage.yaml.YamlMap;
import java.util.List;
import java.util.Map;

/**
 * Sees to it that nothing archives by tags or aliases alone unless the file says that they are to
 * be trusted: whoever may write them could hide a sharing with anyone.
 */
final class TagTrust {
  private final ConditionCompiler conditions;
  private final Map<String, List<String>> lists;
  private final boolean riskReadsTags;

  TagTrust(ConditionCompiler conditions, Map<String, List<String>> lists, RiskModel risk) {
    this.conditions = conditions;
    this.lists = lists;
    this.riskReadsTags = risk.restsOnTags();
  }

  /** Whether nothing but tags and aliases limits whose access an archive rule archives. */
  boolean restsOnTagsAlone(Condition when, YamlMap rule) {
    return when.restsOnTags(riskReadsTags)
        && rule.text("when")
            .filter(source -> conditions.constrainsPrincipal(source, when, lists, riskReadsTags))
            .isEmpty();
  }

  /** Notes the mistake of an archive rule that does not say {@code trustTags: true}. */
  void check(Condition when, YamlMap rule) {
    if (restsOnTagsAlone(when, rule)) {
      rule.problem(
          "when",
          "this rule archives by tags or aliases alone, so whoever may write them could hide a"
              + " sharing with anyone: add a part that says who the principal is and reads neither"
              + " tags nor aliases, such as principal.account == \"444455556666\", or say"
              + " \"trustTags: true\" once an organization policy protects them");
    }
  }

  /** The same of a threshold of a risk model that does not say it. */
  static void check(RiskModel model, YamlMap map, Map<String, List<String>> lists) {
    if (model.restsOnTagsAlone(lists)) {
      map.problem(
          "archiveBelow",
          "the threshold archives by tags or aliases alone, so whoever may write them could hide a"
              + " sharing with anyone: add a factor that keeps anyone's and unused access above it"
              + " whatever they say, or say \"trustTags: true\" here once an organization policy"
              + " protects them");
    }
  }
}
