package io.accesstriage.finding;

/**
 * How the organization's policies limit the access: NOT_APPLICABLE, APPLICABLE, APPLIED or
 * FAILED_TO_EVALUATE_…; empty where the finding does not say.
 */
public record Restrictions(String resourceControlPolicy, String serviceControlPolicy) {}
