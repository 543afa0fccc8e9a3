package io.accesstriage.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.testing.RandomStates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void readObject_object_fieldsAreNamedByWhatItIs() {
    Fields fields = Json.readObject(utf8("{\"a\": \"b\"}"), "event");

    assertEquals("b", fields.text("a"));
    assertEquals("event.a", fields.at("a"));
  }

  @Test
  void readObject_stream_isReadToItsEnd() throws IOException {
    assertEquals(
        "b", Json.readObject(new ByteArrayInputStream(utf8("{\"a\":\"b\"}")), "event").text("a"));
  }

  @Test
  void readObject_noObject_saysWhatWasFound() {
    assertMessage("event: expected a JSON object, found a list", "[1]");
    assertMessage("event: expected a JSON object, found \"text\"", "\"text\"");
    assertMessage("event: expected a JSON object, found 5", "5");
    assertMessage("event: expected a JSON object, found true", "true");
    assertMessage("event: expected a JSON object, found null", "null");
  }

  @Test
  void readObject_nothing_saysThatItIsEmpty() {
    assertMessage("event is empty; expected a JSON object", "");
    assertMessage("event is empty; expected a JSON object", " \n ");
  }

  @Test
  void readObject_invalidJson_saysWhere() {
    assertMessage(
        "event is not valid JSON at line 2, column 3: expected a name in double quotes",
        "{\n  x: 1}");
    assertMessage(
        "event is not valid JSON at line 1, column 4: there is more after its end: remove it, or make a list of it",
        "{} {}");
    assertMessage(
        "event is not valid JSON at line 1, column 8: it ends in the middle, so it was cut off; write it again",
        "{\"a\": 1");
  }

  @Test
  void readObject_invalidJsonOfHostileText_messageIsOneShortLine() {
    MalformedInput error = malformed("{\"a\": \u202e\u001b[31m" + "x".repeat(10_000));

    assertEquals(-1, error.getMessage().indexOf('\n'));
    assertEquals(-1, error.getMessage().indexOf('\u202e'));
    assertEquals(-1, error.getMessage().indexOf('\u001b'));
    assertEquals(true, error.getMessage().length() < 300, error.getMessage());
  }

  @Test
  void readObject_nested5000Deep_saysTheLimit() {
    String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);

    assertMessage(
        "event is not valid JSON at line 1, column 5002: it is nested deeper than 1,000 levels, which no output of AWS is",
        deep);
  }

  @Test
  void read_noUtf8_isMalformedInput() {
    byte[] latin1 = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] looksLikeUtf32 = {0, 0, 0, '{', 0, 0x7f, 0, 0};

    assertThrows(MalformedInput.class, () -> Json.read(latin1, "event"));
    assertThrows(MalformedInput.class, () -> Json.read(looksLikeUtf32, "event"));
  }

  @Test
  void readObject_300KilobytesInOneField_isRead() {
    String large = "x".repeat(300_000);

    assertEquals(large, Json.readObject(utf8("{\"a\": \"" + large + "\"}"), "event").text("a"));
  }

  @Test
  void text_object_isCompactInTheOrderOfItsFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("z", "1");
    fields.put("a", "é\n\"");

    assertEquals("{\"z\":\"1\",\"a\":\"é\\n\\\"\"}", Json.text(Json.object(fields)));
  }

  @Test
  void bytes_anyText_readsBackTheSame() {
    for (long seed = 0; seed < 500; seed++) {
      ObjectNode node = Json.object(new RandomStates(seed).map());

      assertEquals(node, Json.read(Json.bytes(node), "copy"), "seed " + seed);
      assertEquals(node, Json.read(Json.text(node), "copy"), "seed " + seed);
    }
  }

  @Test
  void bytes_unpairedSurrogate_readsBackTheSame() {
    ObjectNode node = Json.object(Map.of("tag", "a\ud800b"));

    assertEquals("{\"tag\":\"a\\uD800b\"}", new String(Json.bytes(node), StandardCharsets.UTF_8));
    assertEquals(node, Json.read(Json.bytes(node), "copy"));
  }

  @Test
  void write_stream_isTheBytes() throws IOException {
    ObjectNode node = Json.object(Map.of("a", "中"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Json.write(node, out);

    assertArrayEquals(Json.bytes(node), out.toByteArray());
  }

  private static void assertMessage(String expected, String json) {
    assertEquals(expected, malformed(json).getMessage());
  }

  private static MalformedInput malformed(String json) {
    return assertThrows(MalformedInput.class, () -> Json.readObject(utf8(json), "event"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
