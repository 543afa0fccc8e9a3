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
 * @param condition of a template, without which there is no such rule; nothing where it always is
 */
record RuleEntry(
    String place,
    JsonNode json,
    RuleNotation notation,
    Optional<String> analyzer,
    Optional<String> condition) {

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html">Dynamic
   *     references</a>
   */
  private static final String DYNAMIC_REFERENCE = "{{resolve:";

  /** A rule that exists. */
  RuleEntry(String place, JsonNode json, RuleNotation notation, Optional<String> analyzer) {
    this(place, json, notation, analyzer, Optional.empty());
  }

  RuleEntry ofAnyAnalyzer() {
    return new RuleEntry(place, json, notation, Optional.empty(), condition);
  }

  /** The words for an analyzer of a known name. */
  static String analyzerNamed(String name) {
    return "the analyzer " + name;
  }

  /** Its name, or else its place. */
  String label() {
    String name = json.path(notation.ruleName).asText("");
    return name.isEmpty() ? place : name;
  }

  /**
   * @throws MalformedInput where it cannot be read; the message names the field
   */
  BuiltInRule rule() {
    if (notation == RuleNotation.CLOUD_FORMATION) {
      refuseWhatOnlyADeploymentKnows();
    }
    try {
      return BuiltInRule.read(Fields.of(json, place), notation);
    } catch (MalformedInput e) {
      throw new MalformedInput(e.getMessage() + notation.hint, e);
    }
  }

  private void refuseWhatOnlyADeploymentKnows() {
    if (condition.isPresent()) {
      throw new MalformedInput(
          "%s: it exists only under %s".formatted(place, condition.get()) + notation.hint);
    }
    if (json.toString().contains(DYNAMIC_REFERENCE)) {
      throw new MalformedInput(
          "%s: it has a dynamic reference, %s...}}".formatted(place, DYNAMIC_REFERENCE)
              + notation.hint);
    }
  }
}
