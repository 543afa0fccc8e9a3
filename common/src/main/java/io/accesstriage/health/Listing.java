package io.accesstriage.health;

import java.time.Instant;

/**
 * What a sweep has listed of an analyzer, to the end.
 *
 * @param seen findings that are active or archived, each once
 * @param endedAt when the last page was read
 */
public record Listing(String analyzer, int seen, Instant endedAt) {}
