package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Links of the documentation lead somewhere, and the commands that it shows are ones. */
class DocumentationTest {
  private static final Set<String> NOT_OURS = Set.of(".git", "target", "venv", "node_modules");
  private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$");
  private static final Pattern INLINE_CODE = Pattern.compile("`[^`\\n]*`");
  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
  private static final Pattern LINKED_TEXT = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?:\\$ )?(?:\\./)?triage(?: (?:[^\\n\\\\]|\\\\(?:\\n|.))*)?$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern FILE_OF_OURS = Pattern.compile("(?:events|rules|docs|org)/.*");

  @Test
  void links_toFilesAndSections_lead() throws IOException {
    List<String> broken = new ArrayList<>();
    int checked = 0;
    for (Path page : pages()) {
      Matcher link = LINK.matcher(withoutCode(Files.readString(page)));
      while (link.find()) {
        if (!link.group(1).contains("://") && !link.group(1).startsWith("mailto:")) {
          checked++;
          if (!leads(page, link.group(1))) {
            broken.add(CommandRun.HOME.relativize(page) + ": " + link.group(1));
          }
        }
      }
    }

    assertEquals(List.of(), broken);
    assertTrue(checked > 50, "only " + checked + " links were found");
  }

  @Test
  void commands_areOnesOfThisVersion() throws IOException {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (Path page : pages()) {
      for (String command : commands(Files.readString(page))) {
        checked++;
        mistake(command)
            .forEach(why -> wrong.add(CommandRun.HOME.relativize(page) + ": " + command + why));
      }
    }

    assertEquals(List.of(), wrong);
    assertTrue(checked > 5, "only " + checked + " commands were found");
  }

  @Test
  void commands_ofAPage_areFoundWithTheirContinuedLines() {
    assertEquals(
        List.of("triage run events --json", "triage test", "triage digest --table NAME"),
        commands(
            """
            ```console
            $ ./triage run events \\
                --json | head -n 1
            triage: no command, a message
            $ ./triage test    # all of them
            ```

            ```
            triage digest --table NAME
            ```

            triage run in a text is none.
            """));
  }

  @Test
  void mistake_ofAnUnknownOptionOrAMissingFile_isFound() {
    assertFalse(mistake("triage run --no-such-option").isEmpty());
    assertFalse(mistake("triage run events/no-such-event.json").isEmpty());
    assertEquals(List.of(), mistake("triage run events/external"));
  }

  @Test
  void stateMachine_isTheOneOfThePicture() throws IOException {
    Set<String> expected = new TreeSet<>();
    JsonNode states =
        Json.read(
                Files.readString(CommandRun.HOME.resolve("statemachine.asl.json")), "state machine")
            .get("States");
    for (Map.Entry<String, JsonNode> state : states.properties()) {
      expected.add(state.getKey());
      for (String field : List.of("Next", "Default")) {
        state.getValue().findValues(field).forEach(next -> expected.add(arrow(state, next)));
      }
    }

    Set<String> drawn = new TreeSet<>();
    Matcher title =
        Pattern.compile("<title>([^<]*)</title>")
            .matcher(Files.readString(CommandRun.HOME.resolve("docs/images/state-machine.svg")));
    while (title.find()) {
      String text = title.group(1).replace("&#45;", "-").replace("&gt;", ">");
      if (!text.startsWith("start")) {
        drawn.add(text);
      }
    }

    assertEquals(expected, drawn, "draw it again: docs/images/state-machine-dot says how");
  }

  @Test
  void migration_showsWhatTheCommandPrints() throws IOException {
    CommandRun run =
        CommandRun.of(
            "import-archive-rules",
            "--owner",
            "security@example.com",
            "--analyzer-arn",
            "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization",
            CommandRun.HOME.resolve("docs/examples/archive-rules.json"));
    String page = Files.readString(CommandRun.HOME.resolve("docs/migration.md"));

    assertEquals(1, run.exitCode());
    assertTrue(page.contains("```yaml\n" + run.out() + "```"), run.out());
    String err = run.err().replace(CommandRun.HOME + "/", "");
    assertTrue(page.contains("```\n" + err + "```"), err);
  }

  @Test
  void gettingStarted_showsWhatBecomesOfTheSampleEvents() throws IOException {
    CommandRun run = CommandRun.of("run");
    String page = Files.readString(CommandRun.HOME.resolve("docs/getting-started.md"));

    String counts = run.out().stripTrailing().lines().reduce((line, next) -> next).orElseThrow();
    assertTrue(page.contains("$ ./triage run | tail -n 1\n" + counts + "\n"), counts);
  }

  @Test
  void readmeAndGettingStarted_showHowManyRuleTestsThereAre() throws IOException {
    String report = CommandRun.of("test").out();
    Matcher count = Pattern.compile("(\\d+) cases").matcher(report);
    assertTrue(count.find(), report);
    int cases = Integer.parseInt(count.group(1));
    String gettingStarted = Files.readString(CommandRun.HOME.resolve("docs/getting-started.md"));

    assertTrue(Files.readString(CommandRun.HOME.resolve("README.md")).contains(report), report);
    // Without the two that the page then adds, and with them.
    for (String expected :
        List.of(
            "%d cases, %<d passed, 0 failed, 2 missing".formatted(cases),
            "%d cases, %<d passed, 0 failed, 0 missing".formatted(cases + 2))) {
      assertTrue(gettingStarted.contains("rules-test.yaml: " + expected), expected);
    }
  }

  /** The page's rule and cases, put where it says, lead to what it shows. */
  @Test
  void gettingStarted_itsRuleAndCases_doWhatItShows(@TempDir Path folder) throws IOException {
    String page = Files.readString(CommandRun.HOME.resolve("docs/getting-started.md"));
    List<String> blocks =
        Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    String[] listAndRule = blocks.get(0).split("\nrules:\n", 2);
    Path shipped = CommandRun.HOME.resolve("rules/rules.yaml");
    Path rules = Files.createDirectory(folder.resolve("rules")).resolve("rules.yaml");
    Files.writeString(
        rules,
        Files.readString(shipped)
            .replaceFirst("lists:\n", Matcher.quoteReplacement(listAndRule[0]))
            .replaceFirst("rules:\n", Matcher.quoteReplacement("rules:\n" + listAndRule[1])));
    Files.writeString(
        folder.resolve("rules/rules-test.yaml"),
        Files.readString(CommandRun.HOME.resolve("rules/rules-test.yaml"))
            .replaceFirst("cases:\n", Matcher.quoteReplacement(blocks.get(1))));
    Files.createSymbolicLink(folder.resolve("events"), CommandRun.HOME.resolve("events"));

    String tested = CommandRun.of("test", "--rules", rules).out();
    assertTrue(page.contains("$ ./triage test\n" + tested), tested);

    Path findings = CommandRun.HOME.resolve("docs/examples/findings.json");
    String diff =
        CommandRun.of(
                "diff",
                shipped,
                rules,
                "--from",
                findings,
                "--account",
                CommandRun.HOME.resolve("events/sample-account.yaml"),
                "--analyzer-arn",
                "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external")
            .out()
            .replace(findings.toString(), "docs/examples/findings.json");
    String shown = page.substring(page.indexOf("### What this rule change"));
    shown = shown.substring(0, shown.indexOf("```"));
    assertEquals(shown, diff.substring(0, Math.min(shown.length(), diff.length())));
  }

  /** The page's export, suggested for as it says, leads to what it shows. Needs Python. */
  @Test
  void gettingStarted_suggestsWhatItShows(@TempDir Path folder) throws Exception {
    Path findings = folder.resolve("findings.json");
    Process python;
    try {
      python =
          new ProcessBuilder(
                  "python3", CommandRun.HOME.resolve("docs/examples/many-findings.py").toString())
              .redirectOutput(findings.toFile())
              .start();
    } catch (IOException e) {
      abort("there is no python3");
      return;
    }
    assertEquals(0, python.waitFor());
    String page = timeless(Files.readString(CommandRun.HOME.resolve("docs/getting-started.md")));
    Path out = folder.resolve("suggestions");

    String suggested =
        CommandRun.of("suggest", "--from", findings, "--out", out).out().replace(folder + "/", "");

    assertTrue(
        page.contains("$ ./triage suggest --from findings.json --out suggestions\n" + suggested),
        suggested);
    String tested = CommandRun.of("test", "--rules", out.resolve("suggested.yaml")).out();
    assertTrue(
        page.contains("$ ./triage test --rules suggestions/suggested.yaml\n" + tested), tested);
    String rules = timeless(Files.readString(out.resolve("suggested.yaml")));
    Matcher rule =
        Pattern.compile("```yaml\nrules:\n(  - id: expected-.*?)```", Pattern.DOTALL).matcher(page);
    assertTrue(rule.find());
    assertTrue(rules.contains(rule.group(1)), rules);
  }

  private static String timeless(String text) {
    return text.replaceAll("expires: \\d{4}-\\d\\d-\\d\\d", "expires: (in 90 days)");
  }

  private static String arrow(Map.Entry<String, JsonNode> state, JsonNode next) {
    return state.getKey() + "->" + next.asText();
  }

  @Test
  void anchor_isTheOneThatGitHubMakes() {
    assertEquals("what-becomes-of-each-event", anchor("What becomes of each event"));
    assertEquals("a-b-triage-run---json", anchor("A, b: `triage run --json`"));
    assertEquals("start-anew-or-redrive", anchor("[Start anew](x.md), or redrive?"));
  }

  private static boolean leads(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    return Files.exists(target)
        && (hash < 0 || anchors(Files.readString(target)).contains(link.substring(hash + 1)));
  }

  private static Set<String> anchors(String page) {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(FENCE.matcher(page).replaceAll(""));
    while (heading.find()) {
      String anchor = anchor(heading.group(1));
      int again = 1;
      String unique = anchor;
      while (!anchors.add(unique)) {
        unique = anchor + "-" + again++;
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return LINKED_TEXT
        .matcher(heading)
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }

  private static String withoutCode(String page) {
    return INLINE_CODE.matcher(FENCE.matcher(page).replaceAll("")).replaceAll("");
  }

  /** What blocks for the console call, without prompt, comment, and what the shell makes of it. */
  private static List<String> commands(String page) {
    List<String> commands = new ArrayList<>();
    Matcher fence = FENCE.matcher(page);
    while (fence.find()) {
      if (!Set.of("", "console", "sh", "bash").contains(fence.group(2))) {
        continue;
      }
      Matcher command = COMMAND.matcher(fence.group(3).stripIndent());
      while (command.find()) {
        commands.add(
            command
                .group()
                .replaceAll("\\\\\\n\\s*", "")
                .replaceFirst("^(\\$ )?(\\./)?", "")
                .replaceFirst("\\s+(#|\\||\\d?>|&&|;).*$", ""));
      }
    }
    return commands;
  }

  /** What picocli, or the repository, does not know of it. */
  private static List<String> mistake(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(
          Stream.of(1, 2, 3)
              .map(word::group)
              .filter(group -> group != null)
              .findFirst()
              .orElseThrow());
    }
    List<String> args = words.subList(1, words.size());
    try {
      Triage.commandLine().parseArgs(args.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      return List.of(": " + e.getMessage());
    }
    return args.stream()
        .filter(arg -> FILE_OF_OURS.matcher(arg).matches())
        .filter(arg -> !Files.exists(CommandRun.HOME.resolve(arg)))
        .map(arg -> ": there is no " + arg)
        .toList();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        CommandRun.HOME,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages.stream().sorted().toList();
  }
}
