package io.accesstriage.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds a condition in CEL of parts that must all be true, from texts that others wrote. */
public final class Conjunction {
  private final List<String> parts = new ArrayList<>();
  private boolean isExpressible = true;

  /** A name and the only value of it that the rule is for. */
  public void add(String name, String value) {
    parts.add(name + " == " + literal(value));
  }

  public void add(String name, int value) {
    parts.add(name + " == " + value);
  }

  public void add(String name, List<String> values) {
    parts.add(name + " == " + list(values));
  }

  public void add(String name, Map<String, String> values) {
    parts.add(name + " == " + map(values));
  }

  /** A part in CEL, of which nothing but its literals comes from others. */
  public void addPart(String part) {
    parts.add(part);
  }

  /**
   * All of them as one condition, with what is said of one thing on one line; nothing where a value
   * is none that CEL can write.
   */
  public Optional<String> joined() {
    StringBuilder condition = new StringBuilder(parts.get(0));
    for (int i = 1; i < parts.size(); i++) {
      boolean isOfTheSame = subject(parts.get(i)).equals(subject(parts.get(i - 1)));
      condition.append(isOfTheSame ? " && " : "\n&& ").append(parts.get(i));
    }
    return isExpressible ? Optional.of(condition.append('\n').toString()) : Optional.empty();
  }

  /** Such as "principal" of "principal.kind == ...". */
  private static String subject(String part) {
    return part.substring(0, Math.max(0, part.indexOf('.')));
  }

  /** A text in CEL. */
  public String literal(String value) {
    isExpressible &= CelText.isExpressible(value);
    return CelText.asciiString(value);
  }

  /** A list of texts in CEL. */
  public String list(Collection<String> values) {
    return values.stream().map(this::literal).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A map of texts in CEL. */
  public String map(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> literal(e.getKey()) + ": " + literal(e.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
