package io.accesstriage.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertMessageTest {
  private static final Map<String, String> BODIES = Map.of("default", "x");

  private static Map<String, String> attributes(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "name" + i, i -> "value"));
  }

  /** A queue with raw delivery never gets a message with more. */
  @Test
  void attributes_moreThanTen_areRefused() {
    assertEquals(10, new AlertMessage("x", BODIES, attributes(10)).attributes().size());
    Map<String, String> tooMany = attributes(11);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new AlertMessage("x", BODIES, tooMany));
    assertEquals("an alert has at most 10 attributes: " + tooMany.keySet(), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"'', value", "owner, ''"})
  void attributes_withoutANameOrAValue_areRefused(String name, String value) {
    Map<String, String> attributes = Map.of(name, value);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new AlertMessage("x", BODIES, attributes));
    assertEquals(
        "SNS refuses an attribute without a name or a value: " + name, refused.getMessage());
  }
}
