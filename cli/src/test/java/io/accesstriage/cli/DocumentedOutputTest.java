package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows under a command is what the command prints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedOutputTest {
  /** The guides that do not have their reader edit the rules in between. */
  private static final List<String> PAGES =
      List.of("README.md", "docs/alerts.md", "docs/preview.md");

  /** A command of ours, how many of its first lines are asked for, and what is shown under it. */
  private static final Pattern SHOWN =
      Pattern.compile(
          "(?m)^\\$ \\./triage ((?:[^\\n|\\\\]|\\\\\\n)+)(?:\\| head -n (\\d+))?\\n((?:(?!\\$ |```).*\\n)+)(?=\\$ |```)");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

  private static final int WRONG_USE = 2;

  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern MINUTE = Pattern.compile("DAY \\d{2}:\\d{2} UTC");
  private static final Pattern SECOND = Pattern.compile("DAYT\\d{2}:\\d{2}:\\d{2}Z");

  private Process triage;
  private BufferedWriter commands;
  private BufferedReader answers;

  @BeforeAll
  void start() throws IOException {
    triage =
        CommandProcess.inTurn()
            .directory(CommandRun.HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    commands = triage.outputWriter(StandardCharsets.UTF_8);
    answers = triage.inputReader(StandardCharsets.UTF_8);
  }

  @AfterAll
  void stop() {
    triage.destroy();
  }

  static Stream<Arguments> shown() throws IOException {
    Stream.Builder<Arguments> shown = Stream.builder();
    for (String page : PAGES) {
      SHOWN
          .matcher(Files.readString(CommandRun.HOME.resolve(page)))
          .results()
          .forEach(
              found ->
                  shown.add(
                      Arguments.of(
                          page,
                          found.group(1).replace("\\\n", " ").strip(),
                          found.group(2) == null ? Long.MAX_VALUE : Long.parseLong(found.group(2)),
                          found.group(3))));
    }
    return shown.build();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shown")
  void output_isWhatTheCommandPrints(String page, String command, long lines, String output)
      throws IOException {
    CommandRun run = run(words(command));

    // Where the command line or a file is wrong, a terminal shows what is.
    String seen = run.exitCode() == WRONG_USE ? run.err() : run.out();
    String first = seen.lines().limit(lines).collect(Collectors.joining("\n"));
    assertEquals(timeless(output), timeless(first), run::err);
  }

  private CommandRun run(List<String> words) throws IOException {
    commands.write(Json.text(Json.array(words)));
    commands.newLine();
    commands.flush();
    JsonNode answer = Json.read(String.valueOf(answers.readLine()), "answer");
    return new CommandRun(
        answer.path("exitCode").intValue(),
        answer.path("out").textValue(),
        answer.path("err").textValue());
  }

  @Test
  void pages_showTheCommandsThatDecideAndExplain() throws IOException {
    List<String> commands =
        shown().map(shown -> String.valueOf(shown.get()[1]).split(" ", -1)[0]).distinct().toList();

    assertTrue(
        commands.containsAll(List.of("run", "test", "explain", "diff", "preview")),
        commands::toString);
  }

  /** As a shell splits them. */
  private static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group() : word.group(1))
        .toList();
  }

  private static String timeless(String text) {
    String daily = DAY.matcher(text).replaceAll("DAY");
    return SECOND
        .matcher(MINUTE.matcher(daily).replaceAll("MINUTE"))
        .replaceAll("SECOND")
        .stripTrailing();
  }
}
