package io.accesstriage.cli.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewOfAnalyzerTest {
  private static final int FINDINGS = 250;

  @TempDir private Path folder;
  private final Map<String, String> before = new HashMap<>();
  private final AwsStub aws = new AwsStub(FINDINGS);
  private Path rules;
  private Path cache;

  @BeforeEach
  void pointClientsToTheStub() throws IOException {
    set("aws.endpointUrl", aws.endpoint().toString());
    set("aws.accessKeyId", "test");
    set("aws.secretAccessKey", "test");
    set("aws.region", "us-east-1");
    set("aws.retryMode", "standard");
    set("aws.maxAttempts", "1");
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
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
    aws.close();
  }

  private void set(String name, String value) {
    before.put(name, System.getProperty(name, ""));
    System.setProperty(name, value);
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
    assertEquals("", run.err());
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
        "250 of 250 active findings were read before and are taken from %s; --fresh reads all anew.\n"
            .formatted(cache),
        again.err());
    assertTrue(
        again.out().contains("All findings                                       125       125"),
        again::out);

    aws.update("2026-11-02T00:00:00Z");
    preview();
    assertEquals(FINDINGS, aws.read());
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
    assertTrue(again.err().startsWith("100 of 250 active findings were read before"), again::err);
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
        "triage preview: not all findings could be read: access-analyzer:GetFinding:"
            + " ExpiredTokenException: The security token has expired. There are no credentials, or"
            + " they are not valid or have expired: log in (such as \"aws sso login\") and name the"
            + " profile with --profile; the same command continues.\n",
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
  void tagsDenied_areDeniedAndNeverNone() {
    aws.deny(call -> call.startsWith("GET /amzn-s3-demo-bucket-"));

    CommandRun run = preview();

    assertEquals(0, run.exitCode(), run::err);
    assertTrue(
        run.out()
            .contains(
                """
                Could not be read, so counts as doubt
                  tags of 250 findings (DENIED), such as: The tags could not be read: s3:GetBucketTagging: AccessDenied: You are not allowed to. Grant your credentials s3:GetBucketTagging, and see that no policy of the resource or the organization denies it.
                """),
        run::out);
    assertTrue(
        run.out()
            .contains(
                "AWS refused to tell tags of 250 findings. A rule that asks for it archives nothing;"),
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
  void cache_isForItsOwnerOnly() throws IOException {
    preview();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
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
