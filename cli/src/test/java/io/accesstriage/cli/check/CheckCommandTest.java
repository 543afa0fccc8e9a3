package io.accesstriage.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.accesstriage.cli.AwsEndpoint;
import io.accesstriage.cli.CommandProcess;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class CheckCommandTest {
  private static final Path EXAMPLES = CommandRun.HOME.resolve("docs/examples");
  private static final Path EXAMPLE = EXAMPLES.resolve("access-preview.json");
  private static final Path ACCOUNT = CommandRun.EVENTS.resolve("sample-account.yaml");
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account";
  private static final String ID = "3c65eb13-6ef9-4629-8919-a32043619e6b";

  private static final String PARTNERS =
      """
      rules:
        - id: partners
          effect: archive
          owner: o@example.com
          reason: r
          expires: 2030-06-30
          when: principal.account == "444455556666" && resource.account == "111122223333"
      """;

  @TempDir private Path folder;

  /** A preview of one finding, the first of the example, changed. */
  private Path preview(Consumer<ObjectNode> change) {
    JsonNode example = Json.read(text(EXAMPLE), "the example");
    ObjectNode finding = ((ObjectNode) example.at("/findings/0")).deepCopy();
    change.accept(finding);
    ObjectNode file = Json.object();
    file.putArray("findings").add(finding);
    return EventText.write(folder.resolve("preview.json"), file.toString());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private CommandRun check(String rules, Object... args) {
    List<Object> all =
        new ArrayList<>(
            List.of("check", "--rules", EventText.write(folder.resolve("r.yaml"), rules)));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray());
  }

  @Test
  void check_ofTheExample_saysWhatSecurityWouldBeAlertedOf() {
    CommandRun run = CommandRun.of("check", "--from", EXAMPLE, "--account", ACCOUNT);

    assertEquals(
        """
        EXPECTED: expected by rule development-key-sharing until 2027-12-31
        ALERT: this change would alert security as critical
        ENDS: this change would end the access
        """,
        run.out().replaceAll("(?m)^(  .*|\\d.*)\\n", ""));
    assertTrue(
        run.out()
            .endsWith("3 findings: 1 would be alerted, 1 expected, 0 unchanged, 1 would end\n"),
        run::out);
    assertEquals(1, run.exitCode());
  }

  /** Without the account file no tag is known, and so nothing is expected by one. */
  @Test
  void check_withoutTags_alertsWhatOnlyTagsExpect() {
    CommandRun run = CommandRun.of("check", "--from", EXAMPLE);

    assertTrue(run.out().contains("ALERT: this change would alert security as"), run::out);
    assertTrue(
        run.out()
            .contains(
                "  Not read: tags. An access preview has no tags: say them in a file (--account).\n"),
        run::out);
    assertFalse(run.out().contains("EXPECTED"), run::out);
    assertEquals(1, run.exitCode());
  }

  @Test
  void check_whereARuleExpectsAll_ends0() {
    CommandRun run = check(PARTNERS, "--from", preview(finding -> {}));

    assertEquals(0, run.exitCode(), run::out);
    assertTrue(run.out().startsWith("EXPECTED: expected by rule partners until 2030-06-30\n"));
  }

  @Test
  void check_ofAnEmptyPreview_alertsNothing() {
    Path file = EventText.write(folder.resolve("none.json"), "{\"findings\": []}");
    CommandRun run = CommandRun.of("check", "--from", file);

    assertEquals(
        """
        0 findings: 0 would be alerted, 0 expected, 0 unchanged, 0 would end
        The policy shares nothing with others, or this is another tool's file.
        """,
        run.out());
    assertEquals(0, run.exitCode());
  }

  /** Whether the access ends, or stays, is not known of what was not analyzed. */
  @ParameterizedTest
  @CsvSource({"CHANGED, RESOLVED", "UNCHANGED, ACTIVE"})
  void check_ofAnError_alerts(String changeType, String status) {
    Path error =
        preview(
            finding ->
                finding
                    .put("changeType", changeType)
                    .put("status", status)
                    .put("existingFindingId", ID)
                    .put("existingFindingStatus", "ACTIVE")
                    .put("error", "ACCESS_DENIED"));

    CommandRun run = check(PARTNERS, "--from", error);

    assertTrue(run.out().startsWith("ALERT: "), run::out);
    assertEquals(1, run.exitCode());
  }

  /** What is there already alerts nobody again, and is not called expected without a rule. */
  @Test
  void check_ofWhatIsUnchanged_saysWhetherARuleExpectsIt() {
    Path unchanged =
        preview(
            finding ->
                finding
                    .put("changeType", "UNCHANGED")
                    .put("existingFindingId", "f1d2c3b4-a596-4788-9a0b-1c2d3e4f5a6b")
                    .put("existingFindingStatus", "ACTIVE"));

    CommandRun run = check("rules: []\n", "--from", unchanged);
    assertEquals(0, run.exitCode());
    assertTrue(
        run.out().startsWith("UNCHANGED: there already, active; no rule expects it\n"), run::out);
    assertTrue(
        check(PARTNERS, "--from", unchanged)
            .out()
            .startsWith(
                "UNCHANGED: there already, active; expected by rule partners until 2030-06-30\n"));
  }

  /** What contradicts itself, or says what nobody here knows, counts as new. */
  @ParameterizedTest
  @CsvSource({
    "UNCHANGED, ACTIVE, , ACTIVE",
    "UNCHANGED, ACTIVE, f1, ",
    "UNCHANGED, ACTIVE, f1, ARCHIVED",
    "CHANGED, ACTIVE, f1, RESOLVED",
    "CHANGED, ARCHIVED, f1, ACTIVE",
    "CHANGED, RESOLVED, , ",
    "NEW, RESOLVED, f1, ACTIVE",
    "NEW, ARCHIVED, , ",
    "DIFFERENT, ACTIVE, f1, ACTIVE",
    "NEW, SUSPENDED, , "
  })
  void check_ofWhatIsNotDefinitelyTheSame_alerts(
      String changeType, String status, String existing, String existingStatus) {
    Path file =
        preview(
            finding -> {
              finding.put("changeType", changeType).put("status", status);
              if (existing != null) {
                finding.put("existingFindingId", existing);
              }
              if (existingStatus != null) {
                finding.put("existingFindingStatus", existingStatus);
              }
            });

    CommandRun run = check("rules: []\n", "--from", file);

    assertTrue(run.out().startsWith("ALERT: "), run::out);
    assertEquals(1, run.exitCode());
  }

  /** No fact that a preview lacks may look like an absent one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tag(\\\"Owner\\\") == \\\"\\\"",
        "!hasTag(\\\"Owner\\\")",
        "keyAliases == []",
        "finding.sources == []",
        "finding.restrictions.resourceControlPolicy == \\\"\\\"",
        "!principal.inOrganization",
        "!finding.isPublic",
        "access.actions == []",
        "access.condition == {}"
      })
  void check_whatIsNotKnown_isNotExpected(String condition) {
    Path file =
        preview(finding -> finding.remove(List.of("sources", "isPublic", "action", "condition")));

    CommandRun run =
        check(
            """
            rules:
              - id: careless
                effect: archive
                owner: o@example.com
                reason: r
                allowPublic: true
                trustTags: true
                when: "%s"
            """
                .formatted(condition),
            "--from",
            file);

    assertEquals(1, run.exitCode(), () -> run.out() + run.err());
    assertTrue(run.out().startsWith("ALERT: "), run::out);
  }

  @Test
  void check_ofAnExistingFinding_doesNotKnowWhenItWasMade() {
    String rules =
        PARTNERS.replace(
            "resource.account == \"111122223333\"",
            "finding.createdAt > timestamp(\"2026-01-01T00:00:00Z\")");
    Path file =
        preview(
            finding ->
                finding
                    .put("changeType", "CHANGED")
                    .put("existingFindingId", "f1")
                    .put("existingFindingStatus", "RESOLVED"));

    assertEquals(1, check(rules, "--from", file).exitCode());
    assertEquals(0, check(rules, "--from", preview(finding -> {})).exitCode());
  }

  @Test
  void check_ofAnErrorOfTheAnalysis_alerts() {
    CommandRun run =
        check(PARTNERS, "--from", preview(finding -> finding.put("error", "ACCESS_DENIED")));

    assertEquals(1, run.exitCode(), run::out);
  }

  @Test
  void check_asJson_saysTheSame() {
    CommandRun run = CommandRun.of("check", "--json", "--from", EXAMPLE, "--account", ACCOUNT);

    assertEquals(
        List.of("expected NEW 2027-12-31", "alert NEW null", "ends CHANGED null"),
        run.results().stream()
            .map(
                one ->
                    "%s %s %s"
                        .formatted(
                            one.path("verdict").asText(),
                            one.path("changeType").asText(),
                            one.path("expires").asText()))
            .toList());
  }

  @Test
  void check_ofHostileNames_keepsTheTerminalSafe() {
    CommandRun run =
        check(
            PARTNERS,
            "--from",
            preview(finding -> finding.put("resource", "arn:aws:s3:::a\u001b[2J\nALERT: none")));
    assertFalse(run.out().chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)), run::out);
    assertEquals(
        3 + 1, run.out().lines().filter(line -> !line.startsWith("    ")).count(), run::out);
  }

  @Test
  void check_ofAnotherExport_saysWhatItIs() {
    Path export = EXAMPLES.resolve("list-findings.json");
    assertEquals(
        export
            + ":1:1: this is an export of findings, which \"triage preview --from\" and \"triage diff"
            + " --from\" read; expected what \"aws accessanalyzer list-access-preview-findings\""
            + " prints as JSON\n",
        CommandRun.of("check", "--from", export).assertWrongUse().err());
    assertTrue(
        CommandRun.of("preview", "--from", EXAMPLE)
            .assertWrongUse()
            .err()
            .contains("findings of an access preview, which \"triage check --from\" reads"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"changeType", "status", "createdAt", "resource", "resourceType", "id"})
  void check_withoutAField_cannotBeJudged(String field) {
    Path file = preview(finding -> finding.remove(field));

    assertTrue(check(PARTNERS, "--from", file).assertWrongUse().err().contains(file.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{\"findings\": [", "{\"findings\": {}}", "{}"})
  void check_ofNoPreview_cannotBeJudged(String text) {
    CommandRun.of("check", "--from", EventText.write(folder.resolve("p.json"), text))
        .assertWrongUse();
  }

  @Test
  void check_ofOnePageOnly_cannotBeJudged() {
    String page = "{\"findings\": [], \"NextToken\": \"more\"}";
    assertTrue(
        CommandRun.of("check", "--from", EventText.write(folder.resolve("p.json"), page))
            .assertWrongUse()
            .err()
            .contains("not the last page"));
  }

  @Test
  void printPolicy_namesTheCallsThatAreMade() {
    assertEquals(
        List.of("access-analyzer:GetAccessPreview", "access-analyzer:ListAccessPreviewFindings"),
        CommandRun.texts(
            Json.read(
                    CommandRun.of("check", "--print-policy", "--analyzer-arn", ANALYZER).out(),
                    "the policy")
                .at("/Statement/0/Action")));
  }

  /** Access Analyzer as far as a check asks it. */
  private static final class Previews implements AutoCloseable {
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> statuses = Collections.synchronizedList(new ArrayList<>());
    private final AwsEndpoint endpoint = new AwsEndpoint(this::answer, 2);
    private volatile boolean denied;

    Previews(String... statuses) {
      this.statuses.addAll(List.of(statuses));
    }

    private void answer(HttpExchange exchange) throws IOException {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      calls.add(exchange.getRequestMethod() + " " + path);
      ObjectNode answer = Json.object();
      if (path.equals("/access-preview/" + ID) && exchange.getRequestMethod().equals("GET")) {
        String status = statuses.size() > 1 ? statuses.remove(0) : statuses.get(0);
        ObjectNode preview = answer.putObject("accessPreview");
        preview.put("id", ID).put("analyzerArn", ANALYZER).put("status", status);
        preview.put("createdAt", "2026-11-17T00:18:46Z").putObject("configurations");
        if (status.equals("FAILED")) {
          preview.putObject("statusReason").put("code", "INVALID_CONFIGURATION");
        }
      } else if (path.equals("/access-preview/" + ID)) {
        page(answer);
      }
      byte[] body =
          (denied ? "{\"message\": \"no\"}" : answer.toString()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      if (denied) {
        exchange.getResponseHeaders().add("x-amzn-ErrorType", "AccessDeniedException");
      }
      exchange.sendResponseHeaders(denied ? 403 : 200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    /** One finding a page. */
    private void page(ObjectNode answer) {
      ArrayNode all = (ArrayNode) Json.read(text(EXAMPLE), "the example").get("findings");
      long page = calls.stream().filter(call -> call.startsWith("POST ")).count();
      answer
          .putArray("findings")
          .add(((ObjectNode) all.get((int) page - 1)).put("createdAt", "2026-11-17T00:18:46Z"));
      if (page < all.size()) {
        answer.put("nextToken", "page" + page);
      }
    }

    @Override
    public void close() {
      endpoint.close();
    }
  }

  private CommandRun live(Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("check", "--analyzer-arn", ANALYZER, "--access-preview-id", ID));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray());
  }

  @Test
  void check_ofAPreviewInAws_waitsForItAndReadsAllPages() {
    try (Previews aws = new Previews("CREATING", "COMPLETED")) {
      CommandRun run = live("--account", ACCOUNT);

      assertEquals(
          CommandRun.of("check", "--from", EXAMPLE, "--account", ACCOUNT).out(), run.out());
      assertEquals(1, run.exitCode(), run::err);
      assertEquals(
          List.of(
              "GET /access-preview/" + ID,
              "GET /access-preview/" + ID,
              "POST /access-preview/" + ID,
              "POST /access-preview/" + ID,
              "POST /access-preview/" + ID),
          aws.calls);
    }
  }

  @Test
  void check_ofAPreviewThatFailed_cannotBeJudged() {
    try (Previews aws = new Previews("FAILED")) {
      assertEquals(
          "the access preview is FAILED (INVALID_CONFIGURATION), so nobody knows what the change"
              + " would do\n",
          live().assertWrongUse().err());
      assertEquals(1, aws.calls.size());
    }
  }

  @Test
  void check_thatIsDenied_cannotBeJudged() {
    try (Previews aws = new Previews("COMPLETED")) {
      aws.denied = true;
      assertTrue(live().assertWrongUse().err().contains("--print-policy"));
    }
  }

  @Test
  void check_ofAnIdThatIsNone_isWrongUse() {
    CommandRun.of("check", "--analyzer-arn", ANALYZER, "--access-preview-id", "../x")
        .assertWrongUse();
    CommandRun.of("check", "--analyzer-arn", ANALYZER).assertWrongUse();
  }

  /** The script of the example's workflow, with an AWS CLI that creates nothing. */
  @ParameterizedTest
  @CsvSource({"COMPLETED, 0, 1", "FAILED, 0, 2", "COMPLETED, 255, 2"})
  @SuppressWarnings("unchecked")
  void exampleWorkflow_endsWithTheWorstCode(String status, int ofAws, int expected)
      throws Exception {
    Map<String, Object> workflow =
        (Map<String, Object>)
            new Load(LoadSettings.builder().build())
                .loadFromString(text(EXAMPLES.resolve("check-access.yml")));
    Map<String, Object> job =
        (Map<String, Object>) ((Map<String, Object>) workflow.get("jobs")).get("check");
    List<Map<String, Object>> steps = (List<Map<String, Object>>) job.get("steps");
    String script = String.valueOf(steps.get(3).get("run"));
    Path checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.createDirectories(checkout.resolve("rules"));
    Files.writeString(checkout.resolve("rules/rules.yaml"), PARTNERS);
    Files.createDirectories(checkout.resolve("access"));
    Files.writeString(checkout.resolve("access/key.json"), "{}");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    executable(bin.resolve("aws"), "[ %d = 0 ] || exit %d; echo %s".formatted(ofAws, ofAws, ID));
    try (Previews aws = new Previews(status)) {
      executable(
          bin.resolve("triage"),
          "exec "
              + String.join(
                  " ",
                  CommandProcess.with(
                          List.of(
                              "-Daws.endpointUrl=" + aws.endpoint.address(),
                              "-Daws.accessKeyId=test",
                              "-Daws.secretAccessKey=test"))
                      .command()
                      .stream()
                      .map(word -> "'" + word + "'")
                      .toList())
              + " \"$@\"");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-eo", "pipefail", "-c", script)
              .directory(checkout.toFile())
              .redirectErrorStream(true);
      builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
      builder.environment().put("TRIAGE", bin.resolve("triage").toString());
      builder.environment().put("ANALYZER", ANALYZER);
      builder.environment().put("RUNNER_TEMP", folder.toString());
      builder.environment().put("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertEquals(expected, process.waitFor(), out);
      if (expected == 1) {
        assertTrue(
            text(folder.resolve("summary")).contains("ALERT: this change would alert security"),
            out);
      }
    }
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }
}
