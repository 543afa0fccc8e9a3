package io.accesstriage.decision;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Until when rules archive a finding: the end of the last of all that do.
 *
 * @param rule its id, or "risk" for the threshold
 * @param owner who answers for the rule; empty for the threshold
 * @param lastDay on which it is in force, in UTC; null for ever
 */
public record ArchiveEnd(String rule, String owner, @Nullable LocalDate lastDay) {}
