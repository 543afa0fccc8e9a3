package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.Mode;
import io.accesstriage.state.Settings;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateConfigTest {
  @Test
  void read_parametersAsCloudFormationPassesThem_areTyped() {
    assertEquals(
        new EvaluateConfig(
            Mode.OBSERVE, Set.of("arn:a", "arn:b"), 1000, 30, 5, Severity.HIGH, true),
        EvaluateConfig.read(settings(config().put("analyzerArns", " arn:a ,arn:b,, "))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          mode                     | none    | config.mode is missing
          mode                     | watch   | config.mode: expected one of [ARCHIVE, OBSERVE], found "watch"
          analyzerArns             | none    | config.analyzerArns is missing
          analyzerArns             | ''      | config.analyzerArns is empty; expected a text
          maxArchivesPerRulePerDay | none    | config.maxArchivesPerRulePerDay is missing
          maxArchivesPerRulePerDay | 0       | config.maxArchivesPerRulePerDay: expected at least 1, found 0
          maxArchivesPerRulePerDay | many    | config.maxArchivesPerRulePerDay: expected a whole number, found "many"
          reviewAfterDays          | -1      | config.reviewAfterDays: expected at least 1, found -1
          reviewAfterDays          | 1.5     | config.reviewAfterDays: expected a whole number, found "1.5"
          busyWaitSeconds          | none    | config.busyWaitSeconds is missing
          immediateAlerts          | none    | config.immediateAlerts is missing
          immediateAlerts          | all     | config.immediateAlerts: expected one of [LOW, MEDIUM, HIGH, CRITICAL], found "all"
          """)
  void read_wrongParameter_isNamed(String name, String value, String message) {
    ObjectNode config = config();
    if (value == null) {
      config.remove(name);
    } else {
      config.put(name, value);
    }

    assertEquals(
        message,
        assertThrows(MalformedInput.class, () -> EvaluateConfig.read(settings(config)))
            .getMessage());
  }

  private static ObjectNode config() {
    return Json.object()
        .put("mode", "observe")
        .put("analyzerArns", "arn:a")
        .put("maxArchivesPerRulePerDay", "1000")
        .put("reviewAfterDays", "30")
        .put("busyWaitSeconds", 5)
        .put("immediateAlerts", "high");
  }

  private static Settings settings(ObjectNode config) {
    return new Settings(Fields.of(config, "config"));
  }
}
