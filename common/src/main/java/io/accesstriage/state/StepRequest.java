package io.accesstriage.state;

import io.accesstriage.json.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the state machine passes to a step after enrich.
 *
 * @param state what is known so far
 * @param execution the execution's ARN, which claims are made in
 * @param config the deployment's parameters for this step
 */
public record StepRequest(TriageState state, String execution, Fields config) {
  private static final String NONE = "none";

  public static StepRequest read(Fields request) {
    return new StepRequest(
        TriageState.read(request.object("state")),
        request.text("execution"),
        request.object("config"));
  }

  /** The ledger's table, or nothing where the configuration says "none". */
  public Optional<String> ledger() {
    return setting(config, "ledger");
  }

  /**
   * A required setting that may say "none".
   *
   * @throws io.accesstriage.json.MalformedInput where it is missing
   */
  public static Optional<String> setting(Fields config, String name) {
    return Optional.of(config.text(name)).filter(value -> !value.equals(NONE));
  }

  /** Names between commas, each once, in their order; none where the configuration says "none". */
  public static List<String> list(Fields config, String name) {
    return setting(config, name).stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .distinct()
        .toList();
  }

  /** A whole number that is at least 1. */
  public static int positive(Fields config, String name) {
    int number = number(config, name);
    if (number < 1) {
      throw new io.accesstriage.json.MalformedInput(
          "%s: expected at least 1, found %d".formatted(config.at(name), number));
    }
    return number;
  }

  /** A whole number; deployment parameters arrive as text. */
  public static int number(Fields config, String name) {
    String text = config.node().path(name).isTextual() ? config.text(name) : null;
    if (text == null) {
      return config.number(name);
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new io.accesstriage.json.MalformedInput(
          "%s: expected a whole number, found %s"
              .formatted(config.at(name), io.accesstriage.text.SafeText.quoted(text, 40)),
          e);
    }
  }
}
