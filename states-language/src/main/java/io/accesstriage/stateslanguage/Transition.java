package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How a state is left.
 *
 * @param next the next state; null ends the execution
 * @param output the next state's input, or the execution's output
 */
record Transition(@Nullable String next, JsonNode output) {}
