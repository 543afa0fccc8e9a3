package io.accesstriage.ledger;

import io.accesstriage.decision.Severity;
import java.time.Instant;

/**
 * An alert that the next digest has to tell.
 *
 * @param since when it was marked; a finding that is marked again before the digest keeps the first
 * @param severity of the alert
 * @param reason one sentence
 */
public record DigestDue(Instant since, Severity severity, String reason) {}
