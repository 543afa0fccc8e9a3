package io.accesstriage.stateslanguage;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Passes its input on, changed by its paths and Parameters only. */
record PassState(
    Path inputPath,
    @Nullable PayloadTemplate parameters,
    ResultPath resultPath,
    Path outputPath,
    @Nullable String next)
    implements State {
  @Override
  public Transition perform(Visit visit) throws StateFailedException {
    JsonNode context = visit.context();
    JsonNode data = inputPath.select(visit.input(), context);
    JsonNode result = parameters == null ? data : parameters.fill(data, context);
    JsonNode combined = resultPath.combine(visit.input(), result);
    return new Transition(next, outputPath.select(combined, context));
  }
}
