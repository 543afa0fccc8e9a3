package io.accesstriage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExecutionNameTest {
  private static final String FINDING = "9b27dbdf-e0a3-491f-a346-cc13fc27ed12";
  private static final String SWEEP = "0ecaf828-e2f7-4553-8fcc-69d79561a0d1";

  @Test
  void of_idsOfAws_areReadInTheName() {
    assertEquals(
        "9b27dbdf-e0a3-491f-a346-cc13fc27ed12-0ecaf828-e2f7-4553-8fcc-69d79561a0d1",
        ExecutionName.of(FINDING, SWEEP));
  }

  /** EventBridge names executions by two ids, of which no room is left for a third. */
  @Test
  void of_longSweepName_keepsTheFindingReadable() {
    assertEquals(
        "9b27dbdf-e0a3-491f-a346-cc13fc27ed12-85f523471337dba0",
        ExecutionName.of(FINDING, SWEEP + "_" + FINDING));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a/b",
        "a:b",
        "a*",
        "ä",
        "a\n",
        "a.b",
        "",
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234"
      })
  void of_anything_isANameThatStepFunctionsTakes(String part) {
    for (String name :
        new String[] {ExecutionName.of(part, SWEEP), ExecutionName.of(FINDING, part)}) {
      assertTrue(name.matches("[A-Za-z0-9_-]{1,80}"), name);
    }
    assertNotEquals(ExecutionName.of(part, SWEEP), ExecutionName.of(part + "x", SWEEP));
    assertNotEquals(ExecutionName.of(FINDING, part), ExecutionName.of(FINDING, part + "x"));
  }
}
