package io.accesstriage.ledger;

import java.time.Instant;

/**
 * The last failure of a step that was reported.
 *
 * @param cause step and error, by which the same failure is recognised
 */
public record Failure(String cause, Instant at) {}
