package io.accesstriage.ledger.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AlertUpdateTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:10Z");
  private static final Instant DECIDED = Instant.parse("2026-11-24T03:00:05Z");
  private static final Instant BEFORE = Instant.parse("2026-11-20T00:00:00Z");
  private static final String EXECUTION =
      SampleStates.request("cross-account-key").path("execution").textValue();
  private static final String HASH = "1:00";
  private static final AlertUpdate ALERT =
      new AlertUpdate(SampleStates.state("cross-account-key"), EXECUTION);

  private LedgerEntry entry = LedgerEntry.first("f-1", "analyzer");

  private static Claim claim(String execution, Standing.@Nullable Kind leadsTo) {
    return new Claim(
        execution, DECIDED.plus(Claim.LIFE), Outcome.NOTIFY, HASH, null, leadsTo, 0, 0);
  }

  private static Standing standing(Standing.Kind kind, @Nullable String hash, Instant at) {
    return standing(kind, hash, at, "other");
  }

  private static Standing standing(
      Standing.Kind kind, @Nullable String hash, Instant at, String execution) {
    return new Standing(
        kind,
        hash,
        Severity.LOW,
        "old-rule",
        "old",
        "Old reason.",
        Map.of(),
        at,
        execution,
        null,
        null);
  }

  private void given(@Nullable Standing standing, @Nullable Claim claim) {
    entry = standing == null ? entry : entry.withStanding(standing);
    entry = claim == null ? entry : entry.withClaim(claim);
    entry = entry.withFailure(new Failure("earlier", BEFORE, false)).expiringAt(BEFORE);
  }

  private static Standing told(Standing.Kind kind, @Nullable String hash) {
    return new Standing(
        kind,
        hash,
        Severity.MEDIUM,
        null,
        "5f0c1d7a9be2",
        "No rule applies.",
        Map.of(),
        NOW,
        EXECUTION,
        null,
        null);
  }

  private void alert(String name) {
    alert(SampleStates.request(name));
  }

  private void alert(ObjectNode request) {
    entry =
        new AlertUpdate(SampleStates.step(request).state(), EXECUTION)
            .alerted(entry, "No rule applies.", NOW);
  }

  /** Of the failure before and of the time to forget it nothing is left. */
  @ParameterizedTest
  @EnumSource(names = {"ALERTED", "LEFT_TO_PERSON"})
  void alerted_underOurClaim_isWhatTheClaimLeadsTo(Standing.Kind leadsTo) {
    given(standing(Standing.Kind.ARCHIVED_BY_US, HASH, BEFORE), claim(EXECUTION, leadsTo));
    DigestDue due = new DigestDue(BEFORE, Severity.LOW, "Reason.");
    entry = entry.withDigestDue(due);

    alert("cross-account-key");

    assertEquals(
        LedgerEntry.builder("f-1", "analyzer").standing(told(leadsTo, HASH)).digestDue(due).build(),
        entry);
  }

  @Test
  void alerted_underAnothersClaim_leavesTheClaim() {
    Claim other = claim("other", Standing.Kind.ARCHIVED_BY_US);
    given(null, other);

    alert("cross-account-key");

    assertEquals(other, entry.claim());
    assertEquals(told(Standing.Kind.ALERTED, HASH), entry.standing());
  }

  @Test
  void alerted_underAClaimThatLeadsNowhere_leavesTheStanding() {
    Standing standing = standing(Standing.Kind.ARCHIVED_BY_US, HASH, BEFORE);
    given(standing, claim(EXECUTION, null));

    alert("cross-account-key");

    assertEquals(standing, entry.standing());
    assertNull(entry.claim());
    assertNull(entry.failure());
  }

  @Test
  void alerted_ofAnObservedUnarchive_leavesTheStandingWhateverTheClaimSays() {
    Standing standing = standing(Standing.Kind.ARCHIVED_BY_US, HASH, BEFORE);
    given(standing, claim(EXECUTION, Standing.Kind.ALERTED));

    alert("unarchive-observed");

    assertEquals(standing, entry.standing());
    assertNull(entry.claim());
  }

  /** An attempt before this one has recorded the alert, and nobody knows it. */
  @Test
  void alerted_ofWhatStaysArchivedWithoutClaim_leavesTheStanding() {
    Standing standing = standing(Standing.Kind.ARCHIVED_BY_US, HASH, BEFORE);
    given(standing, null);
    ObjectNode request = SampleStates.published("cross-account-key");
    ((ObjectNode) request.at("/state/finding")).put("status", "ARCHIVED");

    alert(request);

    assertEquals(standing, entry.standing());
  }

  /** Nor does an event say who archived it. */
  @Test
  void alerted_ofAnEventAboutOurArchiveWithoutClaim_leavesTheStanding() {
    Standing standing = standing(Standing.Kind.ARCHIVED_BY_US, HASH, BEFORE);
    given(standing, null);
    ObjectNode request = SampleStates.published("cross-account-key");
    ((ObjectNode) request.at("/state/finding")).put("readFrom", "EVENT");

    alert(request);

    assertEquals(standing, entry.standing());
  }

  @Test
  void alerted_withoutClaim_keepsWhatIsLeftToAPerson() {
    given(standing(Standing.Kind.LEFT_TO_PERSON, HASH, BEFORE), null);

    alert("cross-account-key");

    assertEquals(told(Standing.Kind.LEFT_TO_PERSON, HASH), entry.standing());
  }

  @ParameterizedTest
  @CsvSource({"true,5f0c1d7a9be2,facts", "true,old,", "false,5f0c1d7a9be2,"})
  void alerted_underTheRulesThatMadeItActiveAgain_keepsUnderWhichFacts(
      boolean isSame, String rulesVersion, @Nullable String kept) {
    Standing left = standing(Standing.Kind.LEFT_TO_PERSON, isSame ? HASH : "1:ff", BEFORE);
    given(
        new Standing(
            left.kind(),
            left.contentHash(),
            left.severity(),
            left.rule(),
            rulesVersion,
            left.reason(),
            left.tagsUsed(),
            left.at(),
            left.execution(),
            null,
            "facts"),
        null);

    alert("cross-account-key");

    assertEquals(kept, entry.standing().unarchivedFacts());
  }

  @Test
  void alerted_ofOtherContentWithoutClaim_isNotLeftToAPersonAnyMore() {
    given(standing(Standing.Kind.LEFT_TO_PERSON, "1:ff", BEFORE), null);

    alert("cross-account-key");

    assertEquals(told(Standing.Kind.ALERTED, HASH), entry.standing());
  }

  @Test
  void alerted_ofAnEventRead_keepsTheHashThatWasKnown() {
    given(
        standing(Standing.Kind.ALERTED, "1:known", BEFORE),
        claim(EXECUTION, Standing.Kind.ALERTED));

    alert("event-only");

    assertEquals("1:known", entry.standing().contentHash());
  }

  @ParameterizedTest
  @CsvSource({"2:access:rest:told, 2:access:rest:told", "2:access:rest:other, 2:::told"})
  void alerted_ofAnEventRead_keepsWhatWasReadOfTheSameContentOnly(String known, String kept) {
    given(standing(Standing.Kind.ALERTED, known, BEFORE), claim(EXECUTION, Standing.Kind.ALERTED));
    ObjectNode request = SampleStates.published("event-only");
    ((ObjectNode) request.at("/state/finding")).put("contentHash", "2:::told");

    alert(request);

    assertEquals(kept, entry.standing().contentHash());
  }

  @Test
  void alerted_ofAnEventReadOfANewFinding_hasNoHash() {
    given(null, claim(EXECUTION, Standing.Kind.ALERTED));

    alert("event-only");

    assertNull(entry.standing().contentHash());
  }

  @Test
  void alerted_afterAnUnarchive_keepsUnderWhichFacts() {
    given(standing(Standing.Kind.ARCHIVED_BY_US, HASH, BEFORE), null);

    alert("unarchived");

    assertEquals(
        FactsFingerprint.of(SampleStates.state("unarchived").facts()),
        entry.standing().unarchivedFacts());
  }

  @ParameterizedTest
  @CsvSource({"0,true", "1,false"})
  void alerted_ofWhatAnotherSettledSince_leavesTheStanding(int millisLater, boolean isAlerted) {
    Standing other = standing(Standing.Kind.OBSERVED, HASH, DECIDED.plusMillis(millisLater));
    given(other, null);

    alert("cross-account-key");

    assertEquals(isAlerted ? told(Standing.Kind.ALERTED, HASH) : other, entry.standing());
  }

  @Test
  void isRecorded_onlyOnceThisExecutionHasFulfilledItsClaim() {
    assertFalse(ALERT.isRecorded(entry));
    for (Standing.Kind kind : Standing.Kind.values()) {
      LedgerEntry ours = entry.withStanding(standing(kind, HASH, NOW, EXECUTION));
      assertEquals(
          kind == Standing.Kind.ALERTED || kind == Standing.Kind.LEFT_TO_PERSON,
          ALERT.isRecorded(ours),
          kind.name());
      assertFalse(ALERT.isRecorded(ours.withClaim(claim(EXECUTION, kind))), kind.name());
      assertFalse(ALERT.isRecorded(entry.withStanding(standing(kind, HASH, NOW))), kind.name());
    }
  }

  @Test
  void isTakenOver_byAClaimOrAStandingOfSince() {
    Standing before = standing(Standing.Kind.ALERTED, HASH, DECIDED.minusMillis(1));
    Standing since = standing(Standing.Kind.ALERTED, HASH, DECIDED);

    assertFalse(ALERT.isTakenOver(entry));
    assertFalse(ALERT.isTakenOver(entry.withStanding(before)));
    assertTrue(ALERT.isTakenOver(entry.withStanding(since)));
    assertTrue(ALERT.isTakenOver(entry.withClaim(claim("other", null))));
    assertFalse(ALERT.isTakenOver(entry.withStanding(since).withClaim(claim(EXECUTION, null))));
  }

  @Test
  void due_ofWhatWaits_keepsSinceWhenUnlessItWasArchivedInBetween() {
    entry = entry.withDigestDue(new DigestDue(BEFORE, Severity.LOW, "Earlier."));
    Standing alerted = standing(Standing.Kind.ALERTED, HASH, BEFORE.plusSeconds(1));
    Standing archived = alerted.as(Standing.Kind.ARCHIVED_BY_US);

    assertEquals(due(BEFORE), ALERT.due(entry, NOW));
    assertEquals(due(BEFORE), ALERT.due(entry.withStanding(alerted), NOW));
    assertEquals(due(NOW), ALERT.due(entry.withStanding(archived), NOW));
    assertEquals(due(NOW), ALERT.due(entry.withDigestDue(null), NOW));
  }

  @Test
  void due_ofAChangedAccess_saysWhatHasChanged() {
    AlertUpdate change = new AlertUpdate(SampleStates.state("changed-permission"), EXECUTION);

    assertTrue(
        change.due(entry, NOW).reason().startsWith("Since rule "), change.due(entry, NOW)::reason);
  }

  private static DigestDue due(Instant since) {
    return new DigestDue(since, Severity.MEDIUM, "No rule applies.");
  }
}
