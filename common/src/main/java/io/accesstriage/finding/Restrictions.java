package io.accesstriage.finding;

import io.accesstriage.json.IfAbsent;

/**
 * How the organization's policies limit the access: NOT_APPLICABLE, APPLICABLE, APPLIED or
 * FAILED_TO_EVALUATE_…; empty where the finding does not say.
 */
public record Restrictions(
    @IfAbsent("") String resourceControlPolicy, @IfAbsent("") String serviceControlPolicy) {}
