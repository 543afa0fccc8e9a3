package io.accesstriage.cli.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A line of JSON Lines for other programs. All but ASCII is escaped: some programs take Unicode's
 * line separators for the end of a line, and nothing in it can steer a terminal.
 */
public final class JsonLine {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonLine() {}

  public static String of(JsonNode json) {
    try {
      // DEL is ASCII, but steers terminals too; outside of strings JSON has none.
      return MAPPER.writeValueAsString(json).replace("\u007f", "\\u007f");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }
}
