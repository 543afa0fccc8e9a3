package io.accesstriage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.source.ReadOnlyCalls;
import io.accesstriage.json.Json;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * Runs each command line that comes on standard input, an array of words, and writes what it gave,
 * an object a line: where many are to run in one folder, a JVM for each costs more than they do.
 */
public final class CommandLines {
  private CommandLines() {}

  public static void main(String[] args) throws IOException {
    ReadOnlyCalls.enforce();
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(Json.text(answer(Json.read(line, "command line"))));
    }
  }

  private static ObjectNode answer(JsonNode words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try (PrintWriter outWriter = new PrintWriter(out);
        PrintWriter errWriter = new PrintWriter(err)) {
      int exitCode =
          Triage.execute(outWriter, errWriter, CommandRun.texts(words).toArray(String[]::new));
      return Json.object()
          .put("exitCode", exitCode)
          .put("out", out.toString())
          .put("err", err.toString());
    }
  }
}
