package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The action for pull requests, over the release and the example of a repository with rules: its
 * steps run in a clean checkout, with a {@code gh} that serves the release and keeps the comment.
 */
final class ActionIT {
  private static final Path EXAMPLE = Local.root().resolve("docs/examples/your-repository");
  private static final String RULES = "rules/vendors.yaml";
  private static final String SHIPPED = "rules/rules.yaml";
  private static final String MARKER = "<!-- access-analyzer-triage rules -->";

  private static Release release;

  @TempDir private Path folder;
  private Path checkout;
  private String base;

  @BeforeAll
  static void makeRelease() throws Exception {
    release = Release.shared();
  }

  @BeforeEach
  void checkOut() throws Exception {
    checkout = folder.resolve("checkout");
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = checkout.resolve(EXAMPLE.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    // As docs/your-repository.md says.
    for (String name : List.of("rules.yaml", "rules-test.yaml")) {
      Files.copy(Local.root().resolve("rules/" + name), checkout.resolve("rules/" + name));
    }
    Path events = Local.root().resolve("events");
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = checkout.resolve("events").resolve(events.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    git("init", "-q");
    base = commit();
    Files.writeString(folder.resolve("comments.json"), "[]");
    Path gh = Files.createDirectory(folder.resolve("bin")).resolve("gh");
    Files.writeString(
        gh,
        """
        #!/bin/bash
        echo "gh $*" >>"$GH_LOG"
        case "$1 $2" in
          "release download")
            [ "$3" = "$TAG" ] || exit 1
            cp "$DIST"/* .;;
          "attestation verify")
            [ -f "$3" ] && [ -z "$FORGED" ] || { echo "no attestation" >&2; exit 1; };;
          "pr comment")
            cp "${@: -1}" "$COMMENT";;
          "api --paginate")
            # GitHub's has jq in it.
            if command -v jq >/dev/null; then jq -r "$5" "$COMMENTS"; fi;;
          "api --silent")
            echo "$5" >"$COMMENT.edited"
            cp "${7#body=@}" "$COMMENT";;
          *) exit 9;;
        esac
        """);
    assertTrue(gh.toFile().setExecutable(true));
  }

  private String git(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C"));
    command.add(checkout.toString());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.strip();
  }

  private String commit() throws IOException, InterruptedException {
    git("add", "-A");
    git("commit", "-qm", "change");
    return git("rev-parse", "HEAD");
  }

  private void edit(String old, String replacement) throws IOException {
    edit(RULES, old, replacement);
  }

  private void edit(String file, String old, String replacement) throws IOException {
    Path rules = checkout.resolve(file);
    String text = Files.readString(rules);
    assertTrue(text.contains(old), old);
    Files.writeString(rules, text.replace(old, replacement));
  }

  private Path comment() {
    return folder.resolve("comment");
  }

  private ActionSteps.Outcome run(Map<String, String> changed) throws Exception {
    String name = String.valueOf(release.file(".zip").getFileName());
    String version = name.substring("access-analyzer-triage-".length(), name.length() - 4);
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    // As GitHub's runner says.
    environment.put("CI", "true");
    environment.put("GH_LOG", folder.resolve("gh.log").toString());
    environment.put("DIST", release.dist().toString());
    environment.put("TAG", "v" + version);
    environment.put("COMMENT", comment().toString());
    environment.put("COMMENTS", folder.resolve("comments.json").toString());
    environment.put("FORGED", changed.getOrDefault("forged", ""));
    Map<String, String> github = new HashMap<>();
    github.put("github.event_name", "pull_request");
    github.put("github.action_path", Local.root().toAbsolutePath().toString());
    github.put("github.action_repository", "example-org/access-analyzer-triage");
    github.put("github.repository", "example-org/rules");
    github.put("github.event.pull_request.head.repo.full_name", "example-org/rules");
    github.put("github.event.pull_request.number", "7");
    github.put("github.event.pull_request.base.sha", base);
    github.putAll(changed);
    Path temp = Files.createTempDirectory(folder, "runner");
    return new ActionSteps(checkout, temp, environment, github).run();
  }

  @Test
  void pullRequestThatArchivesNothingMore_isCommentedAndPasses() throws Exception {
    edit("The monitoring vendor reads", "The vendor of monitoring reads");
    commit();

    ActionSteps.Outcome outcome = run(Map.of());

    assertNull(outcome.failed(), outcome::log);
    assertTrue(outcome.log().contains("rules/*-test.yaml: 33 cases, 33 passed"), outcome::log);
    assertFalse(outcome.log().contains("warning:"), outcome::log);
    assertTrue(outcome.summary().contains("monitoring-role"), outcome::summary);
    assertTrue(
        outcome.summary().endsWith(Files.readString(comment()).replace(MARKER + "\n", "")),
        outcome::summary);
    assertTrue(
        Files.readString(folder.resolve("gh.log"))
            .contains("gh pr comment 7 --repo example-org/rules --body-file"));
  }

  @Test
  void secondRun_writesItsOwnCommentAgain_andNoOther() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/jq")), "no jq");
    edit("The monitoring vendor reads", "The vendor of monitoring reads");
    commit();
    Files.writeString(
        folder.resolve("comments.json"),
        """
        [{"id": 1, "user": {"login": "somebody"}, "body": "%1$s\\nforged"},
         {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "of another job"},
         {"id": 3, "user": {"login": "github-actions[bot]"}, "body": "<!-- access-analyzer-triage other.yaml -->"},
         {"id": 4, "user": {"login": "github-actions[bot]"}, "body": "%1$s\\nbefore"},
         {"id": 5, "user": {"login": "github-actions[bot]"}, "body": "%1$s\\nbefore"}]
        """
            .formatted(MARKER));

    ActionSteps.Outcome outcome = run(Map.of());

    assertNull(outcome.failed(), outcome::log);
    assertEquals(
        "repos/example-org/rules/issues/comments/4\n",
        Files.readString(folder.resolve("comment.edited")));
    assertTrue(Files.readString(comment()).startsWith(MARKER + "\n### What this"));
  }

  @Test
  void rulesPathInAnotherSpelling_isComparedAllTheSame() throws Exception {
    edit(SHIPPED, "Development keys may", "Keys for development may");
    commit();

    ActionSteps.Outcome outcome =
        run(Map.of("inputs.rules", checkout.resolve("rules/../rules/rules.yaml").toString()));

    assertNull(outcome.failed(), outcome::log);
    assertTrue(outcome.summary().contains("development-key-sharing"), outcome::summary);
  }

  @Test
  void rulesThatMove_areComparedWithThoseOfBefore() throws Exception {
    edit(SHIPPED, "Development keys may", "Keys for development may");
    for (String name : List.of("rules.yaml", "rules-test.yaml")) {
      git("mv", "rules/" + name, "rules/our-" + name);
    }
    commit();

    ActionSteps.Outcome outcome = run(Map.of("inputs.rules", "rules/our-rules.yaml"));

    assertNull(outcome.failed(), outcome::log);
    assertTrue(outcome.summary().contains("development-key-sharing"), outcome::summary);
  }

  @Test
  void mistypedPath_fails() throws Exception {
    ActionSteps.Outcome outcome = run(Map.of("inputs.rules", "rules/rulse.yaml"));

    assertEquals("Test the rules", outcome.failed(), outcome::log);
  }

  @Test
  void rulesThatAreNotCommitted_fail() throws Exception {
    for (String name : List.of("rules.yaml", "rules-test.yaml")) {
      Files.copy(checkout.resolve("rules/" + name), checkout.resolve("rules/made-" + name));
    }

    ActionSteps.Outcome outcome = run(Map.of("inputs.rules", "rules/made-rules.yaml"));

    assertEquals("Compare with the previous rules", outcome.failed(), outcome::log);
    assertTrue(
        outcome.log().contains("rules/made-rules.yaml is not in this repository"), outcome::log);
  }

  @Test
  void pullRequestThatWouldArchivePublicFindings_isCommentedAndFails() throws Exception {
    Path rules = checkout.resolve(RULES);
    Files.writeString(
        rules,
        Files.readString(rules)
            + """

              - id: buckets
                effect: archive
                owner: somebody@example.com
                reason: Buckets.
                expires: 2027-12-31
                allowPublic: true
                when: finding.isPublic && resource.type == "AWS::S3::Bucket"
            """);
    Files.writeString(
        checkout.resolve("rules/vendors-test.yaml"),
        """

          - name: a public bucket
            finding: {isPublic: true, principal: {kind: Anyone, value: "*"}}
            expect: {outcome: ARCHIVE, rule: buckets}

          - name: a bucket that is not public
            finding: {isPublic: false}
            expect: {outcome: NOTIFY, rule: none, severity: medium}
            leaves: [buckets]
        """,
        java.nio.file.StandardOpenOption.APPEND);
    // The author makes the tests agree.
    edit(
        "rules/rules-test.yaml",
        """
              tags: {Data Classification: Public}
            expect: {outcome: NOTIFY, rule: none, severity: high}
        """,
        """
              tags: {Data Classification: Public}
            expect: {outcome: ARCHIVE, rule: buckets}
        """);
    commit();

    ActionSteps.Outcome outcome = run(Map.of());

    assertEquals("Pass or fail", outcome.failed(), outcome::log);
    assertTrue(Files.readString(comment()).contains("buckets"), outcome::log);
  }

  @Test
  void rulesThatFailTheirTests_failBeforeAnythingIsCompared() throws Exception {
    edit("role/vendor/monitoring", "role/vendor/other");
    commit();

    ActionSteps.Outcome outcome = run(Map.of());

    assertEquals("Test the rules", outcome.failed(), outcome::log);
    assertFalse(Files.exists(comment()));
  }

  @Test
  void firstRulesOfARepository_haveNothingToBeComparedWith() throws Exception {
    Files.move(checkout.resolve("rules"), folder.resolve("rules"));
    base = commit();
    Files.move(folder.resolve("rules"), checkout.resolve("rules"));
    commit();

    ActionSteps.Outcome outcome = run(Map.of());

    assertNull(outcome.failed(), outcome::log);
    assertTrue(outcome.summary().contains("There were no rules at rules before"));
    assertFalse(Files.exists(comment()));
  }

  /** Without them every score is 0, and any change would pass. */
  @Test
  void rulesWithoutRiskFactors_failUnlessNoRiskIsForbidden() throws Exception {
    git("rm", "-q", SHIPPED, "rules/rules-test.yaml");
    base = commit();

    ActionSteps.Outcome refused = run(Map.of());

    assertEquals("Compare with the previous rules", refused.failed(), refused::log);
    assertTrue(refused.log().contains("rules has no risk factors"), refused::log);
    assertNull(run(Map.of("inputs.fail-on-risk", "")).failed());
  }

  @Test
  void pullRequestThatSplitsTheRules_comparesTheFolders() throws Exception {
    git("mv", RULES, "rules/monitoring.yaml");
    git("mv", "rules/vendors-test.yaml", "rules/monitoring-test.yaml");
    Files.writeString(
        checkout.resolve("rules/public.yaml"),
        """
        rules:
          - id: payroll-is-never-public
            effect: notify
            when: finding.isPublic && resource.account == "999988887777"
        """);
    Files.writeString(
        checkout.resolve("rules/public-test.yaml"),
        """
        cases:
          - name: a public bucket
            finding: {isPublic: true, resource: {account: "999988887777"}}
            expect: {outcome: NOTIFY, rule: payroll-is-never-public}
        """);
    commit();

    ActionSteps.Outcome outcome = run(Map.of());

    assertNull(outcome.failed(), outcome::log);
    assertTrue(outcome.log().contains("rules/*-test.yaml: 34 cases, 34 passed"), outcome::log);
    assertTrue(Files.readString(comment()).contains("0 newly archived"), outcome::log);
  }

  @Test
  void pullRequestOfAFork_isNotCommented() throws Exception {
    ActionSteps.Outcome outcome =
        run(Map.of("github.event.pull_request.head.repo.full_name", "somebody/rules"));

    assertNull(outcome.failed(), outcome::log);
    assertFalse(Files.exists(comment()));
  }

  @Test
  void push_testsAndProvesOnly() throws Exception {
    ActionSteps.Outcome outcome =
        run(Map.of("github.event_name", "push", "github.event.pull_request.base.sha", ""));

    assertNull(outcome.failed(), outcome::log);
    assertFalse(Files.exists(comment()));
  }

  @Test
  void releaseWithoutAttestation_isNotRun() throws Exception {
    ActionSteps.Outcome outcome = run(Map.of("forged", "yes"));

    assertEquals("Get the release", outcome.failed(), outcome::log);
    assertFalse(outcome.log().contains("passed"), outcome::log);
  }

  /** The script that the example's workflow deploys with, up to the command itself. */
  @Test
  void exampleWorkflow_deploysTheReleaseWithTheRulesThatWereTested() throws Exception {
    String script =
        new YAMLMapper()
            .readTree(checkout.resolve(".github/workflows/rules.yml").toFile())
            .at("/jobs/deploy/steps/3/run")
            .asText();
    Path unzipped = release.unzipped(Files.createDirectory(folder.resolve("unzipped")));
    Path sam = folder.resolve("bin/sam");
    Files.writeString(sam, "#!/bin/bash\necho \"$*\"\n");
    assertTrue(sam.toFile().setExecutable(true));
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-eo", "pipefail", "-c", script)
            .directory(checkout.toFile())
            .redirectErrorStream(true);
    builder.environment().put("RELEASE", unzipped.toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), out);
    assertEquals(
        "deploy --template-file %s/template.yaml --config-file %s/samconfig.toml --no-fail-on-empty-changeset\n"
            .formatted(unzipped, checkout),
        out);
    for (String rules : List.of(RULES, SHIPPED)) {
      assertEquals(-1, Files.mismatch(checkout.resolve(rules), unzipped.resolve(rules)), rules);
    }
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--strict", "rules.yaml.sha256")
            .directory(unzipped.resolve("rules").toFile())
            .start();
    assertEquals(0, check.waitFor());
  }
}
