package io.accesstriage.sweep;

import io.accesstriage.finding.FindingStatus;
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
 */
record Position(
    String analyzer,
    FindingStatus status,
    @Nullable String token,
    @IfAbsent("0") int restarts,
    Order order,
    @Nullable Instant last) {
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

  static Position firstOf(String analyzer) {
    return firstOf(analyzer, STATUSES.get(0));
  }

  private static Position firstOf(String analyzer, FindingStatus status) {
    return new Position(analyzer, status, null, 0, Order.ASKED_FOR, null);
  }

  /** The first page of the analyzer's next status. */
  Optional<Position> ofNextStatus() {
    int next = STATUSES.indexOf(status) + 1;
    return next < STATUSES.size()
        ? Optional.of(firstOf(analyzer, STATUSES.get(next)))
        : Optional.empty();
  }

  /** The page of this token, after one whose last finding was updated then. */
  Position ofNextPage(String nextToken, @Nullable Instant lastUpdated, Order newOrder) {
    return new Position(analyzer, status, nextToken, restarts, newOrder, lastUpdated);
  }

  /** This status from its beginning, because the token was not accepted. */
  Position restart() {
    return new Position(analyzer, status, null, restarts + 1, order, null);
  }

  /** This status from its beginning, in any order. */
  Position withoutOrder() {
    return new Position(analyzer, status, null, restarts, Order.REFUSED, null);
  }

  /** Only the end of the resolved ones can be told by their order. */
  boolean asksForOrder() {
    return status == FindingStatus.RESOLVED && order != Order.REFUSED;
  }
}
