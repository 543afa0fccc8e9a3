package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.yaml.Warning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of conditions that say nothing. */
class CatchAllTest {
  private static final String WHAT_TO_DO =
      ". Say what it is for, such as the principal's account, the resource's type or the actions";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "finding.type != \"\"",
        "!finding.isPublic",
        "resource.account != \"111122223333\" && !(\"s3:*\" in access.actions)",
        "!(principal.account in lists.partners)",
        "tag(\"Environment\") != \"production\"",
        "now > timestamp(\"1999-01-01T00:00:00Z\") || resource.region == \"us-east-1\"",
        "finding.type in [\"ExternalAccess\", \"InternalAccess\"] || finding.type.startsWith(\"Unused\")",
      })
  void condition_thatIsTrueOfNearlyEverything_isAWarning(String condition) {
    assertEquals(
        List.of(
            new Warning(
                "rules.yaml",
                9,
                7,
                "the condition of rule a is true of nearly every finding, so it archives nearly everything"
                    + WHAT_TO_DO)),
        warnings("archive", condition));
    assertEquals(
        List.of(
            new Warning(
                "rules.yaml",
                9,
                7,
                "the condition of rule a is true of nearly every finding, so it alerts nearly everything, and keeps other rules from archiving it"
                    + WHAT_TO_DO)),
        warnings("notify", condition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "finding.isPublic",
        "finding.type == \"ExternalAccess\"",
        "finding.type != \"ExternalAccess\"",
        "principal.account in lists.partners",
        "principal.inOrganization",
        "!principal.inOrganization",
        "access.levels.all(level, level in [\"List\", \"Read\"])",
        "resource.type != \"AWS::KMS::Key\" && !finding.isPublic",
        "access.condition.size() == 0",
        "now - finding.createdAt > duration(\"240h\")",
        "hasTag(\"Team\")",
        "risk < 50",
      })
  void condition_thatSaysSomething_isNone(String condition) {
    assertEquals(List.of(), warnings("notify", condition));
  }

  @Test
  void condition_thatIsNotWantedWarningsOf_loads() {
    assertEquals(List.of("a"), RuleSet.parse("rules.yaml", file("archive", "true")).archiveRules());
  }

  private static List<Warning> warnings(String effect, String condition) {
    List<Warning> warnings = new ArrayList<>();
    RuleSet.parse("rules.yaml", file(effect, condition), Instant.EPOCH, warnings::add);
    return warnings;
  }

  private static String file(String effect, String condition) {
    return """
        lists: {partners: ["444455556666"]}
        rules:
          - id: a
            effect: %s
            owner: o@example.com
            reason: Fine.
            %s
            when: |
              %s
        """
        .formatted(
            effect, effect.equals("archive") ? "trustTags: true" : "severity: low", condition);
  }
}
