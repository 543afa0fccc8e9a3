package io.accesstriage.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as a person reads them. */
final class Times {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  /** In hours below three days. */
  static String length(Duration time) {
    long hours = time.toHours();
    return hours < 72 ? hours + (hours == 1 ? " hour" : " hours") : time.toDays() + " days";
  }
}
