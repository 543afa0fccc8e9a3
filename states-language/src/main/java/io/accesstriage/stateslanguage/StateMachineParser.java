package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a state machine from its definition and refuses what is wrong or not supported. */
final class StateMachineParser {
  private static final int MAX_NAME_LENGTH = 80;

  /** The greatest number that Step Functions takes for seconds and attempts. */
  private static final int MAX_NUMBER = 99_999_999;

  /** MaxDelaySeconds must be less than a leap year. */
  private static final int MAX_DELAY_SECONDS = 31_622_399;

  private static final List<String> COMMON = List.of("Comment", "Type", "QueryLanguage");
  private static final List<String> IN_AND_OUT = List.of("InputPath", "OutputPath");
  private static final List<String> TO_NEXT = List.of("Next", "End");

  /** The parameters that each supported resource needs. */
  private static final Map<String, List<String>> RESOURCES =
      Map.of(
          LambdaInvoke.ARN, List.of("FunctionName"),
          SqsSendMessage.ARN, List.of("QueueUrl", "MessageBody"),
          StatesStartExecution.ARN, List.of("StateMachineArn"));

  /** Those that it may have besides. */
  private static final Map<String, List<String>> OPTIONAL =
      Map.of(
          LambdaInvoke.ARN, List.of("Payload"),
          SqsSendMessage.ARN, List.of(),
          StatesStartExecution.ARN, List.of("Name", "Input"));

  private final Place root;
  private final Map<String, Place> statePlaces;

  /** Where each state can go, and where its definition says so. */
  private final Map<String, List<Place>> exits = new HashMap<>();

  StateMachineParser(Place root) throws UnsupportedStateMachineException {
    this.root =
        root.asObjectOf(
            "a state machine",
            Set.of("Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"));
    this.statePlaces = root.required("States").asObject().fields();
  }

  StateMachine parse() throws UnsupportedStateMachineException {
    checkCommonFields(root);
    if (root.has("Version")) {
      root.required("Version").asOneOf(Set.of("1.0"));
    }
    Duration timeout = seconds(root.optional("TimeoutSeconds"));
    Map<String, State> states = new HashMap<>();
    for (Map.Entry<String, Place> state : statePlaces.entrySet()) {
      states.put(state.getKey(), state(state.getKey(), state.getValue()));
    }
    Place startAt = root.required("StartAt");
    checkTargets(startAt);
    checkReachable(startAt.asText());
    return new StateMachine(startAt.asText(), states, timeout);
  }

  private static void checkCommonFields(Place place) throws UnsupportedStateMachineException {
    if (place.has("Comment")) {
      place.required("Comment").asText();
    }
    if (place.has("QueryLanguage")) {
      place.required("QueryLanguage").asOneOf(Set.of("JSONPath"));
    }
  }

  private void checkTargets(Place startAt) throws UnsupportedStateMachineException {
    List<Place> targets = new ArrayList<>(List.of(startAt));
    for (String state : statePlaces.keySet()) {
      targets.addAll(exits.getOrDefault(state, List.of()));
    }
    for (Place target : targets) {
      if (!statePlaces.containsKey(target.asText())) {
        throw target.problem(
            "names the state \"%s\", which does not exist; the states are %s"
                .formatted(target.asText(), statePlaces.keySet()));
      }
    }
  }

  private void checkReachable(String startAt) throws UnsupportedStateMachineException {
    Set<String> reached = new LinkedHashSet<>(Set.of(startAt));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (Place exit : exits.getOrDefault(open.pop(), List.of())) {
        if (reached.add(exit.asText())) {
          open.push(exit.asText());
        }
      }
    }
    for (Map.Entry<String, Place> state : statePlaces.entrySet()) {
      if (!reached.contains(state.getKey())) {
        throw state.getValue().problem("cannot be reached from StartAt");
      }
    }
  }

  private State state(String name, Place place) throws UnsupportedStateMachineException {
    if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
      throw place.problem("has a name of more than " + MAX_NAME_LENGTH + " characters");
    }
    place.asObject();
    Place type = place.required("Type");
    String typeName = type.asOneOf(Set.of("Task", "Choice", "Wait", "Pass", "Succeed", "Fail"));
    exits.put(name, new ArrayList<>());
    State state =
        switch (typeName) {
          case "Task" -> task(name, place);
          case "Choice" -> choice(name, place);
          case "Wait" -> waitFor(name, place);
          case "Pass" -> pass(name, place);
          case "Succeed" -> succeed(place);
          default -> fail(place);
        };
    checkCommonFields(place);
    return state;
  }

  @SafeVarargs
  private static void allow(Place place, String what, List<String>... fields)
      throws UnsupportedStateMachineException {
    Set<String> all = new TreeSet<>(COMMON);
    for (List<String> some : fields) {
      all.addAll(some);
    }
    place.asObjectOf(what, all);
  }

  private State task(String name, Place place) throws UnsupportedStateMachineException {
    allow(
        place,
        "a Task state",
        IN_AND_OUT,
        TO_NEXT,
        List.of(
            "Resource",
            "Parameters",
            "ResultSelector",
            "ResultPath",
            "Retry",
            "Catch",
            "TimeoutSeconds"));
    String resource = place.required("Resource").asOneOf(RESOURCES.keySet());
    Place parameters = place.required("Parameters");
    checkParameters(resource, parameters);
    return new TaskState(
        resource,
        PathParser.selection(place.optional("InputPath")),
        template(parameters),
        optionalTemplate(place.optional("ResultSelector")),
        PathParser.result(place.optional("ResultPath")),
        PathParser.selection(place.optional("OutputPath")),
        seconds(place.optional("TimeoutSeconds")),
        retriers(place.optional("Retry")),
        catchers(name, place.optional("Catch")),
        next(name, place));
  }

  private static void checkParameters(String resource, Place parameters)
      throws UnsupportedStateMachineException {
    List<String> required = RESOURCES.get(resource);
    List<String> all = new ArrayList<>(required);
    all.addAll(OPTIONAL.get(resource));
    Set<String> supported = new TreeSet<>();
    for (String name : all) {
      supported.add(name);
      supported.add(name + ".$");
    }
    parameters.asObjectOf("the parameters of " + resource, supported);
    for (String name : required) {
      if (!parameters.has(name) && !parameters.has(name + ".$")) {
        throw parameters.problem("has no " + name + ", which " + resource + " needs");
      }
    }
  }

  private State choice(String name, Place place) throws UnsupportedStateMachineException {
    allow(place, "a Choice state", IN_AND_OUT, List.of("Choices", "Default"));
    List<ChoiceState.Rule> rules = new ArrayList<>();
    for (Place rule : place.required("Choices").asNonEmptyArray()) {
      Condition condition = ConditionParser.parse(rule, Set.of("Next", "Comment"));
      checkCommonFields(rule);
      rules.add(new ChoiceState.Rule(condition, exit(name, rule.required("Next"))));
    }
    Place defaultPlace = place.optional("Default");
    return new ChoiceState(
        PathParser.selection(place.optional("InputPath")),
        PathParser.selection(place.optional("OutputPath")),
        List.copyOf(rules),
        defaultPlace == null ? null : exit(name, defaultPlace));
  }

  private State waitFor(String name, Place place) throws UnsupportedStateMachineException {
    allow(
        place,
        "a Wait state",
        IN_AND_OUT,
        TO_NEXT,
        List.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath"));
    return new WaitState(
        PathParser.selection(place.optional("InputPath")),
        delay(place),
        PathParser.selection(place.optional("OutputPath")),
        next(name, place));
  }

  private static WaitState.Delay delay(Place place) throws UnsupportedStateMachineException {
    Place field = onlyOneOf(place, List.of("Seconds", "SecondsPath", "Timestamp", "TimestampPath"));
    if (field == null) {
      throw place.problem("has none of Seconds, SecondsPath, Timestamp and TimestampPath");
    }
    return switch (field.fieldName()) {
      case "Seconds" -> {
        Duration duration = Duration.ofSeconds(field.asInteger(0, MAX_NUMBER));
        yield (now, data, context) -> duration;
      }
      case "SecondsPath" -> {
        ReferencePath path = PathParser.reference(field);
        yield (now, data, context) -> secondsIn(path.select(data, context), path);
      }
      case "Timestamp" -> {
        Instant until = timestamp(field.asText());
        if (until == null) {
          throw field.problem(
              "must be a time such as 2026-03-14T01:59:00Z, but is " + field.value());
        }
        yield (now, data, context) -> Duration.between(now, until);
      }
      default -> {
        ReferencePath path = PathParser.reference(field);
        yield (now, data, context) ->
            Duration.between(now, timestampIn(path.select(data, context), path));
      }
    };
  }

  private static Duration secondsIn(JsonNode value, ReferencePath path)
      throws StateFailedException {
    if (!value.isInt() || value.intValue() < 0 || value.intValue() > MAX_NUMBER) {
      throw StateFailedException.runtime(
          "%s: the path %s must select an integer from 0 to %d."
              .formatted(path.field(), path.text(), MAX_NUMBER));
    }
    return Duration.ofSeconds(value.intValue());
  }

  private static Instant timestampIn(JsonNode value, ReferencePath path)
      throws StateFailedException {
    Instant instant = value.isTextual() ? timestamp(value.textValue()) : null;
    if (instant == null) {
      throw StateFailedException.runtime(
          "%s: the path %s must select a time such as 2026-03-14T01:59:00Z."
              .formatted(path.field(), path.text()));
    }
    return instant;
  }

  /** RFC 3339 with a capital T and Z, as the specification restricts it. */
  private static @Nullable Instant timestamp(String text) {
    if (text.indexOf('t') >= 0 || text.indexOf('z') >= 0) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private State pass(String name, Place place) throws UnsupportedStateMachineException {
    allow(place, "a Pass state", IN_AND_OUT, TO_NEXT, List.of("Parameters", "ResultPath"));
    return new PassState(
        PathParser.selection(place.optional("InputPath")),
        optionalTemplate(place.optional("Parameters")),
        PathParser.result(place.optional("ResultPath")),
        PathParser.selection(place.optional("OutputPath")),
        next(name, place));
  }

  private static State succeed(Place place) throws UnsupportedStateMachineException {
    allow(place, "a Succeed state", IN_AND_OUT);
    return new SucceedState(
        PathParser.selection(place.optional("InputPath")),
        PathParser.selection(place.optional("OutputPath")));
  }

  private static State fail(Place place) throws UnsupportedStateMachineException {
    allow(place, "a Fail state", List.of("Error", "ErrorPath", "Cause", "CausePath"));
    return new FailState(text(place, "Error", "ErrorPath"), text(place, "Cause", "CausePath"));
  }

  private static FailState.@Nullable Text text(Place place, String literal, String path)
      throws UnsupportedStateMachineException {
    Place field = onlyOneOf(place, List.of(literal, path));
    if (field == null) {
      return null;
    }
    if (field.fieldName().equals(literal)) {
      String text = field.asText();
      return (data, context) -> text;
    }
    ReferencePath reference = PathParser.reference(field);
    return (data, context) -> {
      JsonNode value = reference.select(data, context);
      if (!value.isTextual()) {
        throw StateFailedException.runtime(
            "%s: the path %s must select a string.".formatted(reference.field(), reference.text()));
      }
      return value.textValue();
    };
  }

  private static @Nullable Place onlyOneOf(Place place, List<String> names)
      throws UnsupportedStateMachineException {
    Place only = null;
    for (String name : names) {
      Place field = place.optional(name);
      if (field != null && only != null) {
        throw field.problem("does not go with " + only.fieldName());
      }
      only = field == null ? only : field;
    }
    return only;
  }

  private String exit(String state, Place target) throws UnsupportedStateMachineException {
    exits.get(state).add(target);
    return target.asText();
  }

  private @Nullable String next(String name, Place place) throws UnsupportedStateMachineException {
    Place next = place.optional("Next");
    Place end = place.optional("End");
    if (next == null && end == null) {
      throw place.problem("has neither Next nor End");
    }
    if (next != null && end != null) {
      throw end.problem("does not go with Next");
    }
    if (end != null && !end.asBoolean()) {
      throw end.problem("must be true; leave it out and say Next otherwise");
    }
    return next == null ? null : exit(name, next);
  }

  private static @Nullable Duration seconds(@Nullable Place place)
      throws UnsupportedStateMachineException {
    return place == null ? null : Duration.ofSeconds(place.asInteger(1, MAX_NUMBER));
  }

  private static List<Retrier> retriers(@Nullable Place place)
      throws UnsupportedStateMachineException {
    List<Retrier> retriers = new ArrayList<>();
    for (Place element : place == null ? List.<Place>of() : place.asNonEmptyArray()) {
      retriers.add(retrier(element, place));
    }
    return List.copyOf(retriers);
  }

  private static Retrier retrier(Place place, Place array) throws UnsupportedStateMachineException {
    place.asObjectOf(
        "a retrier",
        Set.of(
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy"));
    Place backoffRate = place.optional("BackoffRate");
    if (backoffRate != null && backoffRate.asNumber().compareTo(BigDecimal.ONE) < 0) {
      throw backoffRate.problem("must be a number of at least 1.0, but is " + backoffRate.value());
    }
    Place jitter = place.optional("JitterStrategy");
    return new Retrier(
        errorNames(place, array),
        integer(place.optional("IntervalSeconds"), 1, MAX_NUMBER, 1),
        integer(place.optional("MaxAttempts"), 0, MAX_NUMBER, 3),
        backoffRate == null ? 2.0 : backoffRate.asNumber().doubleValue(),
        integer(place.optional("MaxDelaySeconds"), 1, MAX_DELAY_SECONDS, MAX_NUMBER),
        jitter == null
            ? Retrier.Jitter.NONE
            : Retrier.Jitter.valueOf(jitter.asOneOf(Set.of("NONE", "FULL"))));
  }

  private static int integer(@Nullable Place place, int least, int greatest, int otherwise)
      throws UnsupportedStateMachineException {
    return place == null ? otherwise : place.asInteger(least, greatest);
  }

  private List<Catcher> catchers(String name, @Nullable Place place)
      throws UnsupportedStateMachineException {
    List<Catcher> catchers = new ArrayList<>();
    for (Place element : place == null ? List.<Place>of() : place.asNonEmptyArray()) {
      element.asObjectOf("a catcher", Set.of("ErrorEquals", "ResultPath", "Next", "Comment"));
      checkCommonFields(element);
      catchers.add(
          new Catcher(
              errorNames(element, place),
              PathParser.result(element.optional("ResultPath")),
              exit(name, element.required("Next"))));
    }
    return List.copyOf(catchers);
  }

  private static ErrorNames errorNames(Place element, Place array)
      throws UnsupportedStateMachineException {
    Place place = element.required("ErrorEquals");
    List<String> names = new ArrayList<>();
    for (Place name : place.asNonEmptyArray()) {
      if (name.asText().startsWith("States.")) {
        name.asOneOf(ErrorNames.OF_TASKS);
      }
      names.add(name.asText());
    }
    boolean last = array.elements().get(array.elements().size() - 1) == element;
    if (names.contains(ErrorNames.ALL) && (names.size() > 1 || !last)) {
      throw place.problem("has States.ALL, which must stand alone and in the last element");
    }
    return new ErrorNames(names);
  }

  private static @Nullable PayloadTemplate optionalTemplate(@Nullable Place place)
      throws UnsupportedStateMachineException {
    return place == null ? null : template(place.asObject());
  }

  private static PayloadTemplate template(Place place) throws UnsupportedStateMachineException {
    if (place.value().isArray()) {
      List<PayloadTemplate> elements = new ArrayList<>();
      for (Place element : place.elements()) {
        elements.add(template(element));
      }
      return new PayloadTemplate.Elements(List.copyOf(elements));
    }
    if (!place.value().isObject()) {
      return new PayloadTemplate.Constant(place.value());
    }
    Map<String, PayloadTemplate> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Place> field : place.fields().entrySet()) {
      String name = field.getKey();
      if (!name.endsWith(".$")) {
        fields.put(name, template(field.getValue()));
        continue;
      }
      String shortName = name.substring(0, name.length() - 2);
      if (place.has(shortName)) {
        throw field.getValue().problem("does not go with " + shortName);
      }
      fields.put(shortName, new PayloadTemplate.Selected(PathParser.any(field.getValue())));
    }
    return new PayloadTemplate.Fields(fields);
  }
}
