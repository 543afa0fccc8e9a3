package io.accesstriage.rules;

/**
 * A file of rules that is not read yet.
 *
 * @param name for messages
 */
public record RulesText(String name, String text) {}
