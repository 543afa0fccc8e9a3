package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Outcome;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.fixtures.ledger.ClaimBuilder;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an execution does when the world changes under it, which takes real time. */
final class LoopsIT {
  private static final SampleEvent KEY =
      SampleEvent.of("external/kms-development-key-shared-with-account.json");
  private static final SampleEvent OTHER_KEY =
      SampleEvent.of("external/kms-development-key-in-another-region.json");
  private static final List<String> DECIDE =
      List.of("Enrich finding", "Evaluate rules", "Archive or notify?");
  private static final List<String> ARCHIVE = List.of("Archive finding", "Archived?");

  private final TriageOnMoto moto = TriageOnMoto.deployed();

  @Test
  void findingThatBecomesPublicAfterTheDecision_isJudgedAgainAndAlerted() {
    moto.analyzer().changes(KEY.analyzerArn(), KEY.findingId(), now(KEY, ""), now(KEY, "changed/"));

    TriageOnMoto.Ended ended = moto.run("changed", KEY.json());

    assertEquals(path(List.of(DECIDE, ARCHIVE, DECIDE, List.of("Notify", "Done"))), ended.states());
    assertEquals(List.of(), moto.analyzer().takeUpdates());
    assertEquals(1, moto.takePublished().size());
  }

  @Test
  void findingThatChangesAfterTheDecision_isJudgedAgainAndArchived() {
    moto.analyzer()
        .changes(
            OTHER_KEY.analyzerArn(),
            OTHER_KEY.findingId(),
            now(OTHER_KEY, ""),
            now(OTHER_KEY, "changed/"));

    TriageOnMoto.Ended ended = moto.run("changed", OTHER_KEY.json());

    assertEquals(path(List.of(DECIDE, ARCHIVE, DECIDE, ARCHIVE, List.of("Done"))), ended.states());
    assertEquals(List.of("ARCHIVED " + OTHER_KEY.findingId()), moto.analyzer().takeUpdates());
  }

  @Test
  void findingThatAnotherExecutionClaims_waitsUntilTheClaimIsAbandoned() {
    moto.analyzer().knows(KEY.analyzerArn(), KEY.findingId());
    Ledger ledger = moto.ledger();
    Instant abandoned = Instant.now().plusSeconds(5);
    ledger.write(
        LedgerEntry.first(KEY.findingId(), KEY.analyzerArn())
            .withClaim(
                ClaimBuilder.of(Outcome.NOTIFY)
                    .execution(
                        "arn:aws:states:us-east-1:111122223333:execution:access-analyzer-triage:other")
                    .until(abandoned)
                    .contentHash(null)
                    .leadsTo(Standing.Kind.ALERTED)
                    .build()));

    TriageOnMoto.Ended ended = moto.run("busy", KEY.json());

    List<String> states = new ArrayList<>(ended.states());
    int waits = 0;
    List<String> round = path(List.of(DECIDE, List.of("Wait for the other")));
    while (states.size() > round.size() && states.subList(0, round.size()).equals(round)) {
      states.subList(0, round.size()).clear();
      waits++;
    }
    assertTrue(waits >= 1 && waits <= 6, () -> "of five seconds: " + ended);
    assertTrue(!Instant.now().isBefore(abandoned), "it ended before the claim did");
    assertEquals(path(List.of(DECIDE, ARCHIVE, List.of("Done"))), states, ended::toString);
    assertEquals(List.of("ARCHIVED " + KEY.findingId()), moto.analyzer().takeUpdates());
    Standing standing = ledger.read(KEY.findingId()).orElseThrow().standing();
    assertEquals(Standing.Kind.ARCHIVED_BY_US, standing == null ? null : standing.kind());
  }

  /**
   * The name that the state machine retries is that of the class; the SDK's own tries come first.
   */
  @Test
  void serverErrors_beyondTheSdksOwnTries_areRetriedByTheStateMachine() {
    // The SDK tries three or four times, by its retry mode: one invocation is not enough, two are.
    moto.analyzer().failsAtFirst(KEY.analyzerArn(), KEY.findingId(), 5);

    TriageOnMoto.Ended ended = moto.run("retry", KEY.json());

    assertEquals(path(List.of(DECIDE, ARCHIVE, List.of("Done"))), ended.states());
    assertEquals(
        List.of("Enrich finding " + TransientFailure.class.getName()),
        ended.failures().stream().map(f -> f.state() + " " + f.error()).toList());
  }

  private static ObjectNode now(SampleEvent event, String folder) {
    return AccessAnalyzerStub.fixture(folder + event.findingId() + ".json");
  }

  private static List<String> path(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }
}
