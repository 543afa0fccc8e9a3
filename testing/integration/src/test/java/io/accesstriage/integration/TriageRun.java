package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.Triage;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The command {@code triage run --json}: the same product, deployed with the same parameters, over
 * fakes in memory.
 */
final class TriageRun {
  private static final int EVERYTHING_SUCCEEDED = 0;
  private static final int AN_EXECUTION_FAILED = 1;

  private final ObjectNode account =
      new ObjectMapper()
          .valueToTree(
              new Load(LoadSettings.builder().build())
                  .loadFromString(Local.text(TriageOnMoto.ACCOUNT)));

  /** Instead of the account's own: the other engine's Access Analyzer gives all answers. */
  private final ArrayNode findings = account.putArray("findings");

  /** Says where Access Analyzer's answer differs from the event, in the finding's own names. */
  void finding(JsonNode fields) {
    findings.add(fields);
  }

  /** Lets a call fail always. */
  void fault(String operation, String error) {
    account.withArray("/faults").addObject().put("operation", operation).put("error", error);
  }

  /** Runs events one after the other; a line each. */
  List<JsonNode> run(List<SampleEvent> events) {
    System.setProperty("triage.home", Local.root().toString());
    List<String> arguments = new ArrayList<>();
    try {
      Path file =
          Files.createTempFile(
              Local.root().resolve("testing/integration/target"), "account", ".yaml");
      // JSON is YAML.
      Files.writeString(file, Json.text(account));
      arguments.addAll(List.of("run", "--json", "--account", file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TriageOnMoto.PARAMETERS.forEach(
        (name, value) -> arguments.addAll(List.of("--config", name + "=" + value)));
    events.forEach(event -> arguments.add(event.file().toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Triage.execute(
            new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    if (exit != EVERYTHING_SUCCEEDED && exit != AN_EXECUTION_FAILED) {
      throw new IllegalStateException("triage run ended with %d: %s".formatted(exit, err));
    }
    return out.toString().lines().map(line -> Json.read(line, "a line of triage run")).toList();
  }
}
