package io.accesstriage.prover;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as nanoseconds, as far as a long reaches: from 1677 to 2262. */
final class Times {
  private static final long SECOND = 1_000_000_000L;
  private static final Pattern DURATION =
      Pattern.compile("(-?)(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

  private Times() {}

  static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND), time.getNano());
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }

  /** Of a text that {@code timestamp} takes. */
  static Optional<Long> timestamp(String text) {
    try {
      return Optional.of(nanos(OffsetDateTime.parse(text).toInstant()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Of a text that {@code duration} takes, in whole hours, minutes and seconds. */
  static Optional<Long> duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (text.isEmpty() || !parts.matches() || text.equals("-")) {
      return Optional.empty();
    }
    long seconds = 0;
    seconds += 3_600 * number(parts.group(2));
    seconds += 60 * number(parts.group(3));
    seconds += number(parts.group(4));
    try {
      long nanos = Math.multiplyExact(seconds, SECOND);
      return Optional.of(parts.group(1).isEmpty() ? nanos : -nanos);
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
