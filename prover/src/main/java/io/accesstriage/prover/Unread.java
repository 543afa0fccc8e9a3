package io.accesstriage.prover;

import java.util.List;

/** What could not be read of what those write who own a resource. */
enum Unread {
  NOTHING(false, false),
  TAGS(true, false),
  ALIASES(false, true),
  TAGS_AND_ALIASES(true, true);

  /** All but the first; the one that an example can show comes first. */
  static final List<Unread> SOMETHING = List.of(TAGS_AND_ALIASES, TAGS, ALIASES);

  private final boolean tags;
  private final boolean aliases;

  Unread(boolean tags, boolean aliases) {
    this.tags = tags;
    this.aliases = aliases;
  }

  /** Whether a name, or a variable of a tag, has no value then. */
  boolean has(String name) {
    return (tags && Variables.isTag(name)) || (aliases && name.equals(Variables.KEY_ALIASES));
  }
}
