package io.accesstriage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.testing.RandomStates;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepRequestTest {
  @Test
  void read_request_isItsParts() {
    TriageState state = new RandomStates(1).state();

    StepRequest read = StepRequest.read(Fields.of(request(state), "request"));

    assertEquals(state, read.state());
    assertEquals("arn:execution", read.execution());
    assertEquals(Optional.of("Ledger"), read.ledger());
  }

  @ParameterizedTest
  @CsvSource({"state", "execution", "config"})
  void read_withoutARequiredField_namesIt(String field) {
    ObjectNode request = request(new RandomStates(1).state());
    request.remove(field);

    assertEquals(
        "request." + field + " is missing",
        assertThrows(MalformedInput.class, () -> StepRequest.read(Fields.of(request, "request")))
            .getMessage());
  }

  @Test
  void ledger_none_isSaidExplicitly() {
    ObjectNode request = request(new RandomStates(1).state());
    request.putObject("config").put("ledger", "none");
    assertEquals(Optional.empty(), StepRequest.read(Fields.of(request, "request")).ledger());

    request.putObject("config");
    assertEquals(
        "request.config.ledger is missing",
        assertThrows(
                MalformedInput.class,
                () -> StepRequest.read(Fields.of(request, "request")).ledger())
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {"30 | 30", "\"30\" | 30", "\"-1\" | -1", "0 | 0"})
  void number_numberOrText_isRead(String json, int expected) {
    assertEquals(expected, StepRequest.number(config(json), "n"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"many\" | config.n: expected a whole number, found \"many\"",
        "\"\" | config.n is empty; expected a text",
        "\"1.5\" | config.n: expected a whole number, found \"1.5\"",
        "1.5 | config.n: expected a whole number, found 1.5",
        "null | config.n is missing",
        "[] | config.n: expected a whole number, found a list",
      })
  void number_other_namesTheSetting(String json, String message) {
    assertEquals(
        message,
        assertThrows(MalformedInput.class, () -> StepRequest.number(config(json), "n"))
            .getMessage());
  }

  private static Fields config(String json) {
    return Fields.of(Json.read("{\"n\": " + json + "}", "config"), "config");
  }

  private static ObjectNode request(TriageState state) {
    ObjectNode request = Json.object();
    request.set("state", state.write());
    request.put("execution", "arn:execution");
    request.putObject("config").put("ledger", "Ledger");
    return request;
  }
}
