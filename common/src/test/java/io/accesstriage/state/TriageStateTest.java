package io.accesstriage.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Decision;
import io.accesstriage.facts.Owner;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.testing.RandomStates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TriageStateTest {
  @Test
  void read_whatWasWritten_isTheSame() {
    for (long seed = 0; seed < 2_000; seed++) {
      TriageState state = new RandomStates(seed).state();

      assertEquals(
          state,
          TriageState.read(Json.readObject(Json.bytes(state.write()), "state")),
          "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({"finding", "facts", "readAt"})
  void read_withoutARequiredField_namesIt(String field) {
    ObjectNode json = new RandomStates(1).state().write();
    json.remove(field);

    assertEquals("request.state." + field + " is missing", malformed(json).getMessage());
  }

  @Test
  void read_withoutOrigin_isOfAnEvent() {
    ObjectNode json = new RandomStates(1).state().write();
    json.remove("origin");

    assertEquals(Origin.EVENT, TriageState.read(Fields.of(json, "request.state")).origin());
  }

  /** An execution that an earlier version began. */
  @Test
  void read_withoutAlertTags_namesNone() {
    ObjectNode json = new RandomStates(1).state().write();
    json.remove("alertTags");

    TriageState state = TriageState.read(Fields.of(json, "request.state"));

    assertEquals(List.of(), state.alertTags());
    assertEquals(Owner.UNKNOWN, state.owner());
  }

  @Test
  void read_archiveWithoutOutcome_namesIt() {
    ObjectNode json = new RandomStates(1).state().write();
    json.putObject("archive");

    assertEquals("request.state.archive.outcome is missing", malformed(json).getMessage());
  }

  @Test
  void with_anotherDecision_forgetsWhatWasArchivedBefore() {
    Decision decision = new RandomStates(2).decision();
    TriageState before = new RandomStates(1).state().with(ArchiveOutcome.CHANGED);

    assertEquals(
        new TriageState(
            before.finding(),
            before.facts(),
            before.readAt(),
            before.origin(),
            decision,
            null,
            before.alertTags()),
        before.with(decision));
  }

  @Test
  void requireDecision_beforeEvaluate_saysWhatIsMissing() {
    TriageState state = new RandomStates(1).state();
    TriageState undecided =
        new TriageState(
            state.finding(), state.facts(), state.readAt(), Origin.EVENT, null, null, List.of());

    assertEquals(
        "state.decision is missing",
        assertThrows(MalformedInput.class, undecided::requireDecision).getMessage());
  }

  private static MalformedInput malformed(ObjectNode json) {
    return assertThrows(
        MalformedInput.class, () -> TriageState.read(Fields.of(json, "request.state")));
  }
}
