package io.accesstriage.cli.archiverules;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import java.util.Optional;

/**
 * An archive rule as a file has it, read or not.
 *
 * @param place in the file, for messages
 * @param analyzer which one it belongs to, in words; nothing where the file does not tell it
 */
record RuleEntry(String place, JsonNode json, RuleNotation notation, Optional<String> analyzer) {
  private static final String NOT_RESOLVED =
      "; functions of a template are not resolved, so import what \"aws accessanalyzer"
          + " list-archive-rules\" prints instead";

  /** The words for an analyzer of a known name. */
  static String analyzerNamed(String name) {
    return "the analyzer " + name;
  }

  /** Its name, or else its place. */
  String label() {
    String name = json.path(notation.ruleName()).asText("");
    return name.isEmpty() ? place : name;
  }

  /**
   * @throws MalformedInput where it cannot be read; the message names the field
   */
  BuiltInRule rule() {
    try {
      return BuiltInRule.read(Fields.of(json, place), notation);
    } catch (MalformedInput e) {
      throw notation == RuleNotation.CLOUD_FORMATION
          ? new MalformedInput(e.getMessage() + NOT_RESOLVED, e)
          : e;
    }
  }
}
