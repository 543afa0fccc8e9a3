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
    assertEquals(Optional.of("Ledger"), read.config().ledger());
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

  private static ObjectNode request(TriageState state) {
    ObjectNode request = Json.object();
    request.set("state", state.write());
    request.put("execution", "arn:execution");
    request.putObject("config").put("ledger", "Ledger");
    return request;
  }
}
