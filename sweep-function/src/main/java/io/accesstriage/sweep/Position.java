package io.accesstriage.sweep;

import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.health.Listing;
import io.accesstriage.json.IfAbsent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page that comes next.
 *
 * @param token of the page; null for the first of this status
 * @param restarts how often this status was begun anew because a token was no longer accepted
 * @param order whether this status' findings come newest first
 * @param last the updatedAt of the last finding of the page before; null at the first page
 * @param seen active and archived findings of the analyzer so far
 * @param seenBefore those of the statuses before this one
 * @param begunAt when the analyzer was begun; null where an older version began it
 */
record Position(
    String analyzer,
    FindingStatus status,
    @Nullable String token,
    @IfAbsent("0") int restarts,
    Order order,
    @Nullable Instant last,
    @IfAbsent("0") int seen,
    @IfAbsent("0") int seenBefore,
    @IfAbsent(IfAbsent.NULL) @Nullable Instant begunAt) {
  /** Active findings are what nobody may miss, so they come first. */
  private static final List<FindingStatus> STATUSES =
      List.of(FindingStatus.ACTIVE, FindingStatus.ARCHIVED, FindingStatus.RESOLVED);

  /**
   * Whether findings come newest first. Which attributes ListFindingsV2 sorts by is not documented,
   * so nothing rests on it: a list that is not sorted is read to its end.
   */
  enum Order {
    ASKED_FOR,
    /** Asked for, and not kept. */
    NOT_KEPT,
    /** Asked for, and refused. */
    REFUSED
  }

  static Position firstOf(String analyzer, Instant now) {
    return new Position(analyzer, STATUSES.get(0), null, 0, Order.ASKED_FOR, null, 0, 0, now);
  }

  /**
   * This page with its findings counted. What was archived since the analyzer was begun was counted
   * when it was active.
   */
  Position counted(List<ListedFinding> findings) {
    long more =
        switch (status) {
          case ACTIVE -> findings.size();
          case ARCHIVED ->
              findings.stream()
                  .filter(finding -> begunAt == null || finding.updatedAt().isBefore(begunAt))
                  .count();
          case RESOLVED, GONE, NOT_FOUND -> 0;
        };
    return new Position(
        analyzer,
        status,
        token,
        restarts,
        order,
        last,
        seen + Math.toIntExact(more),
        seenBefore,
        begunAt);
  }

  /** All that was listed, if this is the analyzer's last page and an older version began it not. */
  Optional<Listing> listing(Instant now) {
    return begunAt == null ? Optional.empty() : Optional.of(new Listing(analyzer, seen, now));
  }

  /** The first page of the analyzer's next status. */
  Optional<Position> ofNextStatus() {
    int next = STATUSES.indexOf(status) + 1;
    return next < STATUSES.size()
        ? Optional.of(
            new Position(
                analyzer, STATUSES.get(next), null, 0, Order.ASKED_FOR, null, seen, seen, begunAt))
        : Optional.empty();
  }

  /** The page of this token, after one whose last finding was updated then. */
  Position ofNextPage(String nextToken, @Nullable Instant lastUpdated, Order newOrder) {
    return new Position(
        analyzer, status, nextToken, restarts, newOrder, lastUpdated, seen, seenBefore, begunAt);
  }

  /** This status from its beginning, because the token was not accepted. */
  Position restart() {
    return new Position(
        analyzer, status, null, restarts + 1, order, null, seenBefore, seenBefore, begunAt);
  }

  /** This status from its beginning, in any order. */
  Position withoutOrder() {
    return new Position(
        analyzer, status, null, restarts, Order.REFUSED, null, seenBefore, seenBefore, begunAt);
  }

  /** Only the end of the resolved ones can be told by their order. */
  boolean asksForOrder() {
    return status == FindingStatus.RESOLVED && order != Order.REFUSED;
  }
}
