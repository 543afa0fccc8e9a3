package io.accesstriage.rules;

import java.util.List;

/**
 * What is to be true of every finding that is archived, for a program that reads the condition.
 *
 * @param reason why; empty where the file does not say it
 * @param when what must all be true
 */
public record PropertySource(String id, String reason, List<Clause> when) {
  public PropertySource {
    when = List.copyOf(when);
  }

  static PropertySource of(Property property) {
    return new PropertySource(property.id(), property.reason(), property.when().clauses());
  }
}
