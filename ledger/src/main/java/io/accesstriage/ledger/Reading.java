package io.accesstriage.ledger;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A finding's entry, with what was sought beside it.
 *
 * @param stored null where nothing is stored of the finding yet
 * @param known what was last accepted or alerted of the access; null where that is not sought, or
 *     is forgotten
 * @param archived how many findings the rule has archived on the day; 0 where that is not sought
 * @param marks those that were sought and are not forgotten, by name
 */
public record Reading(
    @Nullable LedgerEntry stored,
    @Nullable AccessBaseline known,
    int archived,
    Map<String, Mark> marks) {
  public Reading {
    marks = Map.copyOf(marks);
  }

  public Optional<LedgerEntry> entry() {
    return Optional.ofNullable(stored);
  }

  public Optional<AccessBaseline> baseline() {
    return Optional.ofNullable(known);
  }
}
