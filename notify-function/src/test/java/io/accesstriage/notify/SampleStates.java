package io.accesstriage.notify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.state.StepRequest;
import io.accesstriage.state.TriageState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The requests beside the golden emails, with another ledger and topic. */
final class SampleStates {
  static final String TABLE = "ledger-table";
  static final String TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";

  private SampleStates() {}

  static ObjectNode request(String name) {
    try {
      return (ObjectNode)
          Json.read(Files.readAllBytes(Path.of("src/test/resources/emails", name + ".json")), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode published(String name) {
    ObjectNode request = request(name);
    request
        .putObject("config")
        .put("ledger", TABLE)
        .put("topic", TOPIC)
        .put("maxImmediateAlertsPerHour", "3");
    return request;
  }

  static StepRequest step(ObjectNode request) {
    return StepRequest.read(Fields.of(request, "request"));
  }

  static TriageState state(String name) {
    return step(request(name)).state();
  }
}
