package io.accesstriage.sweep;

/**
 * An analyzer that was not swept to its end.
 *
 * @param why a sentence for an operator
 */
record UnsweptAnalyzer(String analyzer, String why) {}
