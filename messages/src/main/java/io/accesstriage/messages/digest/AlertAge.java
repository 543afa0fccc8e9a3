package io.accesstriage.messages.digest;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long an alert has been open. */
enum AlertAge {
  UNDER_1_DAY("under1Day", "less than 1 day"),
  UNDER_7_DAYS("under7Days", "1 to 7 days"),
  UNDER_30_DAYS("under30Days", "7 to 30 days"),
  LONGER("longer", "30 days or more"),
  NOT_KNOWN("notKnown", "unknown");

  /** For programs. */
  final String field;

  /** For people, before a number. */
  final String words;

  AlertAge(String field, String words) {
    this.field = field;
    this.words = words;
  }

  static AlertAge of(@Nullable Instant since, Instant now) {
    if (since == null) {
      return NOT_KNOWN;
    }
    if (isWithin(1, since, now)) {
      return UNDER_1_DAY;
    }
    return isWithin(7, since, now)
        ? UNDER_7_DAYS
        : isWithin(30, since, now) ? UNDER_30_DAYS : LONGER;
  }

  private static boolean isWithin(int days, Instant since, Instant now) {
    return since.isAfter(now.minus(Duration.ofDays(days)));
  }
}
