package io.accesstriage.cli.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import io.accesstriage.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProveCommandTest {
  private static final String WIDE =
      """
      rules:
        - id: partners
          effect: archive
          owner: o
          reason: r
          when: principal.account != "" && resource.type == "AWS::S3::Bucket"
      """;

  private static final String PROPERTY =
      """
      properties:
        - {id: only-partners, when: principal.account == "444455556666"}
      """;

  @TempDir private Path folder;

  private Path file(String rules) {
    return EventText.write(folder.resolve("r.yaml"), rules);
  }

  private CommandRun prove(String rules, String... options) {
    List<Object> args = new ArrayList<>(List.of("prove", "--rules", file(rules)));
    args.addAll(List.of(options));
    return CommandRun.of(args.toArray());
  }

  @Test
  void prove_wideRule_failsOnlyWhenStrict() {
    assertEquals(0, prove(WIDE).exitCode());
    assertEquals(1, prove(WIDE, "--strict").exitCode());
  }

  @Test
  void prove_wideRuleThatAcceptsIt_isStrictEnough() {
    String accepting =
        WIDE.replace(
            "owner: o",
            """
            owner: o
                accept:
                  any-account: everybody may
                  any-action: everything is harmless
                  any-resource: everywhere\
            """);
    CommandRun run = prove(accepting, "--strict");
    assertEquals(0, run.exitCode(), run.out());
    assertTrue(run.out().contains("    accepted: everybody may\n"), run.out());
  }

  @Test
  void prove_violatedProperty_fails() {
    CommandRun run = prove(WIDE + PROPERTY);
    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("  only-partners: violated. "), run.out());
  }

  @Test
  void prove_provedProperty_succeeds() {
    String narrow =
        WIDE.replace("principal.account != \"\"", "principal.account == \"444455556666\"");
    assertEquals(0, prove(narrow + PROPERTY).exitCode());
  }

  @Test
  void prove_fileThatDoesNotLoad_isWrongUse() {
    CommandRun run = prove(WIDE.replace("owner: o", "accept: {any-acount: x}"));
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("there is no question \"any-acount\""), run.err());
  }

  @Test
  void prove_json_hasALineForEachRuleAndQuestionWithTheSameFields() {
    List<JsonNode> lines = lines(prove(WIDE + PROPERTY, "--json"));
    assertEquals(
        "public any-principal any-account any-action any-resource tags-alone dead shadowed same"
            + " only-partners",
        lines.stream().map(l -> l.path("question").asText()).collect(Collectors.joining(" ")));
    for (JsonNode line : lines) {
      List<String> fields = new ArrayList<>();
      line.fieldNames().forEachRemaining(fields::add);
      assertEquals(
          List.of("question", "rule", "answer", "example", "account", "other", "why", "accepted"),
          fields);
      assertEquals(
          line.path("answer").asText().equals("refuted"),
          line.path("example").isObject(),
          line::toString);
    }
  }

  private static List<JsonNode> lines(CommandRun run) {
    return run.out().lines().map(line -> Json.read(line, "a line")).toList();
  }

  /** Nothing of what refutes is believed: the real state machine has to archive it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules/rules.yaml",
        "rules/cookbook/break-glass-roles.yaml",
        "rules/cookbook/organization-reads.yaml",
        "rules/cookbook/risk-threshold.yaml",
        "rules/cookbook/public-website.yaml",
        "rules/cookbook/unused-keys.yaml"
      })
  void example_withItsAccount_isArchivedByRun(String name) {
    Path rules = CommandRun.HOME.resolve(name);
    for (JsonNode line : lines(CommandRun.of("prove", "--json", "--rules", rules))) {
      if (!line.path("example").isObject()) {
        continue;
      }
      Path event = EventText.write(folder.resolve("event.json"), line.path("example").toString());
      Path account = EventText.write(folder.resolve("account.yaml"), line.path("account").asText());
      String facts = line.path("why").asText().contains("AccountFacts") ? "organizations" : "none";
      CommandRun run =
          CommandRun.of(
              "run",
              "--json",
              "--rules",
              rules,
              "--account",
              account,
              "--config",
              "AccountFacts=" + facts,
              event);
      ObjectNode result = (ObjectNode) Json.read(run.out(), "the result");
      assertEquals("ARCHIVE", result.path("outcome").asText(), line + "\n" + run.out());
      assertEquals(1, result.path("archived").size(), run.out());
    }
  }

  @Test
  void example_asACase_passesTheRuleTests() {
    CommandRun run = prove(WIDE);
    String cases =
        run.out()
            .lines()
            .filter(line -> line.startsWith("    ") && !line.startsWith("    accepted"))
            .map(line -> line.substring(2))
            .collect(Collectors.joining("\n", "cases:\n", "\n"));
    Path tests = EventText.write(folder.resolve("r-test.yaml"), cases);
    CommandRun tested = CommandRun.of("test", "--rules", file(WIDE), tests);
    assertTrue(tested.out().contains(" 0 failed"), cases + tested.out() + tested.err());
  }
}
