package io.accesstriage.cli.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;

/** An outcome for programs. */
final class OutcomeJson {
  private OutcomeJson() {}

  static ObjectNode of(String subject, Outcome outcome) {
    ObjectNode json = Json.object().put("check", subject);
    String result = "ok";
    String why = null;
    String fix = null;
    if (outcome instanceof Outcome.Wrong wrong) {
      result = "wrong";
      why = wrong.why();
      fix = wrong.fix();
    } else if (outcome instanceof Outcome.Unknown unknown) {
      result = "unknown";
      fix = unknown.fix();
    }
    return json.put("result", result).put("what", outcome.what()).put("why", why).put("fix", fix);
  }
}
