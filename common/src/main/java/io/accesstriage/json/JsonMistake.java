package io.accesstriage.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.accesstriage.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a text is no JSON, in words of those who write such files: the one place that turns what the
 * parser says, which names its tokens, settings and classes, into a sentence.
 *
 * @param line from 1
 * @param column from 1
 * @param message what was expected and what to do, to follow "not valid JSON: "
 */
public record JsonMistake(int line, int column, String message) {
  /** As deep as JSON may be nested. */
  public static final int DEEPEST = 1_000;

  /** What is nested deeper, whoever finds it. */
  public static final String TOO_DEEP =
      "it is nested deeper than %,d levels, which no output of AWS is".formatted(DEEPEST);

  private static final String ANY_VALUE =
      "expected an object, a list, a text in double quotes, a number, true, false or null";

  private static final Pattern DUPLICATE =
      Pattern.compile("Duplicate field '(.*)'.*", Pattern.DOTALL);

  private static final Pattern CLOSING =
      Pattern.compile("Unexpected close marker '(.)': expected '(.)'.*", Pattern.DOTALL);

  /** What the parser says, or a part of it, and what it means; the first that fits. */
  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    MEANINGS.put("Trailing token", "there is more after its end: remove it, or make a list of it");
    MEANINGS.put("comment?", "JSON has no comments: remove it");
    MEANINGS.put(
        "Non-standard token", "NaN and Infinity are no numbers in JSON: write null or a text");
    MEANINGS.put("Unrecognized token", ANY_VALUE);
    MEANINGS.put("Illegal unquoted character", "write a line break or tab in a text as \\n or \\t");
    MEANINGS.put("Illegal character", "this character cannot be in JSON: remove it");
    MEANINGS.put(
        "Unrecognized character escape", "write a backslash in a text as two of them, \\\\");
    MEANINGS.put("hex-digit", "\\u is followed by four hexadecimal digits");
    MEANINGS.put("to start field name", "expected a name in double quotes");
    MEANINGS.put("to separate field name and value", "expected a colon after the name");
    MEANINGS.put("to separate Object entries", "expected a comma or the end of the object, }");
    MEANINGS.put("to separate Array entries", "expected a comma or the end of the list, ]");
    MEANINGS.put("Expected space separating root-level values", "expected a space or a line break");
    MEANINGS.put("plus sign", "write a number as JSON does, without a plus sign");
    MEANINGS.put("numeric value", "write a number as JSON does, such as 12, -0.5 or 1e6");
    MEANINGS.put("expected a val", ANY_VALUE);
    MEANINGS.put("Unexpected close marker", "this closes nothing that is open");
    MEANINGS.put("UTF-8", "it is no text in UTF-8");
    MEANINGS.put("UTF-32", "it is no text in UTF-8");
  }

  /**
   * @param reached how far the parser has read, since it does not say where something too long or
   *     too deep stands
   */
  public static JsonMistake of(JsonProcessingException e, JsonLocation reached) {
    JsonLocation at = e.getLocation() == null ? reached : e.getLocation();
    return new JsonMistake(at.getLineNr(), at.getColumnNr(), message(e));
  }

  /** It with its place, to follow a name such as "event". */
  String sentence() {
    return "is not valid JSON at line %d, column %d: %s".formatted(line, column, message);
  }

  /** Only what was expected, and what to do. */
  public static String message(JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage());
    if (e instanceof JsonEOFException) {
      return "it ends in the middle, so it was cut off; write it again";
    }
    if (e instanceof StreamConstraintsException) {
      return said.contains("nesting depth")
          ? TOO_DEEP
          : "a text, a name or a number in it is longer than any that AWS writes";
    }
    Matcher duplicate = DUPLICATE.matcher(said);
    if (duplicate.matches()) {
      return "the name %s is there twice in one object: remove one"
          .formatted(SafeText.quoted(duplicate.group(1), 60));
    }
    Matcher closing = CLOSING.matcher(said);
    if (closing.matches()) {
      return "expected \"%s\" before \"%s\"".formatted(closing.group(2), closing.group(1));
    }
    return MEANINGS.entrySet().stream()
        .filter(meaning -> said.contains(meaning.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("the parser does not accept what stands here");
  }
}
