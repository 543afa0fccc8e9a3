package io.accesstriage.state;

import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The deployment's parameters for one step, the {@code config} of its request. Each one is
 * required; what may be left open says "none". Every method throws a {@link MalformedInput} that
 * names the parameter where it is missing or cannot be what it should be.
 */
public record Settings(Fields fields) {
  private static final String CONFIG = "config";
  private static final String NONE = "none";

  /** The settings of a request that has to have some. */
  public static Settings of(Fields request) {
    return new Settings(request.object(CONFIG));
  }

  /** The settings of a request that may be an event by itself. */
  public static Optional<Settings> optional(Fields request) {
    return request.optionalObject(CONFIG).map(Settings::new);
  }

  /** The ledger's table; nothing for "none". */
  public Optional<String> ledger() {
    return orNone("ledger");
  }

  public Mode mode() {
    return fields.constant("mode", Mode.class);
  }

  /**
   * Whether findings of analyzers that AWS services manage are alerted. They are in an execution
   * that began before anybody could say so.
   */
  public boolean alertsServiceLinked() {
    String name = "serviceLinkedFindings";
    return !fields.has(name)
        || text(name, List.of("alert", "ignore")::contains, "alert or ignore").equals("alert");
  }

  /** A text; nothing for "none". */
  public Optional<String> orNone(String name) {
    return Optional.of(fields.text(name)).filter(value -> !value.equals(NONE));
  }

  /**
   * A text that has to fit; nothing for "none".
   *
   * @param expected what fits, in words, "none" included
   */
  public Optional<String> orNone(String name, Predicate<String> fits, String expected) {
    Optional<String> value = orNone(name);
    value.ifPresent(text -> require(name, fits.test(text), expected, text));
    return value;
  }

  /**
   * A text that has to fit.
   *
   * @param expected what fits, in words
   */
  public String text(String name, Predicate<String> fits, String expected) {
    String text = fields.text(name);
    require(name, fits.test(text), expected, text);
    return text;
  }

  /** Names between commas, each once, in their order; no names for "none". */
  public List<String> list(String name) {
    return orNone(name).map(Settings::names).orElse(List.of());
  }

  /** The same of what may be empty. An execution that began before it existed lacks it. */
  public List<String> optionalList(String name) {
    return fields.optionalText(name).map(Settings::names).orElse(List.of());
  }

  private static List<String> names(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .distinct()
        .toList();
  }

  /** A whole number that is at least 1. */
  public int positive(String name) {
    return positive(name, "at least 1");
  }

  /** A whole number that is at least 1; nothing for "none". */
  public Optional<Integer> positiveOrNone(String name) {
    return fields.node().path(name).isTextual() && orNone(name).isEmpty()
        ? Optional.empty()
        : Optional.of(positive(name, "at least 1 or none"));
  }

  private int positive(String name, String expected) {
    int number = number(name);
    if (number < 1) {
      throw new MalformedInput(
          "%s: expected %s, found %d".formatted(fields.at(name), expected, number));
    }
    return number;
  }

  /** The state machine passes parameters as text. */
  private int number(String name) {
    if (!fields.node().path(name).isTextual()) {
      return fields.number(name);
    }
    String text = fields.text(name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new MalformedInput(
          "%s: expected a whole number, found %s"
              .formatted(fields.at(name), SafeText.quoted(text, 40)),
          e);
    }
  }

  private void require(String name, boolean fits, String expected, String found) {
    if (!fits) {
      throw new MalformedInput(
          "%s: expected %s, found %s"
              .formatted(fields.at(name), expected, SafeText.quoted(found, 80)));
    }
  }
}
