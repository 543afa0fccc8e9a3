package io.accesstriage.messages.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.state.Settings;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The requests beside the golden emails, with another ledger and topic. */
public final class SampleStates {
  public static final String TABLE = "ledger-table";
  public static final String TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";

  private SampleStates() {}

  public static ObjectNode request(String name) {
    try (InputStream json =
        Objects.requireNonNull(
            SampleStates.class.getResourceAsStream("/emails/%s.json".formatted(name)), name)) {
      return (ObjectNode) Json.read(json.readAllBytes(), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectNode published(String name) {
    ObjectNode request = request(name);
    request
        .putObject("config")
        .put("ledger", TABLE)
        .put("topic", TOPIC)
        .put("maxImmediateAlertsPerHour", "3");
    return request;
  }

  public static StepRequest step(ObjectNode request) {
    return StepRequest.read(Fields.of(request, "request"));
  }

  /** What a request to report a failure knows. */
  public static TriageFailure failure(Fields request) {
    return TriageFailure.read(
        request.object("failure"), Settings.of(request).optionalList("alertTags"));
  }

  public static TriageState state(String name) {
    return step(request(name)).state();
  }
}
