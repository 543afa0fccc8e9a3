package io.accesstriage.prover;

import java.util.ArrayList;
import java.util.List;

/**
 * What could not be read besides the finding: of what those write who own a resource, and of its
 * account.
 */
enum Unread {
  NOTHING(false, false, false),
  TAGS(true, false, false),
  ALIASES(false, true, false),
  TAGS_AND_ALIASES(true, true, false),
  ACCOUNT(false, false, true),
  ACCOUNT_AND_TAGS(true, false, true),
  ACCOUNT_AND_ALIASES(false, true, true),
  ALL(true, true, true);

  private final boolean tags;
  private final boolean aliases;
  private final boolean account;

  Unread(boolean tags, boolean aliases, boolean account) {
    this.tags = tags;
    this.aliases = aliases;
    this.account = account;
  }

  /**
   * Of what conditions read, what could not be read; those that an example can show come first.
   *
   * @param tags whether any condition reads tags or aliases
   * @param account whether any reads what AWS Organizations says of the resource's account
   */
  static List<Unread> ofWhatIsRead(boolean tags, boolean account) {
    List<Unread> all = new ArrayList<>();
    if (tags) {
      all.addAll(List.of(TAGS_AND_ALIASES, TAGS, ALIASES));
    }
    if (account) {
      all.add(ACCOUNT);
    }
    if (tags && account) {
      all.addAll(List.of(ALL, ACCOUNT_AND_TAGS, ACCOUNT_AND_ALIASES));
    }
    return all;
  }

  /** Whether a name, or a variable of a tag, has no value then. */
  boolean has(String name) {
    return (tags && Variables.isTag(name))
        || (aliases && name.equals(Variables.KEY_ALIASES))
        || (account && Variables.isOfAccount(name));
  }

  /** Whether an account file can say it: tags and aliases are denied both. */
  boolean canBeShown() {
    return tags == aliases;
  }

  boolean isDenied() {
    return tags && aliases;
  }

  boolean hasAccount() {
    return account;
  }
}
