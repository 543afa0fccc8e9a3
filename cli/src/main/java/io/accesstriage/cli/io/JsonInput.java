package io.accesstriage.cli.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.accesstriage.json.Json;
import io.accesstriage.json.JsonMistake;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.InputText;
import io.accesstriage.text.SafeText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file with JSON values, one after the other, as calls of the AWS CLI print them.
 *
 * @param what names the file's purpose in error messages, such as "findings"
 * @param expected what has to be in it, to follow "expected"
 */
public record JsonInput(Path file, String what, String expected) {
  private static final int MOST_NAMES = 8;
  private static final int DEEPEST_READ_OVER = 100_000;

  /**
   * Error messages do not quote the input, which is hostile. A field that is there twice is an
   * error: of two conditions with the same name one would be lost. A value that is nested deeper
   * than any output of AWS is read over, so that what stands beside it is still read.
   */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST_READ_OVER).build())
              .build());

  /** Reads one of the values. */
  @FunctionalInterface
  public interface ValueReader {
    /**
     * @param json at the value's first token; afterwards at its last
     */
    void read(JsonParser json) throws IOException;
  }

  /**
   * Reads all values.
   *
   * @throws CommandLineError where the file cannot be read, is empty or no JSON
   */
  public void read(ValueReader values) {
    boolean isEmpty;
    try (Reader text = InputText.reader(Files.newInputStream(file));
        JsonParser json = MAPPER.createParser(text)) {
      isEmpty = readAll(json, values);
    } catch (IOException e) {
      throw InputFile.unreadable(file, what, e);
    }
    if (isEmpty) {
      throw new CommandLineError("%s: the file is empty; expected %s".formatted(file, expected));
    }
  }

  private boolean readAll(JsonParser json, ValueReader values) throws IOException {
    boolean isEmpty = true;
    try {
      while (json.nextToken() != null) {
        isEmpty = false;
        values.read(json);
      }
      return isEmpty;
    } catch (JsonProcessingException e) {
      JsonMistake mistake = JsonMistake.of(e, json.currentLocation());
      throw new CommandLineError(
          "%s:%d:%d: this is not valid JSON: %s. Expected is %s"
              .formatted(file, mistake.line(), mistake.column(), mistake.message(), expected),
          e);
    }
  }

  /**
   * The value whose first token the parser has read. Afterwards it is at its last, whether or not
   * the value can be used.
   *
   * @throws MalformedInput where it is nested too deep
   */
  public static JsonNode tree(JsonParser json) throws IOException {
    JsonNode value = json.readValueAsTree();
    if (Json.isDeeperThan(JsonMistake.DEEPEST, value)) {
      throw new MalformedInput(JsonMistake.TOO_DEEP);
    }
    return value;
  }

  /**
   * The first of the values in a text; nothing where it does not begin with one, which whoever
   * reads it whole will say.
   */
  public static Optional<JsonNode> first(String text) {
    try (JsonParser json = MAPPER.createParser(text)) {
      return json.nextToken() == null ? Optional.empty() : Optional.of(tree(json));
    } catch (IOException | MalformedInput e) {
      return Optional.empty();
    }
  }

  /** What a value is that is not expected, for a message. */
  public String another(JsonNode value) {
    Optional<InputKind> kind = InputKind.of(value);
    if (kind.isPresent()) {
      return kind.get() == InputKind.SECURITY_HUB
          ? "this is " + kind.get().words()
          : "this is %s; expected %s".formatted(kind.get().words(), expected);
    }
    if (!value.isObject()) {
      return "expected %s, found %s"
          .formatted(expected, value.isArray() ? "a list" : "a single value");
    }
    if (value.isEmpty()) {
      return "expected %s, found an empty object".formatted(expected);
    }
    List<String> names = new ArrayList<>();
    value.fieldNames().forEachRemaining(names::add);
    return "expected %s, found an object with %s; this is the output of another command"
        .formatted(
            expected,
            names.stream()
                .limit(MOST_NAMES)
                .map(name -> SafeText.quoted(name, 40))
                .collect(Collectors.joining(", ")));
  }

  /** The file and a place in it, to begin a message with. */
  public String place(JsonLocation at) {
    return "%s:%d:%d: ".formatted(file, at.getLineNr(), at.getColumnNr());
  }

  public CommandLineError wrong(JsonLocation at, String message) {
    return new CommandLineError(place(at) + message);
  }
}
