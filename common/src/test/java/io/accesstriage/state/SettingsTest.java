package io.accesstriage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
  @Test
  void of_requestWithoutConfig_namesIt() {
    assertEquals("request.config is missing", message(() -> Settings.of(fields("request", "{}"))));
    assertEquals(Optional.empty(), Settings.optional(fields("request", "{}")));
  }

  @Test
  void ledger_none_isSaidExplicitly() {
    assertEquals(Optional.of("Ledger"), settings("{\"ledger\": \"Ledger\"}").ledger());
    assertEquals(Optional.empty(), settings("{\"ledger\": \"none\"}").ledger());
    assertEquals("config.ledger is missing", message(() -> settings("{}").ledger()));
  }

  @Test
  void list_namesBetweenCommas_areEachOnceInTheirOrder() {
    assertEquals(List.of("b", "a"), settings("{\"n\": \" b ,a,, b\"}").list("n"));
    assertEquals(List.of(), settings("{\"n\": \"none\"}").list("n"));
    assertEquals("config.n is missing", message(() -> settings("{}").list("n")));
  }

  @Test
  void optionalList_absentOrEmpty_isEmpty() {
    assertEquals(
        List.of("Data Owner", "Team"), settings("{\"n\": \"Data Owner,Team\"}").optionalList("n"));
    assertEquals(List.of("none"), settings("{\"n\": \"none\"}").optionalList("n"));
    assertEquals(List.of(), settings("{\"n\": \"\"}").optionalList("n"));
    assertEquals(List.of(), settings("{}").optionalList("n"));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "none,",
  })
  void orNone_whatFits_isRead(String text, String expected) {
    assertEquals(
        Optional.ofNullable(expected),
        n('"' + text + '"').orNone("n", t -> t.startsWith("a"), "a text with a, or none"));
  }

  @Test
  void orNone_otherText_namesTheSetting() {
    assertEquals(
        "config.n: expected a text with a, or none, found \"b\"",
        message(() -> n("\"b\"").orNone("n", t -> t.startsWith("a"), "a text with a, or none")));
  }

  @Test
  void text_whatDoesNotFit_namesTheSetting() {
    assertEquals("none", n("\"none\"").text("n", t -> true, "any text"));
    assertEquals(
        "config.n: expected a text with a, found \"none\"",
        message(() -> n("\"none\"").text("n", t -> t.startsWith("a"), "a text with a")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {"30 | 30", "\"30\" | 30", "1 | 1"})
  void positive_numberOrText_isRead(String json, int expected) {
    assertEquals(expected, n(json).positive("n"));
    assertEquals(Optional.of(expected), n(json).positiveOrNone("n"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "0 | config.n: expected at least 1, found 0",
        "\"-1\" | config.n: expected at least 1, found -1",
        "\"none\" | config.n: expected a whole number, found \"none\"",
        "\"many\" | config.n: expected a whole number, found \"many\"",
        "\"\" | config.n is empty; expected a text",
        "\"1.5\" | config.n: expected a whole number, found \"1.5\"",
        "1.5 | config.n: expected a whole number, found 1.5",
        "null | config.n is missing",
        "[] | config.n: expected a whole number, found a list",
      })
  void positive_other_namesTheSetting(String json, String message) {
    assertEquals(message, message(() -> n(json).positive("n")));
  }

  @Test
  void positiveOrNone_none_isNothing() {
    assertEquals(Optional.empty(), n("\"none\"").positiveOrNone("n"));
    assertEquals(
        "config.n: expected at least 1 or none, found 0",
        message(() -> n("\"0\"").positiveOrNone("n")));
  }

  private static String message(Executable read) {
    return assertThrows(MalformedInput.class, read).getMessage();
  }

  private static Settings n(String json) {
    return settings("{\"n\": " + json + "}");
  }

  private static Settings settings(String json) {
    return new Settings(fields("config", json));
  }

  private static Fields fields(String path, String json) {
    return Fields.of(Json.read(json, path), path);
  }
}
