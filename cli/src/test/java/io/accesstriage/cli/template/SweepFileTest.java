package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.accesstriage.stateslanguage.LambdaInvoke;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The repository's sweep.asl.json as a file; LocalSweepTest executes it. */
final class SweepFileTest {
  private static JsonNode file(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readString(Path.of("..", name)));
  }

  @Test
  void tasks_ofFunctions_retryAsTheTriageDoes() throws IOException {
    JsonNode expected =
        file("statemachine.asl.json").path("States").path("Evaluate rules").path("Retry");
    List<String> functions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> state : file("sweep.asl.json").path("States").properties()) {
      if (state.getValue().path("Resource").asText().equals(LambdaInvoke.ARN)) {
        functions.add(state.getKey());
        assertEquals(expected, state.getValue().path("Retry"), state::getKey);
      }
    }
    assertEquals(
        List.of("Ask for rules version", "Sweep page", "Skip analyzer", "Check analyzers"),
        functions);
  }

  @Test
  void tasks_all_haveATimeoutAndCatchEverything() throws IOException {
    JsonNode machine = file("sweep.asl.json");
    assertEquals(true, machine.path("TimeoutSeconds").isInt());
    for (Map.Entry<String, JsonNode> state : machine.path("States").properties()) {
      if (state.getValue().path("Type").asText().equals("Task")) {
        assertEquals(true, state.getValue().path("TimeoutSeconds").isInt(), state::getKey);
        JsonNode catchers = state.getValue().path("Catch");
        assertEquals(
            "States.ALL",
            catchers.path(catchers.size() - 1).path("ErrorEquals").path(0).asText(),
            state::getKey);
      }
    }
  }

  /** A look at the analyzers that fails neither fails the sweep nor hides that it is incomplete. */
  @Test
  void check_ofAnalyzers_comesAfterAllPages_andLeavesTheSweepAsItIs() throws IOException {
    JsonNode states = file("sweep.asl.json").path("States");
    assertEquals("Check analyzers", states.path("More?").path("Default").asText());
    JsonNode check = states.path("Check analyzers");
    assertEquals("All swept?", check.path("Next").asText());
    assertEquals("All swept?", check.path("Catch").path(0).path("Next").asText());
    assertEquals(true, check.path("ResultPath").isNull());
    assertEquals(true, check.path("Catch").path(0).path("ResultPath").isNull());
    assertEquals("Sweep incomplete", states.at("/All swept?/Choices/0/Next").asText());
  }

  /** What could not be read is passed on with the state, which says which analyzer it is of. */
  @Test
  void pages_andSkips_areAskedForWithTheSameConfiguration() throws IOException {
    JsonNode states = file("sweep.asl.json").path("States");
    JsonNode page = states.path("Sweep page").path("Parameters").path("Payload");
    JsonNode skip = states.path("Skip analyzer").path("Parameters").path("Payload");
    assertEquals(page.path("config"), skip.path("config"));
    JsonNode check = states.path("Check analyzers").path("Parameters").path("Payload");
    for (Map.Entry<String, JsonNode> parameter : page.path("config").properties()) {
      assertEquals(parameter.getValue(), check.path("config").path(parameter.getKey()));
    }
    assertEquals("$.failed", skip.path("failed.$").asText());
  }
}
