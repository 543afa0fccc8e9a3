package io.accesstriage.cli.suggest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandProcess;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.source.SourceOptions;
import io.accesstriage.json.Json;
import io.accesstriage.prover.suggest.Suggester;
import io.accesstriage.prover.suggest.Suggestion;
import io.accesstriage.prover.suggest.Suggestions;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;

class SuggestCommandTest {
  private static final String ESCAPE = "\u001b";

  @TempDir private Path folder;
  private Path export;
  private Path rules;

  @BeforeEach
  void writeExport() throws IOException {
    List<ObjectNode> findings = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      findings.add(finding(i, "data-" + i, "444455556666", false));
    }
    findings.add(finding(20, "data-2", "*", true));
    findings.add(finding(21, "x" + ESCAPE + "[31m\"'\n- id: y", "777788889999", false));
    export = write("export.json", findings);
    rules = Files.writeString(folder.resolve("rules.yaml"), "rules: []\n");
  }

  @Test
  void suggest_exportWithoutTerminal_printsRulesAndWritesNothing() throws IOException {
    CommandRun run = CommandRun.of("suggest", "--rules", rules, "--from", export);

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(
        run.out().contains("11 findings, 10 that a rule may be for; 1 rule for 9 of them"),
        run.out());
    assertTrue(run.out().contains("resource.arn.startsWith(\"arn:aws:s3:::data-\")"), run.out());
    assertTrue(run.out().contains("      1  The finding is, or may be, public."), run.out());
    assertFalse(run.out().contains(ESCAPE));
    assertEquals(List.of("export.json", "rules.yaml"), files(folder));
  }

  @Test
  void suggest_out_writesRulesThatPassTheirTests() throws IOException {
    Path out = folder.resolve("new/suggestions");

    CommandRun run =
        CommandRun.of("suggest", "--rules", rules, "--from", export, "--out", out, "--least", 1);
    CommandRun test = CommandRun.of("test", "--rules", out.resolve("suggested.yaml"));

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(List.of("suggested-test.yaml", "suggested.yaml"), files(out));
    assertEquals(0, test.exitCode(), test.out() + test.err());
    assertFalse(run.out().contains(ESCAPE));
  }

  @Test
  void suggest_outWithFilesOfBefore_refusesToReplaceThem() throws IOException {
    Path filledIn = Files.writeString(folder.resolve("suggested.yaml"), "mine");

    CommandRun run = CommandRun.of("suggest", "--rules", rules, "--from", export, "--out", folder);

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("suggested.yaml: is there already; move it"), run.err());
    assertEquals("mine", Files.readString(filledIn));
  }

  @Test
  void suggest_emptyExport_suggestsNothing() throws IOException {
    CommandRun run =
        CommandRun.of(
            "suggest",
            "--rules",
            rules,
            "--from",
            write("empty.json", List.of()),
            "--out",
            folder.resolve("out"));

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().endsWith("empty.json: 0 findings. No rule to suggest.\n"), run.out());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void suggest_exportOfAnotherTool_isRefused() throws IOException {
    Path other =
        Files.writeString(
            folder.resolve("other.json"),
            "{\"Findings\":[{\"ProductArn\":\"x\",\"SchemaVersion\":\"1\"}]}");

    CommandRun run = CommandRun.of("suggest", "--rules", rules, "--from", other);

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("Security Hub"), run.err());
  }

  @Test
  void suggest_lessThanOne_isRefused() {
    CommandRun run = CommandRun.of("suggest", "--from", export, "--least", 0);

    assertEquals(2, run.exitCode());
    assertTrue(run.err().startsWith("--least: expected 1 or more, found 0"), run.err());
  }

  @Test
  void interview_takenNarrowedAndShown_isWhatTheAnswersSay() {
    assertEquals(Optional.of(List.of(false)), interview("t\n"));
    assertEquals(Optional.of(List.of(true)), interview("show\nwhat?\nn\nn\ntake\n"));
    assertEquals(Optional.of(List.of()), interview("l\n"));
    assertEquals(Optional.of(List.of()), interview("q\n"));
  }

  @Test
  void interview_noNarrowerRule_saysWhy() throws IOException {
    assertTrue(shown("n\nn\nl\n").contains("no narrower rule: it names only what was seen."));
    List<ObjectNode> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(finding(i, "data-" + i, "444455556666", false));
    }
    export = write("export.json", many);
    String shown = shown("n\nl\n");
    assertTrue(
        shown.contains(
            "There is no narrower rule: one that names only what was seen would name too much."),
        shown);
  }

  @Test
  void interview_endOfInput_takesNothing() {
    assertEquals(Optional.empty(), interview("show\n"));
  }

  /** What a terminal makes of Ctrl-C. */
  private static final String INTERRUPT = "\u0003";

  /** And of Ctrl-D. */
  private static final String END = "\u0004";

  @ParameterizedTest
  @CsvSource({"s, interrupted, 130", "t, ended, 1", "t, answered, 0"})
  void suggest_inATerminal_writesWhatIsTakenIfAllIsAnswered(String answer, String then, int code)
      throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeTrue(Files.isExecutable(script), "script, which makes a terminal, is not there");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    List<Object> words = new ArrayList<>(List.of("suggest", "--rules", rules, "--from", export));
    if (then.equals("ended")) {
      words.addAll(List.of("--least", 1));
    }
    Process process =
        CommandProcess.inTerminal(script, words.toArray())
            .directory(empty.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      StringBuilder shown = new StringBuilder();
      readUntil(process, shown, 1);
      type(process, answer + "\n");
      if (!then.equals("answered")) {
        readUntil(process, shown, 2);
        type(process, then.equals("ended") ? END : INTERRUPT);
      }
      shown.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));

      assertEquals(code, process.waitFor(), shown::toString);
      assertEquals(
          code == 0 ? List.of("suggested-test.yaml", "suggested.yaml") : List.of(),
          files(empty),
          shown::toString);
      assertEquals(
          then.equals("ended"), shown.indexOf("nothing was written") >= 0, shown::toString);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void type(Process process, String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Until so many questions are asked. */
  private static void readUntil(Process process, StringBuilder shown, int questions)
      throws IOException {
    while (shown.toString().split("quit\\? ", -1).length <= questions) {
      int next = process.getInputStream().read();
      assertTrue(next >= 0, () -> "it ended after: " + shown);
      shown.append((char) next);
    }
  }

  /** Whether each suggestion that was taken says only names that were seen. */
  private Optional<List<Boolean>> interview(String answers) {
    return interview(answers, new StringWriter());
  }

  private String shown(String answers) {
    StringWriter out = new StringWriter();
    assertEquals(Optional.of(List.of()), interview(answers, out));
    return out.toString();
  }

  private Optional<List<Boolean>> interview(String answers, StringWriter out) {
    List<Subject> seen = new ArrayList<>();
    SourceOptions options = new SourceOptions();
    new CommandLine(new Sourced(options)).parseArgs("--from", export.toString());
    options
        .source(Set.of(), new PrintWriter(new StringWriter()))
        .read(s -> new Subject(s.finding(), s.facts(), s.readAt()), seen::add);
    Suggester suggester =
        new Suggester(
            RuleSet.parse("rules.yaml", "rules: []\n"), type -> true, Instant.now(), false, 3);
    Suggestions suggestions = suggester.of(seen);
    PrintWriter print = new PrintWriter(out);
    Optional<List<Boolean>> taken =
        new Interview(
                new BufferedReader(new StringReader(answers)),
                print,
                new SuggestionReport(print, Ansi.OFF),
                suggester)
            .taken(suggestions)
            .map(all -> all.stream().map(Suggestion::isExact).toList());
    assertFalse(out.toString().contains(ESCAPE));
    return taken;
  }

  private record Sourced(@Mixin SourceOptions options) {}

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private Path write(String name, List<ObjectNode> findings) throws IOException {
    ObjectNode page = Json.object();
    page.putArray("findings").addAll(findings);
    return Files.writeString(folder.resolve(name), Json.text(page));
  }

  private static ObjectNode finding(int id, String bucket, String principal, boolean isPublic) {
    ObjectNode finding = Json.object();
    finding.put("id", "finding-" + id);
    finding.put("resource", "arn:aws:s3:::" + bucket);
    finding.put("resourceType", "AWS::S3::Bucket");
    finding.put("resourceOwnerAccount", "111122223333");
    finding.put("status", "ACTIVE");
    finding.put("isPublic", isPublic);
    finding.put("createdAt", "2026-11-01T00:00:00Z");
    finding.put("updatedAt", "2026-11-01T00:00:00Z");
    finding.put("analyzedAt", "2026-11-01T00:00:00Z");
    finding.set("principal", Json.object(Map.of("AWS", principal)));
    finding.set("action", Json.array(List.of("s3:GetObject")));
    finding.putObject("condition");
    finding.putArray("sources").addObject().put("type", "POLICY");
    return finding;
  }
}
