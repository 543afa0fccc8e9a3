package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FixedRulesTest {
  /** An undetermined rule keeps archived whatever another one has archived: no law could fail. */
  @Test
  void notUsedForLong_decidesOnRolesKeysAndPasswordsOnly() {
    List<LawRule> notUsed =
        FixedRules.aboutWhatMoves().stream()
            .filter(rule -> rule.id().equals(FixedRules.NOT_USED))
            .toList();
    RuleSet rules = RuleSet.parse("rules.yaml", new Law("law", notUsed, RiskLaw.NONE).file());
    Map<String, String> judged = new LinkedHashMap<>();
    for (String type :
        List.of("UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword")) {
      judged.put(type, judge(rules, Findings.with(Findings.unused(), "/type", type)));
    }
    judged.put("UnusedPermission", judge(rules, Findings.unused()));
    judged.put("InternalAccess", judge(rules, Findings.internal()));
    judged.put("ExternalAccess", judge(rules, Findings.external()));

    assertEquals(
        Map.of(
            "UnusedIAMRole", "archived",
            "UnusedIAMUserAccessKey", "archived",
            "UnusedIAMUserPassword", "archived",
            "UnusedPermission", "surely not",
            "InternalAccess", "surely not",
            "ExternalAccess", "surely not"),
        judged);
  }

  private static String judge(RuleSet rules, Finding finding) {
    Judgement judgement = rules.judge(new Subject(finding, Findings.noFacts(), Findings.NOW));
    return judgement.isArchived()
        ? "archived"
        : judgement.isUnarchived() ? "surely not" : "perhaps";
  }
}
