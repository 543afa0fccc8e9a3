package io.accesstriage.prover;

import java.util.List;
import java.util.function.Predicate;

/** What could not be read of what those write who own a resource. */
enum Unread {
  NOTHING(name -> false),
  TAGS(Variables::isTag),
  ALIASES(Variables.KEY_ALIASES::equals),
  TAGS_AND_ALIASES(TAGS.names.or(ALIASES.names));

  /** All but the first, the one that an example can show first. */
  static final List<Unread> SOMETHING = List.of(TAGS_AND_ALIASES, TAGS, ALIASES);

  private final Predicate<String> names;

  Unread(Predicate<String> names) {
    this.names = names;
  }

  /** The names, and variables of tags, that have no value then. */
  Predicate<String> names() {
    return names;
  }
}
