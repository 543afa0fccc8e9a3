package io.accesstriage.ledger;

import java.time.Instant;

/**
 * An alert that was published, kept for the findings that would say the same again.
 *
 * @param findingId whose alert it was
 * @param at when
 */
public record PublishedAlert(String findingId, Instant at) {}
