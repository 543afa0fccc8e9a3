package io.accesstriage.rules;

/**
 * What is to be true of every finding that is archived.
 *
 * @param reason why; empty where the file does not say it
 */
record Property(String id, String reason, Condition when) {}
