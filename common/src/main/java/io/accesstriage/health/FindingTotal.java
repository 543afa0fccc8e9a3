package io.accesstriage.health;

import java.time.Instant;

/**
 * What an analyzer's own statistics say.
 *
 * @param findings that are active or archived
 * @param updatedAt when they were last brought up to date
 */
public record FindingTotal(int findings, Instant updatedAt) {}
