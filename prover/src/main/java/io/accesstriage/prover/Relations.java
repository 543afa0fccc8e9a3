package io.accesstriage.prover;

import io.accesstriage.prover.Constraint.Related;
import io.accesstriage.prover.Constraint.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What relations between texts say of the texts of each. As long as the variables of a template may
 * have several texts, all that it may be is taken for it, so that nothing possible gets lost.
 */
final class Relations {
  /** Of texts in which no character means anything to a pattern. */
  private static final Language PLAIN = PatternLanguage.of("^[A-Za-z0-9_/:,=@-]*$").orElseThrow();

  private final Languages languages;
  private final Map<List<Object>, Optional<Language>> templates = new HashMap<>();

  Relations(Languages languages) {
    this.languages = languages;
  }

  Languages languages() {
    return languages;
  }

  /** Limits texts by relations; null where nothing is left of one, else whether any changed. */
  @Nullable Boolean narrow(Store store) {
    boolean changed = false;
    for (Related related : store.relations()) {
      Optional<Language> other = language(related, store);
      boolean isSettled = open(related, store).isEmpty();
      if (other.isEmpty() || (!related.positive() && !isSettled)) {
        continue;
      }
      Language before = store.text(related.variable());
      if (!store.limit(related.variable(), related.positive() ? other.get() : other.get().not())) {
        return null;
      }
      changed |= store.text(related.variable()) != before;
      Optional<String> same = sameAs(related);
      if (same.isPresent()) {
        Language otherBefore = store.text(same.get());
        if (!store.limit(same.get(), store.text(related.variable()))) {
          return null;
        }
        changed |= store.text(same.get()) != otherBefore;
      }
    }
    return changed;
  }

  /** Whether a relation contradicts what its texts may be. */
  boolean forbids(Related related, Store store) {
    return related.positive()
        && language(related, store)
            .filter(language -> store.text(related.variable()).and(language).isEmpty())
            .isPresent();
  }

  private static Optional<String> sameAs(Related related) {
    return related.positive()
            && related.relation() == Relation.EQUALS
            && related.template().size() == 1
            && related.template().get(0) instanceof TextPart.Value value
        ? Optional.of(value.variable())
        : Optional.empty();
  }

  /** The variables of its template that may have several texts yet. */
  static Set<String> open(Related related, Store store) {
    Set<String> open = new LinkedHashSet<>();
    for (TextPart part : related.template()) {
      if (part instanceof TextPart.Value value && store.text(value.variable()).only() == null) {
        open.add(value.variable());
      }
    }
    return open;
  }

  private Optional<Language> language(Related related, Store store) {
    List<Object> key = new ArrayList<>();
    key.add(related.relation());
    for (TextPart part : related.template()) {
      key.add(
          part instanceof TextPart.Value value
              ? store.text(value.variable())
              : ((TextPart.Constant) part).text());
    }
    return templates.computeIfAbsent(key, unknown -> make(related, store));
  }

  private Optional<Language> make(Related related, Store store) {
    if (related.relation() == Relation.MATCHES) {
      return pattern(related, store);
    }
    List<Language> parts = new ArrayList<>();
    if (related.relation() == Relation.ENDS_WITH || related.relation() == Relation.CONTAINS) {
      parts.add(Language.ALL);
    }
    for (TextPart part : related.template()) {
      parts.add(
          part instanceof TextPart.Value value
              ? store.text(value.variable())
              : languages.of(((TextPart.Constant) part).text()));
    }
    if (related.relation() == Relation.STARTS_WITH || related.relation() == Relation.CONTAINS) {
      parts.add(Language.ALL);
    }
    return Optional.of(parts.size() == 1 ? parts.get(0) : Language.concat(parts));
  }

  private static Optional<Language> pattern(Related related, Store store) {
    StringBuilder pattern = new StringBuilder();
    List<Language> values = new ArrayList<>();
    for (TextPart part : related.template()) {
      if (part instanceof TextPart.Constant constant) {
        pattern.append(constant.text());
        continue;
      }
      Language text = store.text(((TextPart.Value) part).variable());
      String only = text.only();
      if (only != null) {
        pattern.append(only);
      } else if (text.isIn(PLAIN)) {
        pattern.append((char) (PatternLanguage.FIRST_VALUE + values.size()));
        values.add(text);
      } else {
        return Optional.empty();
      }
    }
    return PatternLanguage.of(pattern.toString(), values);
  }
}
