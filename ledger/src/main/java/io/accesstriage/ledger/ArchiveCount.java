package io.accesstriage.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * That a finding was counted towards a rule's daily brake, which counts each finding once a day.
 *
 * @param rule the rule's id
 * @param day in UTC
 */
public record ArchiveCount(String rule, LocalDate day) {
  /** Of what a rule archives now. */
  public static ArchiveCount of(String rule, Instant now) {
    return new ArchiveCount(rule, LocalDate.ofInstant(now, ZoneOffset.UTC));
  }
}
