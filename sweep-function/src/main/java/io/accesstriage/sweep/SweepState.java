package io.accesstriage.sweep;

import io.accesstriage.health.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a sweep has come: all that is passed from page to page, and of the same size however many
 * findings there are.
 *
 * @param rulesVersion in force when the sweep began
 * @param id of the sweep: the name of its first execution
 * @param startedAt when it began
 * @param resolvedSince resolved findings that were updated before are not looked for
 * @param part which of the sweep's executions this is, from 1
 * @param pagesOfPart that this execution has asked for
 * @param position of the next page; null where there is none
 * @param unswept analyzers that could not be swept to their end
 * @param listings of those that were
 */
record SweepState(
    String rulesVersion,
    String id,
    Instant startedAt,
    Instant resolvedSince,
    int part,
    int pagesOfPart,
    @Nullable Position position,
    SweepCounts counts,
    List<UnsweptAnalyzer> unswept,
    List<Listing> listings) {
  SweepState {
    listings = List.copyOf(listings);
    unswept = List.copyOf(unswept);
  }

  SweepState at(@Nullable Position next, SweepCounts page) {
    return afterPage(next, counts.plus(page), unswept);
  }

  SweepState without(UnsweptAnalyzer analyzer, @Nullable Position next) {
    List<UnsweptAnalyzer> more = new ArrayList<>(unswept);
    more.add(analyzer);
    return afterPage(next, counts, more);
  }

  private SweepState afterPage(
      @Nullable Position next, SweepCounts counted, List<UnsweptAnalyzer> left) {
    return new SweepState(
        rulesVersion,
        id,
        startedAt,
        resolvedSince,
        part,
        pagesOfPart + 1,
        next,
        counted,
        left,
        listings);
  }

  SweepState listed(Listing listing) {
    List<Listing> more = new ArrayList<>(listings);
    more.add(listing);
    return new SweepState(
        rulesVersion,
        id,
        startedAt,
        resolvedSince,
        part,
        pagesOfPart,
        position,
        counts,
        unswept,
        more);
  }

  /** The same in a new execution. */
  SweepState ofNextPart() {
    return new SweepState(
        rulesVersion,
        id,
        startedAt,
        resolvedSince,
        part + 1,
        0,
        position,
        counts,
        unswept,
        listings);
  }
}
