package io.accesstriage.cli.preview.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the content of script elements, which a browser reads as data. It is the one place where
 * what others wrote is put into HTML: the characters that HTML knows are escaped, and so is all but
 * ASCII, so that no text can end its element or begin another.
 */
final class EmbeddedJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final Writer out;
  private @Nullable JsonGenerator rows;

  EmbeddedJson(Writer out) {
    this.out = out;
  }

  /**
   * Writes an element of its own.
   *
   * @param attribute of the element, as HTML
   */
  void object(String attribute, ObjectNode value) throws IOException {
    try (JsonGenerator generator = begin(attribute)) {
      generator.writeTree(value);
    }
    end();
  }

  /** Begins an element for rows of the table. */
  void beginRows() throws IOException {
    rows = begin("class=\"rows\"");
    rows.writeStartObject();
    rows.writeArrayFieldStart("rows");
  }

  void row(JsonNode row) throws IOException {
    started().writeTree(row);
  }

  /**
   * Ends the element.
   *
   * @param shared what its rows share with others and no element before has
   */
  void endRows(List<JsonNode> shared) throws IOException {
    try (JsonGenerator generator = started()) {
      generator.writeEndArray();
      generator.writeArrayFieldStart("shared");
      for (JsonNode value : shared) {
        generator.writeTree(value);
      }
      generator.writeEndArray();
      generator.writeEndObject();
    }
    rows = null;
    end();
  }

  private JsonGenerator started() {
    if (rows == null) {
      throw new IllegalStateException("no element for rows was begun");
    }
    return rows;
  }

  private JsonGenerator begin(String attribute) throws IOException {
    out.write("<script type=\"application/json\" " + attribute + ">");
    JsonGenerator generator = MAPPER.createGenerator(out);
    generator.setCharacterEscapes(HtmlEscapes.INSTANCE);
    return generator;
  }

  private void end() throws IOException {
    out.write("</script>\n");
  }

  /** JSON's own escapes, and those that make it harmless inside of HTML. */
  private static final class HtmlEscapes extends CharacterEscapes {
    static final HtmlEscapes INSTANCE = new HtmlEscapes();

    private final int[] ascii = standardAsciiEscapesForJSON();

    private HtmlEscapes() {
      for (char c : new char[] {'<', '>', '&', '\'', '\u007f'}) {
        ascii[c] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return null;
    }
  }
}
