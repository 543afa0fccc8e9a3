package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.jayway.jsonpath.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the paths of a definition. */
final class PathParser {
  private static final Path ALL = new ReferencePath("", "$", false, List.of());

  /** An InputPath or OutputPath of null: the empty object. */
  private static final Path NOTHING = (data, context) -> JsonNodeFactory.instance.objectNode();

  /** The fields of the Context Object that there are here. */
  private static final Map<String, Set<String>> CONTEXT =
      Map.of(
          "Execution", Set.of("Id", "Input", "Name", "StartTime"),
          "State", Set.of("EnteredTime", "Name", "RetryCount"),
          "StateMachine", Set.of("Id", "Name"));

  private PathParser() {}

  /** An InputPath or OutputPath. */
  static Path selection(@Nullable Place place) throws UnsupportedStateMachineException {
    if (place == null) {
      return ALL;
    }
    return place.isNull() ? NOTHING : any(place);
  }

  /** A path that may select several nodes. */
  static Path any(Place place) throws UnsupportedStateMachineException {
    String text = place.asText();
    if (text.startsWith("States.")) {
      throw place.problem("uses an intrinsic function, which is not supported: " + text);
    }
    Optional<ReferencePath> reference = ReferencePath.parse(place.fieldName(), text);
    if (reference.isPresent()) {
      return checkContext(place, reference.get());
    }
    if (!text.startsWith("$") || text.startsWith("$$")) {
      throw place.problem("is not a supported path: " + text);
    }
    try {
      return QueryPath.parse(place.fieldName(), text);
    } catch (InvalidPathException e) {
      throw place.problem("is not a supported path: %s (%s)".formatted(text, e.getMessage()));
    }
  }

  /** A Reference Path, which selects one node. */
  static ReferencePath reference(Place place) throws UnsupportedStateMachineException {
    String text = place.asText();
    Optional<ReferencePath> reference = ReferencePath.parse(place.fieldName(), text);
    if (reference.isEmpty()) {
      throw place.problem(
          "must be a path of names and indexes only, such as $.a.b[0], but is " + text);
    }
    return checkContext(place, reference.get());
  }

  private static ReferencePath checkContext(Place place, ReferencePath path)
      throws UnsupportedStateMachineException {
    if (!path.ofContext()) {
      return path;
    }
    List<ReferencePath.Step> steps = path.steps();
    String object = steps.isEmpty() ? null : steps.get(0).name();
    Set<String> supported = object == null ? null : CONTEXT.get(object);
    String field = steps.size() < 2 ? null : steps.get(1).name();
    if (supported == null || field == null || !supported.contains(field)) {
      throw place.problem("selects what the Context Object does not have here: " + path.text());
    }
    return path;
  }

  /** A ResultPath. */
  static ResultPath result(@Nullable Place place) throws UnsupportedStateMachineException {
    if (place == null) {
      return ResultPath.REPLACE;
    }
    if (place.isNull()) {
      return ResultPath.DISCARD;
    }
    ReferencePath path = reference(place);
    List<String> names = new ArrayList<>();
    for (ReferencePath.Step step : path.steps()) {
      if (step.name() == null) {
        throw place.problem("has an index, which is not supported in a ResultPath: " + path.text());
      }
      names.add(step.name());
    }
    if (path.ofContext()) {
      throw place.problem("must not lead into the Context Object: " + path.text());
    }
    return new ResultPath(List.copyOf(names));
  }
}
