package io.accesstriage.state;

import io.accesstriage.json.Fields;

/**
 * What the state machine passes to a step after enrich.
 *
 * @param state what is known so far
 * @param execution the execution's ARN, which claims are made in
 * @param config the deployment's parameters for this step
 */
public record StepRequest(TriageState state, String execution, Settings config) {
  public static StepRequest read(Fields request) {
    return new StepRequest(
        TriageState.read(request.object("state")), request.text("execution"), Settings.of(request));
  }
}
