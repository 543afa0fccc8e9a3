package io.accesstriage.sweep;

import java.time.Instant;

/** A finding as a list shows it. */
public record ListedFinding(String id, Instant updatedAt) {}
