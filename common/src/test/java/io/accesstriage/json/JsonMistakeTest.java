package io.accesstriage.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonMistakeTest {
  private static final String VALUE =
      "expected an object, a list, a text in double quotes, a number, true, false or null";

  /** Words of the parser: its classes, settings, tokens and codes of characters. */
  private static final Pattern OF_PARSER =
      Pattern.compile("[a-z][A-Z]|_|`|Jackson|[Tt]oken|[Ff]eature|was expecting|\\(code");

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      textBlock =
          """
          Unable to locate ¦ 1 ¦ VALUE
          [maybe] ¦ 2 ¦ VALUE
          ['a'] ¦ 2 ¦ VALUE
          [,1] ¦ 2 ¦ VALUE
          [1,] ¦ 4 ¦ VALUE
          [NaN] ¦ 5 ¦ NaN and Infinity are no numbers in JSON: write null or a text
          [-Infinity] ¦ 11 ¦ NaN and Infinity are no numbers in JSON: write null or a text
          [1 // one] ¦ 4 ¦ JSON has no comments: remove it
          {"a": /* b */ 1} ¦ 7 ¦ JSON has no comments: remove it
          {a: 1} ¦ 2 ¦ expected a name in double quotes
          {"a": 1,} ¦ 9 ¦ expected a name in double quotes
          {'a': 1} ¦ 2 ¦ expected a name in double quotes
          {"a" 1} ¦ 6 ¦ expected a colon after the name
          {"a": 1 "b": 2} ¦ 9 ¦ expected a comma or the end of the object, }
          [1 2] ¦ 4 ¦ expected a comma or the end of the list, ]
          {"a": 1] ¦ 8 ¦ expected "}" before "]"
          [1} ¦ 3 ¦ expected "]" before "}"
          {"a": 1, "a": 2} ¦ 13 ¦ the name "a" is there twice in one object: remove one
          ["\\q"] ¦ 4 ¦ write a backslash in a text as two of them, \\\\
          ["\\u12x4"] ¦ 7 ¦ \\u is followed by four hexadecimal digits
          [007] ¦ 3 ¦ write a number as JSON does, such as 12, -0.5 or 1e6
          [1.x] ¦ 4 ¦ write a number as JSON does, such as 12, -0.5 or 1e6
          [1e] ¦ 4 ¦ write a number as JSON does, such as 12, -0.5 or 1e6
          [+1] ¦ 3 ¦ write a number as JSON does, without a plus sign
          [.5] ¦ 2 ¦ VALUE
          {"a":} ¦ 6 ¦ VALUE
          ] ¦ 1 ¦ this closes nothing that is open
          {} {} ¦ 4 ¦ there is more after its end: remove it, or make a list of it
          {"a": [1 ¦ 9 ¦ it ends in the middle, so it was cut off; write it again
          ["abc ¦ 6 ¦ it ends in the middle, so it was cut off; write it again
          """)
  void message_whateverIsWrong_isASentence(String json, int column, String message) {
    JsonMistake mistake = mistake(json.getBytes(StandardCharsets.UTF_8));

    assertEquals(message.replace("VALUE", VALUE), mistake.message(), json);
    assertEquals(1, mistake.line());
    assertEquals(column, mistake.column(), json);
  }

  @Test
  void message_signsThatNobodySees_areNamed() {
    assertEquals(
        "write a line break or tab in a text as \\n or \\t", mistake(utf8("[\"a\nb\"]")).message());
    assertEquals(
        "this character cannot be in JSON: remove it", mistake(utf8("[\u0001]")).message());
    assertEquals(
        "it is no text in UTF-8", mistake(new byte[] {'[', '"', (byte) 0xff, '"'}).message());
  }

  @Test
  void message_tooMuch_isPlacedWhereTheParserStands() {
    assertEquals(new JsonMistake(1, 1002, JsonMistake.TOO_DEEP), mistake(utf8("[".repeat(3_000))));
    assertEquals(
        "a text, a name or a number in it is longer than any that AWS writes",
        mistake(utf8("[" + "1".repeat(2_000) + "]")).message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[tru]",
        "[nul",
        "{\"a\":}",
        "{,}",
        "]",
        "}",
        ":",
        "\"",
        "[1]x",
        "[--1]",
        "[\u00e9]",
        "{\"a\"::1}"
      })
  void message_anythingElse_hasNoWordOfTheParser(String json) {
    String message = mistake(utf8(json)).message();

    assertFalse(OF_PARSER.matcher(message).find(), message);
  }

  @Test
  void message_whatTheParserHasNotSaidYet_isNotShown() {
    JsonProcessingException unknown =
        new JsonParseException(null, "Feature 'X' of FutureParser", JsonLocation.NA);

    assertEquals("the parser does not accept what stands here", JsonMistake.message(unknown));
  }

  private static JsonMistake mistake(byte[] json) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      Exception e = assertThrows(Exception.class, () -> MAPPER.readTree(parser));
      return JsonMistake.of(
          assertInstanceOf(JsonProcessingException.class, e), parser.currentLocation());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
