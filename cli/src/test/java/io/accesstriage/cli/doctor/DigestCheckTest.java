package io.accesstriage.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(12 hours)           | PT13H",
        "rate(1 day)              | PT25H",
        "cron(0 7 * * ? *)        | PT25H",
        "cron(0/30 8-18 ? * * *)  | PT25H",
        "cron(0 7 ? * MON-FRI *)  | PT192H",
        "cron(0 7 ? * 2#1 *)      | PT864H",
        "cron(0 7 1 * ? *)        | PT1512H",
        "cron(0 7 ? JAN MON *)    | PT8808H",
        "at(2026-11-30T07:00:00)  | "
      })
  void longest_ofASchedule_isNeverLessThanItsLongestGap(String schedule, Duration expected) {
    assertEquals(expected, DigestCheck.longest(schedule).orElse(null));
  }
}
