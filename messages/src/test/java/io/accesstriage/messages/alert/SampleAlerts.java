package io.accesstriage.messages.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepRequest;

/** The messages that requests like those beside the golden emails lead to. */
public final class SampleAlerts {
  private SampleAlerts() {}

  public static AlertMessage of(ObjectNode json) {
    Fields request = Fields.of(json, "request");
    String execution = request.text("execution");
    return request.has("failure")
        ? AlertMessages.of(
            TriageFailure.read(
                request.object("failure"), Settings.of(request).optionalList("alertTags")),
            execution)
        : AlertMessages.of(StepRequest.read(request).state(), execution);
  }
}
