package io.accesstriage.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FieldsTest {
  private enum Color {
    RED,
    DARK_BLUE
  }

  private static final Fields FULL =
      fields(
          """
          {"text": "a", "empty": "", "flag": true, "number": 7, "real": 2.0, "nothing": null,
           "time": "2026-01-31T12:00:00.123456789Z", "offset": "2026-01-31T12:00:00+02:00",
           "basic": "2026-01-31T12:00:00+0200", "python": "2026-01-31 12:00:00.888000+02:00",
           "color": "dark_Blue", "object": {"inner": {"deep": 1}}, "texts": ["b", "a", "b"],
           "objects": [{"n": 1}, {"n": 2}], "map": {"z": "1", "a": ""}, "more": [[]]}
          """);

  @Test
  void read_presentFields_areTheirValues() {
    assertEquals("a", FULL.text("text"));
    assertEquals(Optional.of(""), FULL.optionalText("empty"));
    assertEquals(Optional.of(true), FULL.optionalFlag("flag"));
    assertEquals(7, FULL.number("number"));
    assertEquals(2, FULL.number("real"));
    assertEquals(Instant.parse("2026-01-31T12:00:00.123456789Z"), FULL.time("time"));
    assertEquals(Instant.parse("2026-01-31T10:00:00Z"), FULL.time("offset"));
    assertEquals(Instant.parse("2026-01-31T10:00:00Z"), FULL.time("basic"));
    assertEquals(Instant.parse("2026-01-31T10:00:00.888Z"), FULL.time("python"));
    assertEquals(Color.DARK_BLUE, FULL.constant("color", Color.class));
    assertEquals(1, FULL.object("object").object("inner").number("deep"));
    assertEquals(List.of("b", "a", "b"), FULL.texts("texts"));
    assertEquals(List.of(1, 2), FULL.objects("objects", o -> o.number("n")));
    assertEquals(Map.of("z", "1", "a", ""), FULL.textMap("map"));
    assertEquals(List.of("z", "a"), List.copyOf(FULL.textMap("map").keySet()));
  }

  @Test
  void read_absentOrNullFields_areAbsent() {
    for (String name : List.of("absent", "nothing")) {
      assertFalse(FULL.has(name), name);
      assertEquals(Optional.empty(), FULL.optionalText(name), name);
      assertEquals(Optional.empty(), FULL.optionalFlag(name), name);
      assertEquals(Optional.empty(), FULL.optionalNumber(name), name);
      assertEquals(Optional.empty(), FULL.optionalTime(name), name);
      assertEquals(Optional.empty(), FULL.optionalConstant(name, Color.class), name);
      assertEquals(Optional.empty(), FULL.optionalObject(name), name);
      assertEquals(Optional.empty(), FULL.optionalTexts(name), name);
      assertEquals(Optional.empty(), FULL.optionalTextMap(name), name);
      assertEquals(List.of(), FULL.texts(name), name);
      assertEquals(List.of(), FULL.objects(name, o -> o), name);
      assertEquals(Map.of(), FULL.textMap(name), name);
    }
    assertTrue(FULL.has("empty"));
  }

  record Wrong(String json, Function<Fields, Object> read, String message) {}

  static Stream<Wrong> wrong() {
    return Stream.of(
        new Wrong("{}", f -> f.text("a"), "event.a is missing"),
        new Wrong("{\"a\": null}", f -> f.text("a"), "event.a is missing"),
        new Wrong("{\"a\": \"\"}", f -> f.text("a"), "event.a is empty; expected a text"),
        new Wrong("{\"a\": 5}", f -> f.text("a"), "event.a: expected a text, found 5"),
        new Wrong("{\"a\": []}", f -> f.text("a"), "event.a: expected a text, found a list"),
        new Wrong("{\"a\": {}}", f -> f.text("a"), "event.a: expected a text, found an object"),
        new Wrong(
            "{\"a\": \"yes\"}",
            f -> f.optionalFlag("a"),
            "event.a: expected true or false, found \"yes\""),
        new Wrong("{}", f -> f.number("a"), "event.a is missing"),
        new Wrong(
            "{\"a\": \"5\"}", f -> f.number("a"), "event.a: expected a whole number, found \"5\""),
        new Wrong(
            "{\"a\": 1.5}", f -> f.number("a"), "event.a: expected a whole number, found 1.5"),
        new Wrong(
            "{\"a\": 3000000000}",
            f -> f.number("a"),
            "event.a: expected a whole number, found 3000000000"),
        new Wrong("{}", f -> f.time("a"), "event.a is missing"),
        new Wrong(
            "{\"a\": \"yesterday\"}",
            f -> f.time("a"),
            "event.a: expected a time such as 2026-01-31T12:00:00Z, found \"yesterday\""),
        new Wrong(
            "{\"a\": \"2026-01-31T12:00:00\"}",
            f -> f.time("a"),
            "event.a: expected a time such as 2026-01-31T12:00:00Z, found \"2026-01-31T12:00:00\""),
        new Wrong(
            "{\"a\": 1700000000}", f -> f.time("a"), "event.a: expected a text, found 1700000000"),
        new Wrong("{}", f -> f.constant("a", Color.class), "event.a is missing"),
        new Wrong(
            "{\"a\": \"green\"}",
            f -> f.constant("a", Color.class),
            "event.a: expected one of [RED, DARK_BLUE], found \"green\""),
        new Wrong("{}", f -> f.object("a"), "event.a is missing"),
        new Wrong(
            "{\"a\": \"b\"}", f -> f.object("a"), "event.a: expected a JSON object, found \"b\""),
        new Wrong(
            "{\"a\": {\"b\": {}}}",
            f -> f.object("a").object("b").text("c"),
            "event.a.b.c is missing"),
        new Wrong("{\"a\": \"b\"}", f -> f.texts("a"), "event.a: expected a list, found \"b\""),
        new Wrong("{\"a\": [\"b\", 7]}", f -> f.texts("a"), "event.a[1]: expected a text, found 7"),
        new Wrong("{\"a\": [null]}", f -> f.texts("a"), "event.a[0]: expected a text, found null"),
        new Wrong(
            "{\"a\": [{}, false]}",
            f -> f.objects("a", o -> o),
            "event.a[1]: expected a JSON object, found false"),
        new Wrong(
            "{\"a\": [{\"b\": 1}]}",
            f -> f.objects("a", o -> o.text("b")),
            "event.a[0].b: expected a text, found 1"),
        new Wrong(
            "{\"a\": []}", f -> f.textMap("a"), "event.a: expected a JSON object, found a list"),
        new Wrong(
            "{\"a\": {\"k\": [\"v\"]}}",
            f -> f.textMap("a"),
            "event.a.k: expected a text, found a list"),
        new Wrong(
            "{\"a\": {\"k\": null}}",
            f -> f.textMap("a"),
            "event.a.k: expected a text, found null"),
        new Wrong(
            "{\"a\": {\"k\\n\\u202e\": 1}}",
            f -> f.textMap("a"),
            "event.a.k\\u000a\\u202e: expected a text, found 1"),
        new Wrong(
            "{\"a\": \"\\u001b[31m\\\"\"}",
            f -> f.number("a"),
            "event.a: expected a whole number, found \"\\u001b[31m\\\"\""));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void read_wrongField_messageNamesItAndWhatWasFound(Wrong wrong) {
    MalformedInput error =
        assertThrows(MalformedInput.class, () -> wrong.read().apply(fields(wrong.json())));

    assertEquals(wrong.message(), error.getMessage());
  }

  @Test
  void missing_field_isNamed() {
    assertEquals("event.values is missing", FULL.missing("values").getMessage());
  }

  @Test
  void read_longHostileValue_isCut() {
    MalformedInput error =
        assertThrows(
            MalformedInput.class,
            () -> fields("{\"a\": \"" + "x".repeat(100_000) + "\"}").number("a"));

    assertEquals(
        "event.a: expected a whole number, found \"" + "x".repeat(59) + "…\"", error.getMessage());
  }

  private static Fields fields(String json) {
    return Fields.of(Json.read(json, "event"), "event");
  }
}
