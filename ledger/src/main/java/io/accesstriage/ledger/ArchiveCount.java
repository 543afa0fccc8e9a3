package io.accesstriage.ledger;

import java.time.LocalDate;

/**
 * That a finding was counted towards a rule's daily brake, which counts each finding once a day.
 *
 * @param rule the rule's id
 * @param day in UTC
 */
public record ArchiveCount(String rule, LocalDate day) {}
