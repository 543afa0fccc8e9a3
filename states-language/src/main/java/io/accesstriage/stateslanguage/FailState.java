package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Ends the execution with an error of its own. */
record FailState(@Nullable Text error, @Nullable Text cause) implements State {
  /** A text that the definition says or that a path selects. */
  @FunctionalInterface
  interface Text {
    String of(JsonNode data, JsonNode context) throws StateFailedException;
  }

  @Override
  public Transition perform(Visit visit) throws StateFailedException {
    throw new StateFailedException(
        error == null ? null : error.of(visit.input(), visit.context()),
        cause == null ? null : cause.of(visit.input(), visit.context()));
  }
}
