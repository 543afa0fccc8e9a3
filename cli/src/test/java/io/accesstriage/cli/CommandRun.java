package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One call of the triage command: what it was given is a command line, what it gave is here. */
public record CommandRun(int exitCode, String out, String err) {
  /** The repository, where the launcher stands. */
  public static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  public static final Path EVENTS = HOME.resolve("events");

  /** Calls the command as the launcher does. */
  public static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String before = System.getProperty("triage.home");
    System.setProperty("triage.home", HOME.toString());
    int exitCode;
    try (PrintWriter outWriter = new PrintWriter(out);
        PrintWriter errWriter = new PrintWriter(err)) {
      exitCode =
          Triage.execute(
              outWriter,
              errWriter,
              Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
    } finally {
      if (before == null) {
        System.clearProperty("triage.home");
      } else {
        System.setProperty("triage.home", before);
      }
    }
    CommandRun run = new CommandRun(exitCode, out.toString(), err.toString());
    run.assertNoStackTrace();
    return run;
  }

  /** {@code triage run --json} with these arguments. */
  public static CommandRun json(Object... args) {
    List<Object> all = new ArrayList<>(List.of("run", "--json"));
    all.addAll(List.of(args));
    return of(all.toArray());
  }

  /** The objects of the JSON Lines on standard output. */
  public List<JsonNode> results() {
    return out.lines().map(line -> Json.read(line, "line of the output")).toList();
  }

  /** The only object of the output. */
  public JsonNode result() {
    List<JsonNode> results = results();
    assertEquals(1, results.size(), () -> "one event was run; output:\n" + out + err);
    return results.get(0);
  }

  /** Its texts of an array. */
  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.textValue()));
    return texts;
  }

  /** Standard error without what it says of the rules. */
  public String errOfSource() {
    return err.replaceAll("(?m)^.*:\\d+:\\d+: (warning|accepted): rule .*\\n", "");
  }

  /** Fails unless the command refused to run, saying why on standard error only. */
  public CommandRun assertWrongUse() {
    assertEquals(2, exitCode, () -> "exit code; output:\n" + out + err);
    assertEquals("", out, "nothing was run, so nothing is on standard output");
    assertFalse(err.isBlank(), "standard error says what is wrong");
    return this;
  }

  private void assertNoStackTrace() {
    for (String text : List.of(out, err)) {
      assertFalse(
          text.contains("\tat ") || text.contains("Exception in thread"),
          () -> "no stack trace reaches the user:\n" + text);
    }
  }
}
