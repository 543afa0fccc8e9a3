package io.accesstriage.cli.preview;

import static io.accesstriage.cli.dryrun.SampleFindings.NOW;
import static io.accesstriage.cli.dryrun.SampleFindings.finding;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.rules.RuleSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {
  private static final RuleSet RULES =
      RuleSet.parse(
          "rules.yaml",
          """
          rules:
            - id: secrets
              effect: notify
              severity: critical
              reason: Secrets are told at once.
              when: tag("Class") == "Secret"
          """);

  private final DryRun dryRun = new DryRun(RULES);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DENIED | AWS denied reading tags of 1 finding. Rules that need them archive nothing here; a deployment that can read them may archive (--print-policy prints the policy that allows it).",
        "NO_ROLE | 1 finding is in other accounts, and their tags were not read: name a role there that you may assume with --member-role. Rules that need them archive nothing here; a deployment that can read them may archive.",
      })
  void warnings_ofWhatIsNotTold_sayThatItSaysNothing(Fact.Cause cause, String warning) {
    Preview preview = new Preview("findings.json", RULES, NOW);
    preview.add(
        dryRun.judge(
            new SourcedFinding(
                finding("a", FindingStatus.ACTIVE),
                new Facts(Fact.unread(cause, "no"), Fact.known(List.of())),
                NOW,
                List.of())));

    assertEquals(List.of(warning), Warnings.of(preview, List.of()));
  }
}
