package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.BasicOperations;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A regular language: the texts that a value may be. Immutable, but for what it remembers: the same
 * two languages are met again and again, so each keeps what it was asked to have in common with
 * others. Not thread-safe in that; of constants others ask, but they ask nothing themselves.
 */
final class Language {
  static final Language ALL = new Language(BasicAutomata.makeAnyString());
  static final Language NONE = new Language(BasicAutomata.makeEmpty());
  static final Language EMPTY_TEXT = new Language(BasicAutomata.makeEmptyString());

  /** One character of Unicode, which may be two of UTF-16. */
  private static final Automaton CODE_POINT =
      BasicAutomata.makeCharRange('\u0000', '\ud7ff')
          .union(BasicAutomata.makeCharRange('\ue000', '\uffff'))
          .union(
              BasicAutomata.makeCharRange('\ud800', '\udbff')
                  .concatenate(BasicAutomata.makeCharRange('\udc00', '\udfff')));

  private final Deterministic automaton;
  private final Map<Language, Language> intersections = new HashMap<>();
  private @Nullable Language complement;

  /**
   * @throws TooLarge where it takes too many states to tell its texts
   */
  Language(Automaton automaton) {
    this(Determinized.of(automaton));
  }

  private Language(Deterministic automaton) {
    this.automaton = automaton;
  }

  /**
   * The texts that an automaton accepts with marks around them.
   *
   * @throws TooLarge as above
   */
  static Language unmarked(Automaton marked, char first, char last) {
    return new Language(Determinized.unmarked(marked, first, last));
  }

  /** A language that grew too large to go on with. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("its texts are too many forms", null, false, false);
    }
  }

  /** So many more states than the larger of two languages what they have in common may have. */
  private static final int MOST_MORE_STATES = 5_000;

  static Language of(String text) {
    return new Language(BasicAutomata.makeString(text));
  }

  static Language oneOf(Collection<String> texts) {
    // The union of strings wants them in the order of UTF-16, and none that is empty.
    Set<String> sorted = new TreeSet<>(texts);
    boolean hasEmpty = sorted.remove("");
    Language others =
        sorted.isEmpty()
            ? NONE
            : new Language(BasicAutomata.makeStringUnion(sorted.toArray(CharSequence[]::new)));
    return hasEmpty ? others.or(of("")) : others;
  }

  /** The texts of so many characters of Unicode. */
  static Language ofLength(int least, int most) {
    return new Language(CODE_POINT.repeat(least, most));
  }

  static Language ofLength(int least) {
    return new Language(CODE_POINT.repeat(least));
  }

  static Language concat(List<Language> parts) {
    return new Language(
        BasicOperations.concatenate(parts.stream().map(Language::automaton).toList()));
  }

  /** Texts of this language, any number of them one after the other. */
  Language repeated() {
    return new Language(automaton().repeat());
  }

  /** A new automaton of its texts. */
  Automaton automaton() {
    return automaton.automaton();
  }

  Language and(Language other) {
    if (this == other || other == ALL || isEmpty()) {
      return this;
    }
    if (this == ALL) {
      return other;
    }
    Language known = intersections.get(other);
    if (known == null) {
      known = intersection(other);
      intersections.put(other, known);
    }
    return known;
  }

  /**
   * One of the two where it is in the other, so that a limit that says nothing new changes nothing.
   */
  private Language intersection(Language other) {
    Product both = Product.both(automaton, other.automaton);
    if (both.isOneIn() || both.isOtherIn()) {
      return both.isOneIn() ? this : other;
    }
    Deterministic common = both.automaton();
    if (common.states()
        > MOST_MORE_STATES + Math.max(automaton.states(), other.automaton.states())) {
      throw new TooLarge();
    }
    return common.isEmpty() ? NONE : new Language(common);
  }

  Language or(Language other) {
    if (this == other || other.isEmpty()) {
      return this;
    }
    return isEmpty() ? other : new Language(union(other));
  }

  private Deterministic union(Language other) {
    return Product.either(
            automaton,
            other.automaton,
            Determinized.most(automaton.states() + other.automaton.states()))
        .automaton();
  }

  Language not() {
    if (complement == null) {
      complement = this == ALL ? NONE : this == NONE ? ALL : new Language(automaton.complement());
      complement.complement = this;
    }
    return complement;
  }

  Language minus(Language other) {
    return and(other.not());
  }

  boolean isEmpty() {
    return automaton.isEmpty();
  }

  boolean isIn(Language other) {
    return this == ALL ? other.not().isEmpty() : and(other) == this;
  }

  boolean has(String text) {
    return automaton.has(text);
  }

  /** Whether it has at most so many texts. */
  boolean hasAtMost(int count) {
    return texts(count) != null;
  }

  /** All its texts, or null where there are more than so many. */
  @Nullable Set<String> texts(int most) {
    return automaton.texts(most);
  }

  /** Its only text; null where it has none or several. */
  @Nullable String only() {
    return automaton.only();
  }

  /** How all its texts begin. */
  String start() {
    return automaton.start();
  }

  /** The first of its shortest texts; null where it has none. */
  @Nullable String shortest() {
    return automaton.shortest();
  }
}
