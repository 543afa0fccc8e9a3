package io.accesstriage.prover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the elements of a list, or of the keys of a map.
 *
 * @param each what all of them are
 * @param some what at least one of them is, each for itself
 * @param least how many there are at least
 */
record Elements(Language each, List<Language> some, long least, long most) {
  static final Elements ANY = new Elements(Language.ALL, List.of(), 0, Long.MAX_VALUE);

  /** Where more are asked for, whether there are so many different texts is not looked at. */
  private static final int MOST_COUNTED = 50;

  /** With the elements limited; nothing where that cannot be. */
  Optional<Elements> eachIn(Language language) {
    return new Elements(each.and(language), some, least, most).checked();
  }

  Optional<Elements> someIn(Language language) {
    for (Language one : some) {
      if (one.isIn(language)) {
        return Optional.of(this);
      }
    }
    List<Language> more = new ArrayList<>(some);
    more.removeIf(language::isIn);
    more.add(language);
    return new Elements(each, more, Math.max(1, least), most).checked();
  }

  Optional<Elements> sizeIn(long from, long to) {
    return new Elements(each, some, Math.max(least, from), Math.min(most, to)).checked();
  }

  /** Elements of sorted lists, and keys, are there once each. */
  private Optional<Elements> checked() {
    if (least > most || (most == 0 && !some.isEmpty())) {
      return Optional.empty();
    }
    List<Language> possible = some.stream().map(one -> one.and(each)).toList();
    if (possible.stream().anyMatch(Language::isEmpty) || (least > 0 && each.isEmpty())) {
      return Optional.empty();
    }
    if (most == 1 && possible.size() > 1) {
      Language all = possible.stream().reduce(each, Language::and);
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(new Elements(each, List.of(all), least, most));
    }
    return apart(possible) > most ? Optional.empty() : Optional.of(this);
  }

  /** Whether there are not so many different texts that each may be. */
  boolean areTooFew() {
    return least > 1 && least <= MOST_COUNTED && each.hasAtMost((int) least - 1);
  }

  /** How many of the languages have no text in common, counted greedily. */
  private static long apart(List<Language> languages) {
    List<Language> apart = new ArrayList<>();
    for (Language language : languages) {
      if (apart.stream().allMatch(other -> other.and(language).isEmpty())) {
        apart.add(language);
      }
    }
    return apart.size();
  }
}
