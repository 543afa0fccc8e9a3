package io.accesstriage.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import java.util.List;

/**
 * What is answered to the sweep's state machine.
 *
 * @param state to pass on
 * @param next what it does then
 * @param pauseSeconds before that
 * @param page what this page had
 * @param notStarted what would have been started where nothing is to be
 */
record SweepAnswer(
    SweepState state, Next next, int pauseSeconds, SweepCounts page, List<WouldStart> notStarted) {
  /** What the state machine does after a page. */
  enum Next {
    PAGE,
    /** Ask for a page after a while, since this one has started many triages. */
    PAUSE,
    /** Go on in a new execution. */
    CONTINUE,
    DONE,
    /** Fail, since analyzers could not be swept. */
    INCOMPLETE
  }

  /** A triage that would have been started. */
  record WouldStart(String findingId, Due due, String name) {}

  ObjectNode write() {
    ObjectNode json = RecordJson.STATE.write(state);
    json.put("next", next.name()).put("pauseSeconds", pauseSeconds);
    switch (next) {
      case CONTINUE -> json.put("continuation", ExecutionName.ofPart(state.id(), state.part()));
      case INCOMPLETE -> json.put("report", SweepReport.of(state));
      case PAGE, PAUSE, DONE -> {}
    }
    if (!notStarted.isEmpty()) {
      ArrayNode findings = json.putArray("wouldStart");
      notStarted.forEach(finding -> findings.add(RecordJson.STATE.write(finding)));
    }
    return json;
  }

  /** One line for the log: of this page, not of the sweep. */
  ObjectNode log(SweepState before) {
    ObjectNode log = Json.object().put("step", "sweep").put("sweep", state.id());
    Position at = before.position();
    if (at != null) {
      log.put("analyzer", at.analyzer()).put("status", at.status().name());
    }
    log.setAll(RecordJson.STATE.write(page));
    if (state.unswept().size() > before.unswept().size()) {
      log.put("unswept", state.unswept().get(before.unswept().size()).why());
    }
    return log.put("next", next.name());
  }
}
