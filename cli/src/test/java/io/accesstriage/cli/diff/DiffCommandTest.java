package io.accesstriage.cli.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
  private static final Path SHIPPED = CommandRun.HOME.resolve("rules/rules.yaml");
  private static final String NONE = "rules: []\n";

  private static final String ALL_BUCKETS =
      """
      rules:
        - id: all-buckets
          effect: archive
          owner: o@example.com
          reason: They are all fine.
          allowPublic: true
          when: resource.type == "AWS::S3::Bucket"
      risk:
        factors:
          - {id: public, points: 50, when: finding.isPublic}
          - {id: bucket, points: 10, when: 'resource.type == "AWS::S3::Bucket"'}
      """;

  private static final String ALL_DEVELOPMENT =
      """
      rules:
        - id: development
          effect: archive
          owner: o@example.com
          reason: Development is open.
          trustTags: true
          allowPublic: true
          when: tag("Environment") == "development"
      """;

  private static final String KEYS_ARE_RISKY =
      """
      risk:
        factors:
          - {id: key, points: 10, when: 'resource.type == "AWS::KMS::Key"'}
      """;

  @TempDir private Path temp;

  private Path rules(String name, String text) {
    return EventText.write(temp.resolve(name), text);
  }

  private static Path event(String name) {
    return CommandRun.EVENTS.resolve(name);
  }

  @Test
  void diff_ofTheSameRules_saysSo() {
    CommandRun run =
        CommandRun.of("diff", "--fail-on-public", "--fail-on-risk", "0", SHIPPED, SHIPPED);
    assertEquals(0, run.exitCode());
    assertTrue(
        run.out()
            .startsWith(
                """
                ### What this rule change would do

                **0 newly archived, 0 no longer archived, 0 alerted otherwise, 0 archived by another rule**

                """),
        run.out());
    assertTrue(run.out().contains(", which mean the same.\n"), run.out());
    assertFalse(run.out().contains("|"), "no table");
  }

  @Test
  void diff_ofARuleThatArchivesMore_namesItTheRiskiestFirst() {
    Path publicBucket = event("external/s3-bucket-public.json");
    Path shared = event("external/s3-bucket-shared-with-account.json");
    CommandRun run =
        CommandRun.of(
            "diff", rules("old.yaml", NONE), rules("new.yaml", ALL_BUCKETS), shared, publicBucket);
    assertEquals(
        """
        ### What this rule change would do

        - Added: `all-buckets`

        **2 newly archived (1 public), 0 no longer archived, 0 alerted otherwise, 0 archived by another rule**

        2 findings checked: `2 events of the sample account`. Rules `VERSION` → `VERSION`.

        #### Newly archived: 2

        | risk | finding | before | after |
        |--:|---|---|---|
        | 60 **public** | `S3 bucket amzn-s3-demo-website is public: anyone can read its objects.`<br>`arn:aws:s3:::amzn-s3-demo-website` | alert, high | archived by `all-buckets` |
        | 10 | `S3 bucket amzn-s3-demo-bucket is shared: account 999988887777 can read its objects.`<br>`arn:aws:s3:::amzn-s3-demo-bucket` | alert, medium | archived by `all-buckets` |

        """,
        ofFindings(run).replaceAll("`[0-9a-f]{12}`", "`VERSION`"));
    assertEquals(0, run.exitCode());
  }

  /** What is printed of the findings, without what is said of any finding there could be. */
  private static String ofFindings(CommandRun run) {
    return run.out().substring(0, run.out().indexOf("#### Of any finding there could be"));
  }

  @Test
  void diff_namesTheRulesThatAreAddedRemovedAndChanged_beforeTheCounts() {
    String rule =
        """
          - id: %s
            effect: archive
            owner: o@example.com
            reason: %s
            when: principal.account %s
        """;
    String threshold = "risk: {archiveBelow: %d}\n";
    String old =
        "lists: {partners: ['111122223333']}\nrules:\n"
            + rule.formatted("gone", "Fine.", "== '111122223333'")
            + rule.formatted("wider", "Fine.", "== '111122223333'")
            + rule.formatted("by-list", "Fine.", "in lists.partners")
            + rule.formatted("reworded", "Fine.", "== '111122223333'")
            + threshold.formatted(1);
    String changed =
        "lists: {partners: ['444455556666']}\nrules:\n"
            + rule.formatted("come", "Fine.", "== '111122223333'")
            + rule.formatted("wider", "Fine.", "!= ''")
            + rule.formatted("by-list", "Fine.", "in lists.partners")
            + rule.formatted("reworded", "All is well.", "== '111122223333'")
            + threshold.formatted(2);
    String out =
        CommandRun.of(
                "diff",
                rules("old.yaml", old),
                rules("new.yaml", changed),
                event("external/s3-bucket-public.json"))
            .out();
    assertTrue(
        out.startsWith(
            """
            ### What this rule change would do

            - Added: `come`

            - Removed: `gone`

            - Changed: `wider`
            - Changed: `by-list`
            - Changed: `risk`

            **0 newly archived"""),
        out);
  }

  @Test
  void diff_thatArchivesPublic_failsOnlyWhereAskedTo() {
    Path old = rules("old.yaml", NONE);
    Path changed = rules("new.yaml", ALL_BUCKETS);
    Path bucket = event("external/s3-bucket-public.json");
    assertEquals(0, CommandRun.of("diff", old, changed, bucket).exitCode());
    CommandRun refused = CommandRun.of("diff", "--fail-on-public", old, changed, bucket);
    assertEquals(1, refused.exitCode());
    assertTrue(
        refused
            .out()
            .contains(
                "\n> **Not allowed:** 1 that are, or may be, public would newly be archived.\n"),
        refused.out());
    // What was archived before is nothing new.
    assertEquals(0, CommandRun.of("diff", "--fail-on-public", changed, changed, bucket).exitCode());
  }

  @Test
  void diff_thatArchivesARisk_failsAboveTheLimitOnly() {
    Path old = rules("old.yaml", NONE);
    Path changed = rules("new.yaml", ALL_BUCKETS);
    Path bucket = event("external/s3-bucket-public.json");
    assertEquals(0, CommandRun.of("diff", "--fail-on-risk", "60", old, changed, bucket).exitCode());
    CommandRun refused = CommandRun.of("diff", "--fail-on-risk", "59", old, changed, bucket);
    assertEquals(1, refused.exitCode());
    assertTrue(refused.out().contains("1 of a risk above 59 would newly be archived."));
  }

  @Test
  void diff_thatAlsoTakesTheRiskFactorsAway_failsByTheOldScore() {
    String without = ALL_BUCKETS.substring(0, ALL_BUCKETS.indexOf("risk:"));
    Path old = rules("old.yaml", ALL_BUCKETS.replace("S3::Bucket\"\n", "KMS::Key\"\n"));
    assertEquals(
        1,
        CommandRun.of(
                "diff",
                "--fail-on-risk",
                "59",
                old,
                rules("new.yaml", without),
                event("external/s3-bucket-public.json"))
            .exitCode());
  }

  @Test
  void diff_failOnRiskWithoutRiskFactors_isRefused() {
    String without = ALL_BUCKETS.substring(0, ALL_BUCKETS.indexOf("risk:"));
    Path changed = rules("new.yaml", without);

    CommandRun run =
        CommandRun.of("diff", "--fail-on-risk", "50", rules("old.yaml", NONE), changed);

    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(
        run.err()
            .contains(
                ("--fail-on-risk: %s has no risk factors, so every finding scores 0 and nothing"
                        + " would ever fail. Add the \"risk\" of the shipped rules/rules.yaml with")
                    .formatted(changed)),
        run::err);
  }

  @Test
  void diff_ofARuleThatIsRemoved_namesWhatIsNoLongerArchived() {
    CommandRun run =
        CommandRun.of("diff", SHIPPED, rules("new.yaml", NONE), event(EventText.ARCHIVED));
    assertTrue(run.out().contains("**0 newly archived, 1 no longer archived, "), run.out());
    assertTrue(
        run.out()
            .contains(
                " | archived by `development-key-sharing`, by tags alone | alert, medium |\n"),
        run.out());
    assertTrue(
        run.out()
            .contains(
                """

                - Removed: `confidential-is-never-public`
                - Removed: `open-access`
                - Removed: `development-key-sharing`

                **"""),
        run.out());
    assertEquals(0, run.exitCode());
  }

  @Test
  void diff_ofWhatIsArchivedAtPresent_namesItOnlyWhereTheOldRulesArchivedIt() {
    Path archivedKey =
        EventText.of(EventText.ARCHIVED)
            .detail(detail -> detail.put("status", "ARCHIVED"))
            .in(temp, "archived.json");
    Path none = rules("none.yaml", NONE);
    CommandRun removed = CommandRun.of("diff", SHIPPED, none, archivedKey);
    assertTrue(removed.out().contains("`<br>`arn:aws:kms:us-east-1:111122223333:key/"));
    assertTrue(removed.out().contains(" (archived now) | "), removed.out());
    // Somebody else has archived it: that a rule would, too, changes nothing.
    CommandRun added = CommandRun.of("diff", "--fail-on-risk", "0", none, SHIPPED, archivedKey);
    assertEquals(0, added.exitCode());
    assertTrue(added.out().contains("**0 newly archived, 0 no longer archived, "), added.out());
  }

  @Test
  void diff_ofANotifyRule_namesOtherAlerts() {
    CommandRun run =
        CommandRun.of("diff", rules("old.yaml", NONE), SHIPPED, event(EventText.BUCKET));
    assertTrue(run.out().contains("#### Alerted otherwise: 1\n"), run.out());
    assertTrue(
        run.out()
            .contains(" | alert, high | alert, critical by `confidential-is-never-public` |\n"),
        run.out());
  }

  /** Both sides are asked of {@code triage run}, too. */
  @Test
  void diff_ofAllSampleEvents_countsWhatTwoRunsDiffer() {
    Path changed = rules("new.yaml", ALL_BUCKETS);
    Map<String, String> before = outcomes(SHIPPED);
    Map<String, String> after = outcomes(changed);
    long newly =
        after.keySet().stream()
            .filter(e -> after.get(e).equals("ARCHIVE") && before.get(e).equals("NOTIFY"))
            .count();
    long noLonger =
        after.keySet().stream()
            .filter(e -> after.get(e).equals("NOTIFY") && before.get(e).equals("ARCHIVE"))
            .count();
    assertTrue(newly > 3 && noLonger > 1, "the test shows something");
    String out = CommandRun.of("diff", SHIPPED, changed).out();
    assertTrue(out.contains("**" + newly + " newly archived"), out);
    assertTrue(out.contains(", " + noLonger + " no longer archived"), out);
  }

  private static Map<String, String> outcomes(Path rules) {
    Map<String, String> outcomes = new TreeMap<>();
    for (JsonNode result : CommandRun.json("--rules", rules).results()) {
      outcomes.put(result.path("event").textValue(), result.path("outcome").textValue());
    }
    return outcomes;
  }

  @Test
  void diff_ofAHostileFinding_keepsItInItsCell() {
    Path hostile =
        EventText.of("external/s3-bucket-shared-with-account.json")
            .detail(
                detail -> {
                  detail.put("resource", "arn:aws:s3:::a`|<img src=x>\n\n# @octocat [x](//e.x)");
                  ((ObjectNode) detail.path("principal")).put("AWS", "`</td><script>|");
                })
            .in(temp, "hostile.json");
    String out =
        CommandRun.of("diff", rules("old.yaml", NONE), rules("new.yaml", ALL_BUCKETS), hostile)
            .out();
    String row = out.lines().filter(l -> l.contains("octocat")).findFirst().orElseThrow();
    assertEquals(5, row.chars().filter(c -> c == '|').count(), row);
    assertEquals(0, row.chars().filter(c -> c == '`').count() % 2, row);
    String outside = row.replaceAll("`[^`]*`", "");
    assertEquals("| 10 | <br> | alert, medium | archived by  |", outside);
  }

  @Test
  void diff_ofManyChanges_fitsIntoAComment() {
    List<Object> args =
        new ArrayList<>(List.of("diff", rules("old.yaml", NONE), rules("new.yaml", ALL_BUCKETS)));
    for (int i = 0; i < 40; i++) {
      int number = i;
      args.add(
          EventText.of("external/s3-bucket-shared-with-account.json")
              .detail(
                  detail ->
                      detail
                          .put("id", "finding-" + number)
                          .put("resource", "arn:aws:s3:::" + "`|".repeat(500) + number))
              .in(temp, "e" + i + ".json"));
    }
    String out = CommandRun.of(args.toArray()).out();
    assertTrue(out.contains("\n… and 15 more, of no higher risk.\n"), out);
    assertTrue(out.length() < 65_536 / 4, "a fourth of what GitHub takes, for one table of four");
  }

  @Test
  void diff_ofAnExport_asksNothingElse() {
    Path export =
        EventText.write(
            temp.resolve("findings.json"),
            """
            {"findings": [{"id": "f-1", "findingType": "ExternalAccess", "status": "ACTIVE",
              "resource": "arn:aws:s3:::amzn-s3-demo-bucket", "resourceType": "AWS::S3::Bucket",
              "resourceOwnerAccount": "111122223333", "createdAt": "2026-01-01T00:00:00Z",
              "analyzedAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"}]}
            """);
    CommandRun run =
        CommandRun.of(
            "diff",
            "--fail-on-public",
            "--from",
            export,
            "--analyzer-arn",
            "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a",
            rules("old.yaml", NONE),
            rules("new.yaml", ALL_BUCKETS));
    // A summary does not say whether it is public, so it may be.
    assertTrue(run.out().contains("**1 newly archived (1 public), "), run.out() + run.err());
    assertTrue(run.out().contains("\nSomething could not be read for 1 of them: "), run.out());
    assertEquals(1, run.exitCode());
  }

  /** A gate that is green where it knows nothing is none. */
  @Test
  void diff_ofATagRuleOverAnExport_isNotCertain() {
    CommandRun run =
        doubt(
            NONE + KEYS_ARE_RISKY,
            ALL_DEVELOPMENT + KEYS_ARE_RISKY,
            "--fail-on-public",
            "--fail-on-risk",
            "0");

    assertEquals(
        """
        ### What this rule change would do

        - Added: `development`

        **0 newly archived, 0 no longer archived, 0 alerted otherwise, 0 archived by another rule**

        **1 might newly be archived (1 public or not known): not enough was read**

        1 finding checked: `FILE`. Rules `VERSION` → `VERSION`.

        Something could not be read for 1 of them: archive rules that need it do not apply, notify rules do.

        > **Not allowed:** 1 that are, or may be, public might newly be archived: not enough was read to tell. Let the diff read what the rules need: --analyzer-arn reads all of it, --account adds tags to --from.

        #### Might newly be archived: 1

        | risk | finding | before | after |
        |--:|---|---|---|
        | 0 **public** | `S3 bucket amzn-s3-demo-bucket may be public: the finding doesn't say.`<br>`arn:aws:s3:::amzn-s3-demo-bucket` | alert, high | not certain: archived by `development`, or alert |

        """,
        ofFindings(run)
            .replaceAll("`[0-9a-f]{12}`", "`VERSION`")
            .replaceFirst("`[^`]*findings.json`", "`FILE`"));
    assertEquals(1, run.exitCode());
    assertEquals(0, doubt(NONE, ALL_DEVELOPMENT).exitCode());
  }

  @Test
  void diff_ofAChangeThatLeavesTheTagRule_isNoNewDoubt() {
    String another =
        ALL_DEVELOPMENT
            + """
              - id: other
                effect: archive
                owner: o@example.com
                reason: It is none of ours.
                when: resource.account == "999999999999"
            """;
    CommandRun run = doubt(ALL_DEVELOPMENT, another, "--fail-on-public");
    assertEquals(0, run.exitCode(), run::out);
    assertFalse(run.out().contains("not enough was read"), run::out);
  }

  /** The id alone says nothing. */
  @Test
  void diff_ofATagRuleThatChanges_isNotCertain() {
    String changed = ALL_DEVELOPMENT.replace("== \"development\"", "!= \"production\"");
    assertEquals(1, doubt(ALL_DEVELOPMENT, changed, "--fail-on-public").exitCode());
  }

  @Test
  void diff_thatTakesAwayAnAlert_isNotCertain() {
    String alerted =
        ALL_DEVELOPMENT
            + """
              - id: secrets
                effect: notify
                reason: They are told.
                when: tag("Class") == "Secret"
            """;
    assertEquals(1, doubt(alerted, ALL_DEVELOPMENT, "--fail-on-public").exitCode());
    assertEquals(0, doubt(ALL_DEVELOPMENT, alerted, "--fail-on-public").exitCode());
  }

  /** What is narrowed archives nothing that it did not archive before. */
  @Test
  void diff_ofATagRuleThatIsNarrowed_mightOnlyNoLongerArchive() {
    String narrowed =
        ALL_DEVELOPMENT.replace("development\"\n", "development\" && tag(\"Team\") == \"a\"\n");
    CommandRun run = doubt(ALL_DEVELOPMENT, narrowed, "--fail-on-public");
    assertEquals(0, run.exitCode(), run::out);
    assertTrue(
        run.out()
            .contains(
                """
                - Changed: `development`

                **0 newly archived, 0 no longer archived, 0 alerted otherwise, 0 archived by another rule**

                **1 might no longer be archived: not enough was read**
                """),
        run::out);
    assertTrue(
        run.out()
            .contains(
                " | not certain: archived by `development`, or alert | not certain: archived by `development`, or alert |\n"),
        run::out);
  }

  @Test
  void diff_ofAnotherWayToNarrowATagRule_doubtsNothingNew() {
    for (String narrowed :
        List.of(
            ALL_DEVELOPMENT.replace("    allowPublic: true\n", ""),
            ALL_DEVELOPMENT.replace("id: development", "id: renamed"),
            ALL_DEVELOPMENT.replace(
                "when: tag", "when: resource.type == \"AWS::S3::Bucket\" && tag"))) {
      CommandRun run = doubt(ALL_DEVELOPMENT, narrowed, "--fail-on-public");
      assertEquals(0, run.exitCode(), run::out);
      assertFalse(run.out().contains("might newly"), run::out);
    }
  }

  @Test
  void diff_ofATagRuleThatIsWidened_isNotCertain() {
    String narrow =
        ALL_DEVELOPMENT.replace("development\"\n", "development\" && finding.isPublic == false\n");
    assertEquals(1, doubt(narrow, ALL_DEVELOPMENT, "--fail-on-public").exitCode());
    String byList =
        "lists: {a: [%s]}\n" + ALL_DEVELOPMENT.replace("== \"development\"", "in lists.a");
    assertEquals(
        1, doubt(byList.formatted("x"), byList.formatted("x, y"), "--fail-on-public").exitCode());
  }

  /** An alert that is asked for more often keeps what it kept. */
  @Test
  void diff_thatWidensAnAlert_takesNoneAway() {
    String alert =
        ALL_DEVELOPMENT
            + """
              - id: secrets
                effect: notify
                reason: They are told.
                when: tag("Class") == "Secret"
            """;
    String narrower = alert.replace("\"Secret\"", "\"Secret\" && tag(\"Team\") == \"a\"");
    assertEquals(0, doubt(narrower, alert, "--fail-on-public").exitCode());
    assertEquals(1, doubt(alert, narrower, "--fail-on-public").exitCode());
  }

  private CommandRun doubt(String oldRules, String newRules, Object... options) {
    Path export =
        EventText.write(
            temp.resolve("findings.json"),
            """
            {"findings": [{"id": "f-1", "findingType": "ExternalAccess", "status": "ACTIVE",
              "resource": "arn:aws:s3:::amzn-s3-demo-bucket", "resourceType": "AWS::S3::Bucket",
              "resourceOwnerAccount": "111122223333", "createdAt": "2026-01-01T00:00:00Z",
              "analyzedAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"}]}
            """);
    List<Object> args = new ArrayList<>(List.of("diff", "--from", export));
    args.addAll(List.of(options));
    args.add(rules("old.yaml", oldRules));
    args.add(rules("new.yaml", newRules));
    return CommandRun.of(args.toArray());
  }

  @Test
  void diff_ofAnExportThatIsNotWhole_saysSoInTheCommentAndFails() {
    String finding =
        """
        {"id": "%s", "status": "ACTIVE", "resource": "arn:aws:s3:::amzn-s3-demo-bucket",
         "resourceType": "AWS::S3::Bucket", "resourceOwnerAccount": "111122223333",
         "isPublic": false, "principal": {"AWS": "444455556666"}, "action": ["s3:GetObject"],
         "condition": {}, "updatedAt": "%s"}\
        """;
    Path export =
        EventText.write(
            temp.resolve("findings.json"),
            "{\"findings\": [%s, %s], \"NextToken\": \"more\"}"
                .formatted(
                    finding.formatted("good", "2026-11-01T00:00:00Z"),
                    finding.formatted("`|@octocat", "today")));
    CommandRun run = CommandRun.of("diff", "--from", export, SHIPPED, SHIPPED);

    assertTrue(
        run.out()
            .contains(
                """

                > **Note:** `Findings of the file that could not be read, and that nothing here counts: 1. The first: %1$s:4:57: findings[1].updatedAt: expected a time such as 2026-01-31T12:00:00Z, found "today", of the finding "\\u0060\\u007c@octocat". Append what "aws accessanalyzer get-finding-v2 --analyzer-arn ARN --id ID" prints of it to the file.`

                > **Note:** `The file has a NextToken, so it is not the last page: there are more findings. Export without --max-items and --no-paginate to have all.`

                """
                    .formatted(export)),
        run::out);
    assertTrue(run.out().contains("1 finding checked"), run::out);
    assertEquals(1, run.exitCode());
  }

  @Test
  void diff_ofAnImportedRule_overAnExport_saysThatItDoesNotNameTheAnalyzer() {
    Path imported =
        rules(
            "imported.yaml",
            """
            rules:
              - id: imported
                effect: archive
                owner: team@example.com
                reason: Imported.
                when: finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a"
            """);
    Path none = rules("none.yaml", "rules: []\n");
    CommandRun run =
        CommandRun.of(
            "diff",
            "--from",
            CommandRun.HOME.resolve("docs/examples/list-findings.json"),
            none,
            imported);

    assertTrue(
        run.out()
            .contains(
                """

                Something could not be read for 7 of them: archive rules that need it do not apply, notify rules do.

                - analyzer: `The export does not say which analyzer it is of: say it with --analyzer-arn.`

                """),
        run::out);
  }

  @Test
  void diff_ofAnExportAndEvents_isWrongUse() {
    CommandRun.of("diff", "--from", "x.json", SHIPPED, SHIPPED, "events").assertWrongUse();
  }

  @Test
  void diff_ofRulesThatDoNotLoad_isWrongUse() {
    Path wrong = rules("wrong.yaml", "rules:\n  - {id: x, effect: archiv, when: 'true'}\n");
    String err = CommandRun.of("diff", SHIPPED, wrong).assertWrongUse().err();
    assertTrue(err.startsWith(wrong + ":2:"), err);
  }
}
