package io.accesstriage.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That something was said to people, so that it need not be said again for a time.
 *
 * @param findingId whose alert said it; null where it is about no single finding
 * @param at when
 */
public record Mark(@Nullable String findingId, Instant at) {}
