package io.accesstriage.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.text.SafeText;
import io.accesstriage.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads and writes JSON trees. The product binds no classes by reflection: a tree read by {@link
 * Fields} starts faster and says which field is wrong. Thread-safe.
 */
public final class Json {
  /**
   * Error messages do not quote the input, which is hostile. Jackson's own limits stand, among them
   * {@link JsonMistake#DEEPEST}.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private static final Pattern UNPAIRED = Pattern.compile("\\p{Cs}");

  private Json() {}

  /**
   * Reads one JSON object.
   *
   * @param what names the input in error messages, such as "event"
   * @throws MalformedInput where the bytes are no single JSON object
   */
  public static Fields readObject(byte[] json, String what) {
    return Fields.of(read(json, what), what);
  }

  /**
   * Reads one JSON value.
   *
   * @throws MalformedInput where the bytes are no single JSON value
   */
  public static JsonNode read(byte[] json, String what) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return read(parser, what);
    } catch (IOException e) {
      // Bytes in memory cannot fail to be read: this is text of another encoding.
      throw new MalformedInput(what + " is not valid UTF-8", e);
    }
  }

  private static JsonNode read(JsonParser parser, String what) throws IOException {
    try {
      JsonNode node = JsonTree.read(parser);
      if (node.isMissingNode()) {
        throw new MalformedInput(what + " is empty; expected a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new MalformedInput(
          what + " " + JsonMistake.of(e, parser.currentLocation()).sentence(), e);
    }
  }

  /** Reads one JSON value from text; see {@link #read(byte[], String)}. */
  public static JsonNode read(String json, String what) {
    return read(json.getBytes(StandardCharsets.UTF_8), what);
  }

  /** Reads one JSON object from a stream that the caller closes. */
  public static Fields readObject(InputStream in, String what) throws IOException {
    return readObject(in.readAllBytes(), what);
  }

  /** A new, empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An object of text fields, in the map's order. */
  public static ObjectNode object(Map<String, String> fields) {
    ObjectNode node = object();
    fields.forEach(node::put);
    return node;
  }

  public static ArrayNode array(List<String> texts) {
    ArrayNode array = object().arrayNode(texts.size());
    texts.forEach(array::add);
    return array;
  }

  /** The value as compact UTF-8. */
  public static byte[] bytes(JsonNode node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      JsonTree.write(node, generator);
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
    return bytes.toByteArray();
  }

  /** The value as compact text. */
  public static String text(JsonNode node) {
    return new String(bytes(node), StandardCharsets.UTF_8);
  }

  /**
   * The value as compact text in which all that a person cannot see is escaped: the same value for
   * a program, and harmless to look at. Unpaired surrogates, at which some readers fail, become
   * U+FFFD.
   */
  public static String visibleText(JsonNode node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      JsonTree.write(node, generator);
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
    // Outside of its strings, JSON has nothing to escape.
    return SafeText.line(UNPAIRED.matcher(text.toString()).replaceAll("\ufffd"), Integer.MAX_VALUE);
  }

  /** Writes the value as compact UTF-8 to a stream that the caller closes. */
  public static void write(JsonNode node, OutputStream out) throws IOException {
    out.write(bytes(node));
  }

  /** Whether a value has more than so many lists and objects in each other. */
  public static boolean isDeeperThan(int levels, JsonNode node) {
    if (!node.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode child : node) {
      if (isDeeperThan(levels - 1, child)) {
        return true;
      }
    }
    return false;
  }

  /** The SHA-256 of a tree's text, in hexadecimal. */
  public static String sha256(JsonNode node) {
    return Sha256.hex(bytes(node));
  }
}
