package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.Standing.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The rows of ledger/history.md that change a finding or must not, through the sweep, on moto with
 * the real SDK clients. The rows by themselves are in HistoryTest, their ways in HistoryTableTest.
 */
final class HistoryIT {
  /** Archived by the rule development-key-sharing, for its tags and its alias. */
  private static final SampleEvent DEVELOPMENT =
      SampleEvent.of("external/kms-development-key-shared-with-account.json");

  /** Archived by no rule. */
  private static final SampleEvent OTHER =
      SampleEvent.of("external/kms-key-shared-with-account.json");

  private static final String DEVELOPMENT_KEY =
      "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
  private final Instant longAgo = Instant.now().minus(Duration.ofDays(40));

  private final TriageOnMoto moto = TriageOnMoto.deployed();

  private void finding(SampleEvent event, String status) {
    ObjectNode answer = AccessAnalyzerStub.fixture(event.findingId() + ".json");
    moto.analyzer().knows(event.analyzerArn(), event.findingId(), answer.put("status", status));
  }

  /** What was done before, and is to be reviewed since an hour. */
  private void known(SampleEvent event, Kind standing) {
    Instant updatedAt =
        Instant.parse(
            AccessAnalyzerStub.fixture(event.findingId() + ".json").path("updatedAt").asText());
    moto.ledger()
        .write(
            LedgerEntry.first(event.findingId(), event.analyzerArn())
                .withStanding(
                    StandingBuilder.of(standing)
                        .contentHash(null)
                        .rule("a-rule-of-before")
                        .rulesVersion("older")
                        .reason("It was expected.")
                        .at(longAgo)
                        .execution("earlier")
                        .build())
                .withReview(
                    new Review(
                        Instant.now().minus(Duration.ofHours(1)), "older", updatedAt, null)));
  }

  /** What a sweep finds due becomes. */
  private List<String> sweep(String name) {
    TriageOnMoto.Ended ended = moto.sweep(name, Json.object());
    assertEquals("SUCCEEDED", ended.status(), ended::toString);
    List<String> outcomes = new ArrayList<>();
    for (String triage : moto.triages()) {
      if (triage.endsWith("-" + name)) {
        outcomes.add(
            Objects.requireNonNull(moto.await(triage).output()).at("/decision/outcome").asText());
      }
    }
    return outcomes;
  }

  private @Nullable Kind standing(SampleEvent event) {
    Standing standing = moto.ledger().read(event.findingId()).orElseThrow().standing();
    return standing == null ? null : standing.kind();
  }

  private boolean waitsForTheDigest(SampleEvent event) {
    return moto.ledger().read(event.findingId()).orElseThrow().digestDue() != null;
  }

  @AfterEach
  void keyIsAsBefore() {
    moto.account().deny(DEVELOPMENT_KEY, false);
    moto.account().tag(DEVELOPMENT_KEY, "Environment", "development");
    assertEquals(List.of(), moto.mistakes(), "mistakes of the tests' own services");
  }

  @Test
  void archivedByUs_ruleExpiredOrRemoved_isUnarchivedAndTold() {
    finding(OTHER, "ARCHIVED");
    known(OTHER, Kind.ARCHIVED_BY_US);

    assertEquals(List.of("UNARCHIVE"), sweep("first"));

    assertEquals(List.of("ACTIVE " + OTHER.findingId()), moto.analyzer().takeUpdates());
    assertEquals(Kind.ALERTED, standing(OTHER));
    assertEquals(true, waitsForTheDigest(OTHER));
    assertEquals(List.of(), sweep("second"));
  }

  @Test
  void archivedByUs_tagChanged_isUnarchivedAndTold() {
    finding(DEVELOPMENT, "ARCHIVED");
    known(DEVELOPMENT, Kind.ARCHIVED_BY_US);
    moto.account().tag(DEVELOPMENT_KEY, "Environment", "production");

    assertEquals(List.of("UNARCHIVE"), sweep("first"));

    assertEquals(List.of("ACTIVE " + DEVELOPMENT.findingId()), moto.analyzer().takeUpdates());
    assertEquals(Kind.ALERTED, standing(DEVELOPMENT));
  }

  @Test
  void archivedByUs_readsDeniedForAWhile_staysArchived() {
    finding(DEVELOPMENT, "ARCHIVED");
    known(DEVELOPMENT, Kind.ARCHIVED_BY_US);
    moto.account().deny(DEVELOPMENT_KEY, true);

    assertEquals(List.of("IGNORE"), sweep("denied"));
    assertEquals(List.of("IGNORE"), sweep("denied-still"), "what could not be read is due");
    moto.account().deny(DEVELOPMENT_KEY, false);
    assertEquals(List.of("IGNORE"), sweep("readable"));
    assertEquals(List.of(), sweep("quiet"));

    assertEquals(List.of(), moto.analyzer().takeUpdates());
    assertEquals(Kind.ARCHIVED_BY_US, standing(DEVELOPMENT));
  }

  @Test
  void archivedByOthers_isLeftToThem() {
    finding(OTHER, "ARCHIVED");
    known(OTHER, Kind.ARCHIVED_BY_OTHER);

    assertEquals(List.of(), sweep("first"));

    assertEquals(List.of(), moto.analyzer().takeUpdates());
  }

  @Test
  void activeAgainLongAfterWeArchivedIt_isToldAndLeftToThePerson() {
    finding(DEVELOPMENT, "ACTIVE");
    known(DEVELOPMENT, Kind.ARCHIVED_BY_US);

    assertEquals(List.of("NOTIFY"), sweep("first"));

    assertEquals(List.of(), moto.analyzer().takeUpdates());
    assertEquals(Kind.LEFT_TO_PERSON, standing(DEVELOPMENT));
    assertEquals(true, waitsForTheDigest(DEVELOPMENT));
    assertEquals(List.of(), sweep("second"));
  }

  @Test
  void leftToAPerson_isNotArchived() {
    finding(DEVELOPMENT, "ACTIVE");
    known(DEVELOPMENT, Kind.LEFT_TO_PERSON);

    assertEquals(List.of("IGNORE"), sweep("first"));

    assertEquals(List.of(), moto.analyzer().takeUpdates());
    assertEquals(Kind.LEFT_TO_PERSON, standing(DEVELOPMENT));
  }

  @Test
  void observedBefore_isArchived() {
    finding(DEVELOPMENT, "ACTIVE");
    known(DEVELOPMENT, Kind.OBSERVED);

    assertEquals(List.of("ARCHIVE"), sweep("first"));

    assertEquals(List.of("ARCHIVED " + DEVELOPMENT.findingId()), moto.analyzer().takeUpdates());
    assertEquals(Kind.ARCHIVED_BY_US, standing(DEVELOPMENT));
  }

  @Test
  void resolved_isClosed() {
    finding(OTHER, "RESOLVED");
    known(OTHER, Kind.ALERTED);

    assertEquals(List.of("IGNORE"), sweep("first"));

    assertEquals(List.of(), moto.analyzer().takeUpdates());
    assertEquals(Kind.RESOLVED, standing(OTHER));
  }
}
