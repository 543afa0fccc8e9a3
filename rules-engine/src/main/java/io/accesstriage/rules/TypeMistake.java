package io.accesstriage.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says of what CEL cannot do with values of some types what these are and what to write instead.
 */
final class TypeMistake {
  private static final Pattern NO_OVERLOAD =
      Pattern.compile(
          "found no matching overload for '(.+?)' applied to '(.*)' \\(candidates: (.*)\\)");
  private static final Pattern NOT_BOOL = Pattern.compile("expected type 'bool' but found '(.+)'");
  private static final Pattern NO_FIELDS =
      Pattern.compile("type '(.+)' does not support field selection");

  private static final String TIME = "a time";
  private static final String LENGTH = "a length of time";
  private static final String TEXT = "a text";
  private static final String NUMBER = "a whole number";
  private static final String EITHER = "true or false";

  private final String function;
  private final List<String> types;
  private final String candidates;

  private TypeMistake(String function, List<String> types, String candidates) {
    this.function = function;
    this.types = types;
    this.candidates = candidates;
  }

  /** CEL's message in other words; nothing where it is about something else. */
  static Optional<String> of(String message) {
    Matcher noOverload = NO_OVERLOAD.matcher(message);
    if (noOverload.matches()) {
      return Optional.of(
          new TypeMistake(noOverload.group(1), types(noOverload.group(2)), noOverload.group(3))
              .message());
    }
    Matcher notBool = NOT_BOOL.matcher(message);
    if (notBool.matches()) {
      return Optional.of(
          "a condition is true or false, but this is %s".formatted(word(notBool.group(1))));
    }
    Matcher noFields = NO_FIELDS.matcher(message);
    return noFields.matches()
        ? Optional.of("%s has no fields".formatted(word(noFields.group(1))))
        : Optional.empty();
  }

  private String message() {
    return switch (function) {
      case "_==_", "_!=_" -> equality();
      case "_<_", "_<=_", "_>_", "_>=_" -> order();
      case "@in" -> membership();
      case "_&&_", "_||_" ->
          "%s joins conditions, and %s is none"
              .formatted(function.replace("_", ""), firstThatIsNot(EITHER));
      case "!_" -> "! turns a condition around, and %s is none".formatted(word(types.get(0)));
      case "-_" -> "- makes a number negative, and %s is none".formatted(word(types.get(0)));
      case "_?_:_" ->
          word(types.get(0)).equals(EITHER)
              ? "both values of a choice have to be of one type, not %s and %s"
                  .formatted(word(types.get(1)), word(types.get(2)))
              : "before the ? stands a condition, and %s is none".formatted(word(types.get(0)));
      case "_[_]" ->
          "%s has nothing in brackets by %s".formatted(word(types.get(0)), word(types.get(1)));
      default -> function.startsWith("_") ? calculation() : call();
    };
  }

  private String equality() {
    if (has("null")) {
      return "nothing is null here: what a finding does not have is empty, \"\" or [], and a key of"
          + " a map is asked for by \"key\" in map";
    }
    if (isList(types.get(0)) != isList(types.get(1)) && has(TEXT)) {
      return "a list and a text are never equal: write \"text\" in list";
    }
    String never = "%s and %s are never equal".formatted(word(types.get(0)), word(types.get(1)));
    return has(TEXT) && (has(NUMBER) || has(EITHER))
        ? "%s: in quotes it is a text, without them %s"
            .formatted(never, has(NUMBER) ? "a number" : EITHER)
        : never;
  }

  private String order() {
    return "%s and %s cannot be compared%s"
        .formatted(word(types.get(0)), word(types.get(1)), howToWriteTimes());
  }

  private String calculation() {
    return "%s %s %s is not possible%s"
        .formatted(
            word(types.get(0)),
            function.replace("_", ""),
            types.size() > 1 ? word(types.get(1)) : "",
            howToWriteTimes());
  }

  private String howToWriteTimes() {
    if (has(LENGTH) || (has(TIME) && has(NUMBER))) {
      return ": write a length of time as duration(\"24h\")";
    }
    return has(TIME) ? ": write a time as timestamp(\"2026-01-31T00:00:00Z\")" : "";
  }

  private String membership() {
    String value = types.get(0);
    String in = types.get(1);
    if (isList(in)) {
      return isList(value)
          ? "\"in\" looks for one text, not for a list: write list.all(x, x in [\"…\"])"
          : "\"in\" compares with each element of the list, and %s"
              .formatted(ofElements(in).equality());
    }
    if (in.startsWith("map")) {
      return "the keys of a map are texts, and this is %s".formatted(word(value));
    }
    return "\"in\" looks into a list, and %s is none: write == or a list, [\"…\"]"
        .formatted(word(in));
  }

  private TypeMistake ofElements(String list) {
    String element = list.substring(list.indexOf('(') + 1, list.length() - 1);
    return new TypeMistake(function, List.of(types.get(0), element), candidates);
  }

  private String call() {
    if (function.equals("contains") && isList(types.get(0))) {
      return "contains() is for texts: write \"text\" in list";
    }
    return "%s() takes %s, not %s"
        .formatted(
            function,
            split(candidates).stream()
                .map(candidate -> inWords(types(candidate)))
                .distinct()
                .collect(Collectors.joining(" or ")),
            inWords(types));
  }

  private static String inWords(List<String> types) {
    return types.isEmpty()
        ? "nothing"
        : types.stream().map(TypeMistake::word).collect(Collectors.joining(" and "));
  }

  private boolean has(String word) {
    return types.stream().anyMatch(type -> word(type).equals(word));
  }

  private String firstThatIsNot(String word) {
    return types.stream()
        .map(TypeMistake::word)
        .filter(other -> !other.equals(word))
        .findFirst()
        .orElse(word);
  }

  private static boolean isList(String type) {
    return type.startsWith("list");
  }

  private static String word(String type) {
    return switch (type) {
      case "string" -> TEXT;
      case "bool" -> EITHER;
      case "int", "uint" -> NUMBER;
      case "double" -> "a number with a fraction";
      case "bytes" -> "bytes";
      case "null" -> "null";
      case "google.protobuf.Timestamp" -> TIME;
      case "google.protobuf.Duration" -> LENGTH;
      case "list(string)" -> "a list of texts";
      case "map(string, string)" -> "a map of texts";
      default ->
          isList(type) ? "a list" : type.startsWith("map") ? "a map" : "a value of another type";
    };
  }

  /**
   * Of a call, such as {@code (string, int)} or, with what it is called on, {@code string.(int)}.
   */
  private static List<String> types(String call) {
    int arguments = call.indexOf(".(");
    List<String> types = new ArrayList<>();
    if (arguments > 0 && !call.startsWith("(")) {
      types.add(call.substring(0, arguments));
    }
    String inside = call.substring(call.startsWith("(") ? 1 : arguments + 2, call.length() - 1);
    types.addAll(split(inside));
    return types;
  }

  /** At the commas that are in no parentheses. */
  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (!list.isBlank()) {
      parts.add(list.substring(start).strip());
    }
    return parts;
  }
}
