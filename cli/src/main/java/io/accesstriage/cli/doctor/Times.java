package io.accesstriage.cli.doctor;

import java.time.Duration;

/** Times as a person reads them. */
final class Times {
  private Times() {}

  /** In hours below three days. */
  static String length(Duration time) {
    long hours = time.toHours();
    return hours < 72 ? hours + (hours == 1 ? " hour" : " hours") : time.toDays() + " days";
  }
}
