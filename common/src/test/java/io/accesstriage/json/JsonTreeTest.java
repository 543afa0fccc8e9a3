package io.accesstriage.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That it reads and writes as Jackson's mapper does. */
final class JsonTreeTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"\"",
        "[true, false, null, \"é\\ud800\\n\", [[]], {\"\": {}}]",
        "[0, -0, 1, -1, 2147483647, 2147483648, -2147483649, 9223372036854775807]",
        "[9223372036854775808, 123456789012345678901234567890]",
        "[0.0, -0.0, 1.5, 1e3, 1E-7, 1e400, 0.1000, 123456789.123456789]",
        "{\"a\": 1, \"b\": {\"a\": 2}, \"a\": [3]}",
      })
  void readAndWrite_value_asTheMapper(String json) throws IOException {
    JsonNode expected = MAPPER.readTree(json);

    JsonNode read = Json.read(json, "value");

    assertEquals(expected, read);
    assertArrayEquals(MAPPER.writeValueAsBytes(expected), Json.bytes(read));
  }

  @Test
  void write_numbersOfAllKinds_asTheMapper() throws IOException {
    ObjectNode numbers = Json.object();
    numbers.put("float", 1.1f).put("double", 1.1).put("short", (short) 3).put("long", 4L);
    numbers.put("decimal", new BigDecimal("1.10E+5")).put("nan", Double.NaN);
    numbers.set("missing", JsonNodeFactory.instance.missingNode());

    assertEquals(MAPPER.writeValueAsString(numbers), Json.text(numbers));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1] 2", "[1] x", "{\"a\" 1}", "[1", "nul"})
  void read_mistake_saidAsOfTheMapper(String json) {
    JsonProcessingException mistake =
        assertThrows(
            JsonProcessingException.class,
            () -> MAPPER.readTree(json.getBytes(StandardCharsets.UTF_8)));

    MalformedInput found = assertThrows(MalformedInput.class, () -> Json.read(json, "value"));

    assertEquals(
        "value " + JsonMistake.of(mistake, mistake.getLocation()).sentence(), found.getMessage());
  }

  @Test
  void write_nestedTooDeep_isRefused() {
    JsonNode deep = Json.object();
    for (int i = 0; i < JsonMistake.DEEPEST; i++) {
      deep = Json.object().set("a", deep);
    }
    JsonNode tooDeep = deep;

    assertThrows(IllegalStateException.class, () -> Json.bytes(tooDeep));
  }
}
