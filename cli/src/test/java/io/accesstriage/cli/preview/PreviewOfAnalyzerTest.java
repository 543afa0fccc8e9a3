package io.accesstriage.cli.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.source.AwsStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewOfAnalyzerTest {
  private static final int FINDINGS = 250;

  @TempDir private Path folder;
  private final AwsStub aws = new AwsStub(FINDINGS);
  private Path rules;
  private Path cache;

  @BeforeEach
  void writeRules() throws IOException {
    rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            rules:
              - id: development
                effect: archive
                owner: team@example.com
                reason: Development is open.
                trustTags: true
                when: tag("Environment") == "development"
            """);
    cache = folder.resolve("cache.jsonl");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void allFindings_areReadOnceAndToldInOrder() {
    CommandRun run = preview("--json");

    assertEquals(0, run.exitCode(), run::err);
    List<JsonNode> lines = run.results();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < FINDINGS; i++) {
      expected.add("finding-%d %s".formatted(i, i % 2 == 0 ? "archive" : "alert"));
    }
    assertEquals(
        expected,
        lines.stream()
            .limit(FINDINGS)
            .map(l -> l.at("/finding/id").textValue() + " " + l.get("outcome").textValue())
            .toList());
    assertEquals(125, lines.get(FINDINGS).at("/summary/total/archive").intValue());
    assertEquals(FINDINGS, aws.read());
    assertEquals("", run.errOfSource());
  }

  @Test
  void everyCall_onlyReads() {
    preview();

    assertTrue(
        aws.calls().stream()
            .allMatch(call -> call.startsWith("GET ") || call.equals("POST /findingv2")),
        () -> aws.calls().toString());
  }

  @Test
  void secondPreview_readsOnlyWhatWasUpdated() {
    preview();
    aws.forgetCalls();

    CommandRun again = preview();

    assertEquals(0, again.exitCode(), again::err);
    assertEquals(0, aws.read());
    assertEquals(
        "250 of 250 findings were read before and are taken from %s; --fresh reads all again.\n"
            .formatted(cache),
        again.errOfSource());
    assertTrue(
        again.out().contains("All findings                                       125       125"),
        again::out);

    aws.update("2026-11-02T00:00:00Z");
    preview();
    assertEquals(FINDINGS, aws.read());
  }

  @Test
  void findingThatIsListedTwice_countsOnce() {
    aws.overlap(3);

    CommandRun run = preview();

    assertEquals(FINDINGS, aws.read());
    assertTrue(
        run.out().contains("All findings                                       125       125"),
        run::out);
  }

  @Test
  void fresh_readsAllAnew() {
    preview();
    aws.forgetCalls();

    preview("--fresh");

    assertEquals(FINDINGS, aws.read());
  }

  /** As a process that is killed leaves it: whole lines, and one that is cut off. */
  @Test
  void killedPreview_goesOnFromItsLastWholeLine() throws IOException {
    preview();
    List<String> lines = Files.readAllLines(cache);
    Files.writeString(
        cache, String.join("\n", lines.subList(0, 101)) + "\n" + lines.get(101).substring(0, 40));
    aws.forgetCalls();

    CommandRun again = preview();

    assertEquals(0, again.exitCode(), again::err);
    assertEquals(FINDINGS - 100, aws.read());
    assertTrue(again.err().startsWith("100 of 250 findings were read before"), again::err);
    assertEquals(FINDINGS + 1, Files.readAllLines(cache).size());
  }

  @Test
  void credentialsThatExpire_endItAndTheSameCommandGoesOn() throws IOException {
    AtomicInteger reads = new AtomicInteger();
    aws.expire(call -> call.startsWith("GET /findingv2/") && reads.incrementAndGet() > 50);

    CommandRun expired = preview("--concurrency", "1");

    assertEquals(1, expired.exitCode());
    assertEquals("", expired.out());
    assertEquals(
        "triage preview: not all findings could be read: there are no credentials, or they are not"
            + " valid or have expired. Log in (such as \"aws sso login\") and name the profile with"
            + " --profile; the same command continues. The answer was: access-analyzer:GetFinding:"
            + " ExpiredTokenException: The security token has expired\n",
        expired.err());

    // The HTTP client may send a call twice, so the cache says how many were read.
    int known = Files.readAllLines(cache).size() - 1;
    aws.expire(call -> false);
    aws.forgetCalls();
    CommandRun again = preview();
    assertEquals(0, again.exitCode(), again::err);
    assertEquals(FINDINGS - known, aws.read());
  }

  @Test
  void publicFindings_thatSomebodyElseArchived_areReadAndNamed() {
    aws.archive(i -> i < 20);
    aws.open(i -> i == 3 || i == 150);

    CommandRun run = preview("--json");

    assertEquals(0, run.exitCode(), run::err);
    JsonNode summary = run.results().get(FINDINGS).get("summary");
    assertEquals(1, summary.get("publicArchivedByOthers").intValue());
    assertEquals(
        "1 finding is public and archived, but not by these rules: by hand or by a built-in archive"
            + " rule. S3 bucket amzn-s3-demo-bucket-3 is public: anyone can read its objects.",
        summary.at("/warnings/0").textValue());
    // Of other archived findings nothing is read.
    assertEquals(FINDINGS - 19, aws.read());
    assertEquals(
        List.of("finding-3"),
        run.results().stream()
            .filter(
                l -> l.path("archivedByOther").asBoolean() && l.at("/finding/isPublic").asBoolean())
            .map(l -> l.at("/finding/id").textValue())
            .toList());
  }

  @Test
  void whichArchivedFindingsArePublic_whereThatIsDenied_isSaid() {
    aws.archive(i -> i < 2);
    AtomicInteger lists = new AtomicInteger();
    // The list takes three pages.
    aws.deny(call -> call.equals("POST /findingv2") && lists.incrementAndGet() > 3);

    CommandRun run = preview("--json");

    assertEquals(0, run.exitCode(), run::err);
    List<String> warnings = CommandRun.texts(run.results().get(FINDINGS).at("/summary/warnings"));
    assertTrue(
        warnings.get(0).startsWith("Which archived findings are public could not be read: "),
        warnings::toString);
    assertEquals(
        "2 findings are archived, not by these rules, and may be public: that was not read.",
        warnings.get(1));
  }

  @Test
  void tagsDenied_areDeniedAndNeverNone() {
    aws.deny(call -> call.startsWith("GET /amzn-s3-demo-bucket-"));

    CommandRun run = preview();

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                """
                Not read, so rules that need it archive nothing
                  tags of 250 findings (refused), such as: The tags could not be read: s3:GetBucketTagging: AccessDenied: You are not allowed to. Grant your credentials s3:GetBucketTagging, and see that no policy of the resource or the organization denies it.
                """),
        run::out);
    assertTrue(
        run.out()
            .contains(
                "AWS denied reading tags of 250 findings. Rules that need them archive nothing"),
        run::out);
    assertTrue(
        run.out().contains("All findings                                         0       250"),
        run::out);

    // Once it is allowed, it is asked for again.
    aws.deny(call -> false);
    CommandRun allowed = preview();
    assertTrue(
        allowed.out().contains("All findings                                       125       125"),
        allowed::out);
  }

  @Test
  void findingDenied_isAlertedAsOneThatCouldNotBeRead() {
    aws.deny(call -> call.equals("GET /findingv2/finding-0"));

    CommandRun run = preview("--json");

    assertEquals(0, run.exitCode(), run::err);
    JsonNode first = run.results().get(0);
    assertEquals("alert", first.get("outcome").textValue());
    assertEquals("EVENT", first.at("/finding/readFrom").textValue());
    assertEquals("finding", first.at("/unread/0/what").textValue());
    assertEquals("DENIED", first.at("/unread/0/cause").textValue());
  }

  @Test
  void listDenied_saysWhatIsNeeded() {
    aws.deny(call -> call.equals("POST /findingv2"));

    CommandRun run = preview();

    assertEquals(1, run.exitCode());
    assertEquals(
        "triage preview: not all findings could be read: access-analyzer:ListFindings:"
            + " AccessDeniedException: You are not allowed to. Your credentials may not list the"
            + " findings; \"triage preview --print-policy --analyzer-arn %s\" prints what they need.\n"
                .formatted(AwsStub.ANALYZER),
        run.err());
  }

  @Test
  void throttling_isWaitedFor() {
    AtomicInteger calls = new AtomicInteger();
    aws.throttle(call -> calls.incrementAndGet() % 100 == 3);

    CommandRun run = preview();

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out().contains("All findings                                       125       125"),
        run::out);
    assertTrue(run.err().startsWith("waiting: "), run::err);
    assertTrue(run.err().contains("Throttling"), run::err);
  }

  @Test
  void cacheOfAnother_isNotOverwritten() throws IOException {
    Files.writeString(cache, "my notes\n");

    CommandRun run = preview();

    run.assertWrongUse();
    assertEquals(
        "%s: this is no cache of %s by this version; give --fresh to overwrite it, or name another one with --cache\n"
            .formatted(cache, AwsStub.ANALYZER),
        run.err());
    assertEquals("my notes\n", Files.readString(cache));
  }

  @Test
  void damagedLine_isReadAgain() throws IOException {
    preview();
    List<String> lines = Files.readAllLines(cache);
    lines.set(7, "{\"finding\": 5}");
    Files.write(cache, lines);
    aws.forgetCalls();

    assertEquals(0, preview().exitCode());
    assertEquals(1, aws.read());
  }

  @Test
  void staleLines_areRemovedOnceTheyAreTheGreaterPart() throws IOException {
    preview();
    List<String> lines = Files.readAllLines(cache);
    List<String> old =
        lines.stream()
            .map(line -> line.replaceFirst("\"readAt\":\"20\\d\\d-", "\"readAt\":\"2020-"))
            .toList();
    List<String> mixed = new ArrayList<>(old.subList(0, 131));
    mixed.addAll(lines.subList(131, FINDINGS + 1));
    Files.write(cache, mixed);
    aws.forgetCalls();

    CommandRun run = preview();

    assertEquals(0, run.exitCode(), run::err);
    assertEquals(130, aws.read());
    List<String> trimmed = Files.readAllLines(cache);
    assertEquals(FINDINGS + 1, trimmed.size());
    assertEquals(Set.copyOf(lines.subList(131, FINDINGS + 1)), Set.copyOf(trimmed.subList(1, 121)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".part")).toList());
    }

    aws.forgetCalls();
    assertEquals(0, preview().exitCode());
    assertEquals(0, aws.read());
    assertEquals(trimmed, Files.readAllLines(cache));
  }

  @Test
  void cacheThatIsAllStale_beginsAnew() throws IOException {
    preview();
    Files.writeString(
        cache, Files.readString(cache).replaceAll("\"readAt\":\"20\\d\\d-", "\"readAt\":\"2020-"));
    aws.deny(call -> call.equals("POST /findingv2"));

    preview();

    assertEquals(1, Files.readAllLines(cache).size());
  }

  @Test
  void cache_isForItsOwnerOnly() throws IOException {
    preview();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
  }

  /** As the AWS CLI does it; the SDK's own order is the other way round. */
  @Test
  void profile_goesBeforeTheEnvironment() throws IOException {
    profiles();

    CommandRun run = preview("--profile", "security");

    assertEquals(0, run.exitCode(), run::err);
    assertEquals(Set.of("OFPROFILE"), aws.accessKeys());
    assertEquals(FINDINGS, aws.read());
  }

  @Test
  void profileWithARole_assumesItWithTheOtherProfilesKeys() throws IOException {
    profiles();

    CommandRun run = preview("--profile", "auditor");

    assertEquals(0, run.exitCode(), run::err);
    assertEquals(Set.of("OFPROFILE", "OFROLE"), aws.accessKeys());
    assertEquals(1, aws.calls().stream().filter(call -> call.equals("POST / AssumeRole")).count());
    assertEquals("eu-central-1", System.getProperty("aws.region"));
  }

  @Test
  void profileThatIsMissing_isNamed() throws IOException {
    profiles();

    assertEquals(
        "--profile: there is no profile \"secruity\"; \"aws configure list-profiles\" lists them\n",
        preview("--profile", "secruity").assertWrongUse().err());
    assertEquals(List.of(), aws.calls());
  }

  @Test
  void profileThatGivesNoCredentials_endsItAtOnce() throws IOException {
    profiles();

    CommandRun run = preview("--profile", "logged-out");

    assertEquals(1, run.exitCode());
    // What to do comes before AWS's words.
    int todo = run.err().indexOf("Log in (such as \"aws sso login\") and name the profile");
    int why = run.err().indexOf("Unable to load credentials of the profile \"logged-out\": ");
    assertTrue(todo > 0 && todo < why, run::err);
    assertEquals(List.of(), aws.calls());
  }

  private void profiles() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            [profile security]
            aws_access_key_id = OFPROFILE
            aws_secret_access_key = secret

            [profile auditor]
            role_arn = arn:aws:iam::111122223333:role/auditor
            source_profile = security
            region = eu-central-1

            [profile logged-out]
            sso_start_url = https://example.awsapps.com/start
            sso_region = us-east-1
            sso_account_id = 111122223333
            sso_role_name = auditor
            """);
    aws.set("aws.configFile", config.toString());
    aws.set("aws.sharedCredentialsFile", folder.resolve("none").toString());
  }

  @Test
  void organizationsDenied_isSaidAndLeavesADoubt() throws IOException {
    Files.writeString(
        rules,
        """
        rules:
          - id: sandboxes
            effect: archive
            owner: team@example.com
            reason: Sandboxes are open.
            when: account.name.startsWith("sandbox") && principal.inOrganization
        """);
    aws.deny(call -> call.startsWith("POST / "));

    CommandRun run = preview("--organizations");

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out().contains("All findings                                         0       250"),
        run::out);
    assertTrue(
        run.out()
            .contains(
                "\n  account of 250 findings (refused), such as: The account could not be read: organizations:"),
        run::out);
    assertTrue(
        run.out()
            .contains(
                " AWS Organizations answers only in the management account or in a delegated administrator's; elsewhere leave --organizations out.\n"),
        run::out);
    assertTrue(
        run.out().contains("\n  principal's account of 250 findings (refused), such as: "),
        run::out);
    assertTrue(
        run.out()
            .contains(
                "AWS denied reading account of 250 findings, principal's account of 250 findings."
                    + " Rules"),
        run::out);
  }

  /** The commonest case of an organization: no role is named, and AWS is not asked. */
  @Test
  void otherAccountsWithoutARole_saysWhatToGive() {
    aws.owner("999988887777");

    CommandRun run = preview();

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                "The tags could not be read: The resource is in account 999988887777, which was not asked: give --member-role the name of a role there that you may assume, such as that of org/member-account-role.yaml.\n"),
        run::out);
    assertTrue(
        run.out()
            .contains(
                """
                Look at this first
                  250 findings are in other accounts, and their tags were not read: name a role there that you may assume with --member-role. Rules that need them archive nothing here; a deployment that can read them may archive.
                """),
        run::out);
    assertEquals(
        List.of(),
        aws.calls().stream().filter(call -> call.contains("amzn-s3-demo-bucket")).toList());

    // Without a role there would be no other answer.
    aws.forgetCalls();
    preview();
    assertEquals(0, aws.read());
  }

  @Test
  void otherAccountsRoleRefused_saysWhatToLookAt() {
    aws.owner("999988887777");
    aws.deny(call -> call.endsWith(" AssumeRole"));

    CommandRun run = preview("--member-role", "triage-read");

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                " as a StackSet to account 999988887777 (role arn:aws:iam::999988887777:role/triage-read); if it is there, see that it trusts you and asks for no external id,"),
        run::out);
    assertTrue(
        run.out()
            .contains(
                "Look at this first\n  250 findings are in other accounts, and their tags were not read: name a role there that you may assume with --member-role. Rules"),
        run::out);
  }

  @Test
  void printPolicy_namesWhatTheReadersCall() {
    CommandRun run =
        CommandRun.of(
            "preview",
            "--print-policy",
            "--analyzer-arn",
            AwsStub.ANALYZER,
            "--member-role",
            "read");

    assertEquals(0, run.exitCode(), run::err);
    assertEquals(
        """
        {
          "Version" : "2012-10-17",
          "Statement" : [ {
            "Sid" : "ReadFindings",
            "Effect" : "Allow",
            "Action" : [ "access-analyzer:GetFinding", "access-analyzer:ListFindings" ],
            "Resource" : "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external"
          }, {
            "Sid" : "ReadTags",
            "Effect" : "Allow",
            "Action" : [ "dynamodb:ListTagsOfResource", "ecr:ListTagsForResource", "elasticfilesystem:ListTagsForResource", "iam:ListRoleTags", "iam:ListUserTags", "kms:ListAliases", "kms:ListResourceTags", "lambda:ListTags", "rds:ListTagsForResource", "s3:GetBucketTagging", "s3express:ListTagsForResource", "secretsmanager:DescribeSecret", "sns:ListTagsForResource", "sqs:ListQueueTags", "tag:GetResources" ],
            "Resource" : "*"
          }, {
            "Sid" : "AssumeMemberAccountRoles",
            "Effect" : "Allow",
            "Action" : [ "sts:AssumeRole" ],
            "Resource" : "arn:*:iam::*:role/read"
          } ]
        }
        """,
        run.out());
    assertEquals(List.of(), aws.calls());
  }

  private CommandRun preview(String... more) {
    List<Object> args =
        new ArrayList<>(
            List.of(
                "preview", "--analyzer-arn", AwsStub.ANALYZER, "--rules", rules, "--cache", cache));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }
}
