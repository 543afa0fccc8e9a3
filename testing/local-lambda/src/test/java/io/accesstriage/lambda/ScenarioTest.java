package io.accesstriage.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class ScenarioTest {
  static final List<String> FUNCTIONS = Scenario.FUNCTIONS;

  private static final String PRIMING =
      "\"priming\": \"/io/accesstriage/sweep/SweepHandler.priming.json\"";

  @ParameterizedTest
  @FieldSource("FUNCTIONS")
  void of_function_isAnotherJobThanItsPriming(String function) {
    Scenario scenario = Scenario.of(function);

    assertNotEquals(0, scenario.request().size());
    assertEquals(-1, scenario.content().toString().indexOf("0ecaf828-e2f7-4553-8fcc-69d79561a0d1"));
  }

  @Test
  void of_setAndReplaced_isThePrimingFileWithThese() {
    Scenario scenario =
        of(
            """
            "replace": {"\\"priming\\"": "\\"ledger\\""},
            "set": {"/request/config/sweepHours": "12", "/request/sweep": null,
                    "/answers/POST ~1findingv2/0": null}
            """);

    assertEquals("ledger", scenario.request().at("/config/ledger").textValue());
    assertEquals("12", scenario.request().at("/config/sweepHours").textValue());
    assertTrue(scenario.request().at("/sweep").isMissingNode());
    assertEquals("[]", scenario.content().at("/answers/POST ~1findingv2").toString());
  }

  @Test
  void of_replacesWhatIsNotThere_isAnError() {
    assertFails(
        "sweep.json replaces \"nowhere\", which /io/accesstriage/sweep/SweepHandler.priming.json does not have",
        "\"replace\": {\"nowhere\": \"x\"}");
  }

  @Test
  void of_setsWhatHasNoPlace_isAnError() {
    assertFails(
        "sweep.json sets /request/nowhere/x, for which /io/accesstriage/sweep/SweepHandler.priming.json has no place",
        "\"set\": {\"/request/nowhere/x\": 1}");
    assertFails(
        "sweep.json sets /request/nowhere, for which /io/accesstriage/sweep/SweepHandler.priming.json has no place",
        "\"set\": {\"/request/nowhere\": null}");
  }

  private static void assertFails(String message, String difference) {
    assertEquals(
        message, assertThrows(IllegalStateException.class, () -> of(difference)).getMessage());
  }

  private static Scenario of(String difference) {
    JsonNode json = Json.read("{%s, %s}".formatted(PRIMING, difference), "the test's difference");
    return Scenario.of("sweep", json);
  }
}
