package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;

/** Ends the execution well. */
record SucceedState(Path inputPath, Path outputPath) implements State {
  @Override
  public Transition perform(Visit visit) throws StateFailedException {
    JsonNode data = inputPath.select(visit.input(), visit.context());
    return new Transition(null, outputPath.select(data, visit.context()));
  }
}
