package io.accesstriage.messages.digest;

import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules that end soon, by what comes back with their end: archived findings that no other rule
 * archives for longer.
 */
final class EndingRules {
  static final int DAYS = 30;

  /** Each is reported once more when so few are left. */
  private static final int LAST_CALL_DAYS = 7;

  private final LocalDate today;
  private final @Nullable LocalDate lastTold;
  private final Map<ArchiveEnd, Integer> endings = new HashMap<>();
  private int notKnown;

  /**
   * @param since when rules that end were told the last time; null for never
   */
  EndingRules(@Nullable Instant since, Instant until) {
    today = day(until);
    lastTold = since == null ? null : day(since);
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /**
   * @param lastDay perhaps over, where no sweep has brought the findings back yet
   * @param prolonged a year later
   * @param findings that come back after it
   */
  record Ending(String rule, String owner, LocalDate lastDay, LocalDate prolonged, int findings) {
    /** The line of the rules file that makes the rule end a year later. */
    String line() {
      return "expires: " + prolonged;
    }
  }

  void add(LedgerEntry entry) {
    if (!entry.stands(Standing.Kind.ARCHIVED_BY_US)) {
      return;
    }
    ArchiveEnd end = entry.review() == null ? null : entry.review().archiveEnd();
    if (end == null) {
      notKnown++;
    } else if (end.lastDay() != null && !end.lastDay().isAfter(today.plusDays(DAYS))) {
      endings.merge(end, 1, Integer::sum);
    }
  }

  /** The first to end first. */
  List<Ending> all() {
    return endings.entrySet().stream()
        .map(ending -> ending(ending.getKey(), ending.getValue()))
        .sorted(
            Comparator.comparing(Ending::lastDay)
                .thenComparing(Ending::rule)
                .thenComparing(Ending::owner))
        .toList();
  }

  private Ending ending(ArchiveEnd end, int findings) {
    LocalDate lastDay = Objects.requireNonNull(end.lastDay());
    LocalDate prolonged = (lastDay.isBefore(today) ? today : lastDay).plusYears(1);
    return new Ending(end.rule(), end.owner(), lastDay, prolonged, findings);
  }

  /** How many archived findings do not say until when rules archive them. */
  int notKnown() {
    return notKnown;
  }

  /** Whether a rule has come so near to its end since the last digest that people are to know. */
  boolean isNews() {
    return all().stream()
        .anyMatch(ending -> isReached(ending, DAYS) || isReached(ending, LAST_CALL_DAYS));
  }

  private boolean isReached(Ending ending, int days) {
    return !ending.lastDay().isAfter(today.plusDays(days))
        && (lastTold == null || ending.lastDay().isAfter(lastTold.plusDays(days)));
  }
}
