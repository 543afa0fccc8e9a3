package io.accesstriage.prover;

import dk.brics.automaton.BasicAutomata;
import io.accesstriage.prover.Constraint.Relation;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes languages, the same one for the same question, so that their intersections are remembered.
 * Not thread-safe.
 */
final class Languages {
  /** A text has by its square as many parts. */
  private static final int LONGEST_PARTED = 200;

  private final Map<Object, Optional<Language>> made = new HashMap<>();

  private record Asked(Relation relation, String text) {}

  Language of(String text) {
    return related(Relation.EQUALS, text).orElseThrow();
  }

  Language oneOf(Collection<String> texts) {
    Set<String> all = new LinkedHashSet<>(texts);
    return made.computeIfAbsent(all, key -> Optional.of(Language.oneOf(all))).orElseThrow();
  }

  /** A language without these texts; where it has none of them, as for most rules, itself. */
  Language without(Language language, Collection<String> texts) {
    List<String> own = texts.stream().filter(language::has).toList();
    return own.isEmpty() ? language : language.minus(oneOf(own));
  }

  /** The texts that stand in a relation to this one; nothing for a pattern that is not read. */
  Optional<Language> related(Relation relation, String text) {
    return made.computeIfAbsent(new Asked(relation, text), key -> make(relation, text));
  }

  private static Optional<Language> make(Relation relation, String text) {
    return switch (relation) {
      case EQUALS -> Optional.of(Language.of(text));
      case STARTS_WITH -> Optional.of(Language.concat(List.of(Language.of(text), Language.ALL)));
      case ENDS_WITH -> Optional.of(Language.concat(List.of(Language.ALL, Language.of(text))));
      case CONTAINS ->
          Optional.of(
              text.isEmpty()
                  ? Language.ALL
                  : new Language(
                      BasicAutomata.makeStringMatcher(text)
                          .concatenate(BasicAutomata.makeAnyString())));
      case MATCHES -> PatternLanguage.of(text);
    };
  }

  /** The texts to which this one stands in a relation: its beginnings, its ends, its parts. */
  Optional<Language> relatedTo(Relation relation, String text) {
    if (relation == Relation.MATCHES || text.length() > LONGEST_PARTED) {
      return Optional.empty();
    }
    Set<String> parts = new LinkedHashSet<>();
    for (int from = 0; from <= text.length(); from++) {
      for (int to = from; to <= text.length(); to++) {
        boolean isPart =
            switch (relation) {
              case EQUALS -> from == 0 && to == text.length();
              case STARTS_WITH -> from == 0;
              case ENDS_WITH -> to == text.length();
              case CONTAINS -> true;
              case MATCHES -> false;
            };
        if (isPart) {
          parts.add(text.substring(from, to));
        }
      }
    }
    return Optional.of(oneOf(parts));
  }
}
