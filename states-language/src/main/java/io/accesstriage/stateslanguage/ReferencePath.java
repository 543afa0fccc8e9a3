package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path that can only identify a single node, such as {@code $.decision.outcome}, {@code $['a
 * b'][0]} or {@code $$.Execution.Id}. Nearly every path of a state machine is one, so it is
 * followed here and not by the JSONPath library.
 *
 * @param field where the definition has it, for messages
 */
record ReferencePath(String field, String text, boolean ofContext, List<Step> steps)
    implements Path {
  private static final Pattern STEP =
      Pattern.compile(
          "\\.([\\p{L}_][\\p{L}\\p{N}_-]*)|\\['([^'\\\\]+)']|\\[\"([^\"\\\\]+)\"]|\\[(\\d{1,9})]");

  /** One step down: into an object by a field's name or, without a name, into an array by index. */
  record Step(@Nullable String name, int index) {
    @Nullable JsonNode into(JsonNode node) {
      if (name == null) {
        return node.isArray() ? node.get(index) : null;
      }
      return node.isObject() ? node.get(name) : null;
    }
  }

  ReferencePath {
    steps = List.copyOf(steps);
  }

  /** Reads a path; empty if the text is none or selects by more than names and indexes. */
  static Optional<ReferencePath> parse(String field, String text) {
    if (!text.startsWith("$")) {
      return Optional.empty();
    }
    boolean ofContext = text.startsWith("$$");
    int position = ofContext ? 2 : 1;
    List<Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    while (position < text.length()) {
      if (!step.region(position, text.length()).lookingAt()) {
        return Optional.empty();
      }
      steps.add(stepOf(step));
      position = step.end();
    }
    return Optional.of(new ReferencePath(field, text, ofContext, steps));
  }

  private static Step stepOf(Matcher step) {
    String index = step.group(4);
    if (index != null) {
      return new Step(null, Integer.parseInt(index));
    }
    String name =
        step.group(1) != null
            ? step.group(1)
            : step.group(2) != null ? step.group(2) : step.group(3);
    return new Step(name, 0);
  }

  /** What the path selects, which may be JSON's null; empty if nothing. */
  Optional<JsonNode> find(JsonNode data, JsonNode context) {
    JsonNode node = ofContext ? context : data;
    for (Step step : steps) {
      node = step.into(node);
      if (node == null) {
        return Optional.empty();
      }
    }
    return Optional.of(node);
  }

  @Override
  public JsonNode select(JsonNode data, JsonNode context) throws StateFailedException {
    return find(data, context)
        .orElseThrow(
            () -> StateFailedException.runtime(field + ": the path " + text + " selects nothing."));
  }
}
