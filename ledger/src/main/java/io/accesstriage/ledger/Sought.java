package io.accesstriage.ledger;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is read together with a finding's entry.
 *
 * @param access whose baseline is sought, as {@link AccessBaseline#accessOf} names it; null for
 *     none
 * @param count how many findings of which rule and day are sought; null for none
 * @param marks their names
 */
public record Sought(@Nullable String access, @Nullable ArchiveCount count, Set<String> marks) {
  public static final Sought NOTHING = marks(Set.of());

  public Sought {
    marks = Set.copyOf(marks);
  }

  public static Sought marks(Set<String> names) {
    return new Sought(null, null, names);
  }
}
