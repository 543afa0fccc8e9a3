package io.accesstriage.rules;

import io.accesstriage.yaml.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the file, for a program that reads its condition.
 *
 * @param archives whether it archives; else it notifies
 * @param allowPublic whether it may archive public findings, and open access
 * @param end the first moment at which it is not in force any more; null for never
 * @param accept what it is meant to do although it looks wide, question to reason
 * @param place where it stands in the file
 * @param when what must all be true
 */
public record RuleSource(
    String id,
    boolean archives,
    boolean allowPublic,
    @Nullable Instant end,
    Map<String, String> accept,
    Place place,
    List<Clause> when) {
  public RuleSource {
    accept = Map.copyOf(accept);
    when = List.copyOf(when);
  }

  static RuleSource of(Rule rule) {
    return new RuleSource(
        rule.id(),
        rule.effect() == Rule.Effect.ARCHIVE,
        rule.allowPublic(),
        rule.end().orElse(null),
        rule.accept(),
        rule.place(),
        rule.when().clauses());
  }
}
