package io.accesstriage.finding;

import java.time.Instant;

/** Which finding a list names, and since when it is as it is. */
public record ListedFinding(String id, Instant updatedAt) {}
