package io.accesstriage.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramDocumentTest {
  private static final ObjectNode HEAD = ProgramDocument.head("alert", "subject", "text");

  private static String text(ObjectNode content) {
    return ProgramDocument.text(HEAD, content, Set.of("map"));
  }

  private static JsonNode read(ObjectNode content) {
    return Json.read(text(content), "document");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:::evil.com",
        "https://evil.com/x",
        "a\u202eb\u200b",
        "\\\u202e",
        "\u0000\u007f\n",
        "a\u0301\u0302\u0303",
        "\ud83d\ude00 \u65e5\u672c"
      })
  void text_ofAnyValue_isItAgain(String value) {
    ObjectNode content = Json.object().put("value", value);
    content.putObject("map").put(value, value);

    JsonNode document = read(content);

    assertEquals(value, document.path("value").textValue());
    assertEquals(value, document.path("map").path(value).textValue());
    assertFalse(document.has("cut"));
  }

  @Test
  void text_ofInvisibleCharacters_showsTheirCodes() {
    String text = text(Json.object().put("value", "a\u202eb\ud800c\ufffe"));

    assertEquals(
        "{\"schemaVersion\":\"1.1\",\"kind\":\"alert\",\"subject\":\"subject\",\"text\":\"text\",\"value\":\"a\\u202eb\ufffdc\\ufffe\"}",
        text);
  }

  @Test
  void text_ofTooMuch_hasFewerElementsAndSaysHowManyThereWere() {
    ObjectNode content = Json.object();
    ArrayNode list = content.putArray("list");
    ObjectNode map = content.putObject("map");
    for (int i = 0; i < 10_000; i++) {
      list.addObject().put("id", "id-%05d".formatted(i));
      map.put("key-%05d".formatted(i), "v");
    }

    JsonNode document = read(content);

    assertEquals(100, document.path("list").size());
    assertEquals("id-00000", document.path("list").path(0).path("id").textValue());
    assertEquals(100, document.path("map").size());
    assertEquals("{\"list\":10000,\"map\":10000}", document.path("cut").toString());
  }

  @Test
  void text_ofCountsThatAreTooMany_addsUpTheOthers() {
    ObjectNode content = Json.object();
    ObjectNode map = content.putObject("map");
    for (int i = 0; i < 10_000; i++) {
      map.put("key-%05d".formatted(i), 2);
    }
    map.put(ProgramDocument.OTHERS, 7);

    JsonNode document = read(content);

    assertEquals(101, document.path("map").size());
    assertEquals(2 * 9_900 + 7, document.path("map").path(ProgramDocument.OTHERS).intValue());
    assertEquals("{\"map\":10001}", document.path("cut").toString());
  }

  @Test
  void text_ofAValueThatIsTooLong_isNullAndSaysHowLongItWas() {
    String large = "\"".repeat(50_000);
    ObjectNode content = Json.object().put("long", large).put("short", "arn:aws:s3:::b");
    content.putArray("list").add(large).add("kept").addObject().put("in", large);
    content.putObject("map").put(large, "dropped").put("dropped", large).put("kept", "kept");

    JsonNode document = read(content);

    assertTrue(document.path("long").isNull());
    assertEquals("arn:aws:s3:::b", document.path("short").textValue());
    assertEquals("[\"kept\",{\"in\":null}]", document.path("list").toString());
    assertEquals("{\"kept\":\"kept\"}", document.path("map").toString());
    assertEquals(
        "{\"long\":50000,\"list[].in\":50000,\"list\":3,\"map\":3}",
        document.path("cut").toString());
  }
}
