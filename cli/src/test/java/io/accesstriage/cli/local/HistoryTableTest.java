package io.accesstriage.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Outcome;
import io.accesstriage.fixtures.ledger.ClaimBuilder;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.fixtures.ledger.Stored;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing.Kind;
import io.accesstriage.stateslanguage.Execution;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Each row of ledger/history.md, from what arrives to what is done: through the sweep where it is
 * about archived findings, of which no event comes.
 */
final class HistoryTableTest {
  private static final String ARCHIVE_DEVELOPMENT =
      """
      rules:
        - id: development-keys
          effect: archive
          owner: platform-security@example.com
          reason: Development keys may be shared.
          expires: 2026-12-31
          trustTags: true
          when: resource.type == "AWS::KMS::Key" && tag("Environment") == "development"
      """;

  private static final String ARCHIVE_KEYS =
      """
      rules:
        - id: all-keys
          effect: archive
          owner: platform-security@example.com
          reason: Keys may be shared.
          expires: 2027-12-31
          when: resource.type == "AWS::KMS::Key"
      """;

  private static final String NO_RULES = "rules: []\n";

  private static final String NOTIFY_HIGH =
      """
      rules:
        - id: look-at-keys
          effect: notify
          severity: high
          reason: Somebody looks at shared keys.
          when: resource.type == "AWS::KMS::Key"
      """;

  private static final String DENIED = "denied: true";
  private static final String PRODUCTION = "tags: {Environment: production}";
  private static final String DEVELOPMENT = "tags: {Environment: development}";

  /** The longest interval of ReviewAfterDays' 30 days. */
  private static final Duration REVIEW = Duration.ofDays(33);

  private final HistoryRun run = new HistoryRun();

  private void archivedByUs() {
    run.rules(ARCHIVE_DEVELOPMENT);
    assertEquals("ARCHIVE, archived", run.event("ACTIVE"));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  private void alerted() {
    run.rules(NO_RULES);
    assertEquals("NOTIFY, alerted medium", run.event("ACTIVE"));
    assertEquals(Kind.ALERTED, run.standing());
  }

  private void leftToPerson() {
    archivedByUs();
    run.clock.advance(Duration.ofHours(2));
    assertEquals("NOTIFY, alerted medium", run.event("ACTIVE"));
    assertEquals(Kind.LEFT_TO_PERSON, run.standing());
  }

  private static Claim claim(Outcome effect, Instant until) {
    return claim(effect, until, null);
  }

  private static Claim claim(Outcome effect, Instant until, @Nullable String contentHash) {
    return ClaimBuilder.of(effect)
        .execution("arn:aws:states:us-east-1:111122223333:execution:access-analyzer-triage:other")
        .until(until)
        .contentHash(contentHash)
        .rule("development-keys")
        .leadsTo(effect == Outcome.ARCHIVE ? Kind.ARCHIVED_BY_US : Kind.ALERTED)
        .build();
  }

  private static long waits(Execution execution) {
    return execution.states().stream().filter("Wait for the other"::equals).count();
  }

  // any | another execution's live claim, or decided by another after these facts were read

  @Test
  void any_underAnothersLiveClaim_waitsUntilItIsAbandoned() {
    run.rules(ARCHIVE_DEVELOPMENT);
    JsonNode event = run.becomes("ACTIVE");
    run.write(run.entry().withClaim(claim(Outcome.NOTIFY, run.clock.instant().plusSeconds(70))));

    Execution execution = run.triage(event);

    assertEquals(3, waits(execution), "of thirty seconds each");
    assertEquals(List.of(HistoryRun.ID), run.world().takeEffects().archived());
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  @Test
  void any_decidedByAnotherAfterTheReading_isReadAgain() {
    run.rules(ARCHIVE_DEVELOPMENT);
    JsonNode event = run.becomes("ACTIVE");
    run.write(
        run.entry()
            .withStanding(
                StandingBuilder.of(Kind.ALERTED)
                    .contentHash("1:0")
                    .rulesVersion("rules")
                    .at(run.clock.instant().plusSeconds(10))
                    .execution("other")
                    .build()));

    Execution execution = run.triage(event);

    assertEquals(1, waits(execution));
    assertEquals(List.of(HistoryRun.ID), run.world().takeEffects().archived());
  }

  // RESOLVED, deleted, gone | any | any | IGNORE; RESOLVED

  @Test
  void resolved_isClosed() {
    archivedByUs();
    assertEquals("IGNORE", run.event("RESOLVED"));
    assertEquals(Kind.RESOLVED, run.standing());
  }

  @Test
  void resolvedWithoutAnEvent_isClosedByTheSweep() {
    alerted();
    run.becomes("RESOLVED");
    assertEquals(List.of("IGNORE"), run.sweep());
    assertEquals(Kind.RESOLVED, run.standing());
    assertEquals(List.of(), run.sweep());
  }

  @Test
  void deleted_isClosed() {
    alerted();
    assertEquals(
        "IGNORE", run.arrives(run.becomes("ACTIVE", detail -> detail.put("isDeleted", true))));
    assertEquals(Kind.RESOLVED, run.standing());
  }

  // ARCHIVED | ARCHIVED_BY_US, or a claim to archive it | surely not archived any more | UNARCHIVE

  @Test
  void archivedByUs_ruleRemoved_isUnarchivedByTheSweep() {
    archivedByUs();
    run.rules(NO_RULES);
    assertEquals(List.of("UNARCHIVE, unarchived, in the digest"), run.sweep());
    assertEquals(Kind.ALERTED, run.standing());
    assertEquals(List.of(), run.sweep());
  }

  @Test
  void archivedByUs_ruleExpired_isUnarchivedAtItsReview() {
    archivedByUs();
    run.clock.advance(Duration.ofDays(26));
    assertEquals(List.of(), run.sweep());
    run.clock.advance(REVIEW);
    assertEquals(List.of("UNARCHIVE, unarchived, in the digest"), run.sweep());
    assertEquals(Kind.ALERTED, run.standing());
  }

  @Test
  void archivedByUs_tagsChanged_isUnarchivedAtItsReview() {
    archivedByUs();
    run.key(PRODUCTION);
    assertEquals(List.of(), run.sweep());
    run.clock.advance(REVIEW);
    assertEquals(List.of("UNARCHIVE, unarchived, in the digest"), run.sweep());
  }

  @Test
  void archivedByUs_notifyRuleIsTrueNow_isUnarchivedByTheSweep() {
    archivedByUs();
    run.rules(NOTIFY_HIGH);
    assertEquals(List.of("UNARCHIVE, unarchived, in the digest"), run.sweep());
  }

  @Test
  void archivedUnderAClaimThatWasAbandoned_ruleRemoved_isUnarchivedByTheSweep() {
    run.rules(NO_RULES);
    run.becomes("ARCHIVED");
    run.write(run.entry().withClaim(claim(Outcome.ARCHIVE, run.clock.instant())));
    assertEquals(List.of("UNARCHIVE, unarchived, in the digest"), run.sweep());
    assertEquals(Kind.ALERTED, run.standing());
  }

  /** An execution that archived, then found other content, and died before it had undone it. */
  @Test
  void archivedUnderAnUnarchiveThatWasAbandoned_isUnarchivedByTheSweep() {
    run.rules(NO_RULES);
    run.becomes("ARCHIVED");
    run.write(run.entry().withClaim(claim(Outcome.UNARCHIVE, run.clock.instant())));
    assertEquals(List.of("UNARCHIVE, unarchived, in the digest"), run.sweep());
    assertEquals(Kind.ALERTED, run.standing());
  }

  // ARCHIVED | the same | anything else | IGNORE; ARCHIVED_BY_US

  @Test
  void archivedByUs_otherRulesThatArchiveItToo_staysSo() {
    archivedByUs();
    run.rules(ARCHIVE_KEYS);
    assertEquals(List.of("IGNORE"), run.sweep());
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
    assertEquals(List.of(), run.sweep());
  }

  @Test
  void archivedByUs_readsDeniedForAnHour_staysSoAndIsLookedAtUntilItCanBeRead() {
    archivedByUs();
    run.clock.advance(Duration.ofDays(26));
    run.key(DENIED);
    assertEquals("IGNORE", run.event("ARCHIVED"));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
    assertEquals(List.of("IGNORE"), run.sweep(), "what could not be read is due");
    run.clock.advance(Duration.ofHours(1));
    run.key(DEVELOPMENT);
    assertEquals(List.of("IGNORE"), run.sweep());
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
    assertEquals(List.of(), run.sweep());
  }

  @Test
  void archivedByUs_otherTagsAfterReadsWereDenied_isUnarchivedOnceTheyAreRead() {
    archivedByUs();
    run.key(DENIED);
    assertEquals("IGNORE", run.event("ARCHIVED"));
    run.key(PRODUCTION);
    assertEquals(List.of("UNARCHIVE, unarchived, in the digest"), run.sweep());
  }

  @Test
  void archivedByUs_analyzerNoLongerConfigured_staysSo() {
    archivedByUs();
    run.parameters.put("AnalyzerArns", HistoryRun.ANALYZER + "-other");
    assertEquals("IGNORE", run.event("ARCHIVED"));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  @Test
  void archivedByUs_ruleIsBrakedToday_staysSo() {
    archivedByUs();
    run.parameters.put("MaxArchivesPerRulePerDay", "1");
    assertEquals("IGNORE", run.event("ARCHIVED"));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  @Test
  void archivedUnderAClaimThatWasAbandoned_isOurs() {
    run.rules(ARCHIVE_DEVELOPMENT);
    run.becomes("ARCHIVED");
    run.write(run.entry().withClaim(claim(Outcome.ARCHIVE, run.clock.instant())));
    assertEquals(List.of("IGNORE"), run.sweep());
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  // ARCHIVED | anything else | any | IGNORE; ARCHIVED_BY_OTHER

  @Test
  void archivedByOthers_isLeftToThem() {
    alerted();
    assertEquals("IGNORE", run.event("ARCHIVED"));
    assertEquals(Kind.ARCHIVED_BY_OTHER, run.standing());
    run.rules(NOTIFY_HIGH);
    run.clock.advance(REVIEW);
    assertEquals(List.of(), run.sweep());
  }

  // ACTIVE by an event only, no later than what was last read | put aside | any | IGNORE

  @Test
  void activeByAnOldEvent_whileItCannotBeRead_isLookedAtInAnHour() {
    run.rules(ARCHIVE_DEVELOPMENT);
    JsonNode old = run.becomes("ACTIVE");
    assertEquals("ARCHIVE, archived", run.arrives(old));
    run.clock.advance(Duration.ofHours(1));
    run.key(
        DEVELOPMENT
            + "\nfaults: [{operation: \"access-analyzer:GetFinding\", error: AccessDeniedException}]");
    // The world's own reading is refused as well.
    assertEquals("IGNORE", run.arrives(old));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  // ACTIVE by an event of before our archive | ARCHIVED_BY_US | any | IGNORE

  @Test
  void activeByAnEventOfBeforeOurArchive_whileItCannotBeRead_isLookedAtInAnHour() {
    run.rules(ARCHIVE_DEVELOPMENT);
    JsonNode first = run.becomes("ACTIVE");
    ObjectNode delayed = first.deepCopy();
    ((ObjectNode) delayed.at("/detail")).put("updatedAt", "" + run.clock.instant().plusMillis(500));
    assertEquals("ARCHIVE, archived", run.arrives(first));
    run.clock.advance(Duration.ofHours(1));
    run.key(
        DEVELOPMENT
            + "\nfaults: [{operation: \"access-analyzer:GetFinding\", error: AccessDeniedException}]");
    assertEquals("IGNORE", run.arrives(delayed));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  // ACTIVE | ARCHIVED_BY_US, same content, at most 15 minutes ago | any | IGNORE

  @Test
  void activeSoonAfterWeArchivedIt_isLookedAtInAnHour() {
    archivedByUs();
    assertEquals("IGNORE", run.event("ACTIVE"));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
    run.clock.advance(Duration.ofHours(1));
    assertEquals(List.of("NOTIFY, in the digest"), run.sweep());
    assertEquals(Kind.LEFT_TO_PERSON, run.standing());
  }

  // ACTIVE | ARCHIVED_BY_US, same content, longer ago | any | NOTIFY; LEFT_TO_PERSON

  @Test
  void activeAgain_isToldAndLeftToThePerson() {
    leftToPerson();
    assertEquals(
        "It was archived under rule development-keys and somebody has made it active again.",
        run.entry().standing().reason());
  }

  /** An execution un-archived it and died before it said so: nobody else did. */
  @Test
  void activeAgainUnderAnUnarchiveThatWasAbandoned_isNoPersonsDecision() {
    archivedByUs();
    run.clock.advance(Duration.ofHours(2));
    run.becomes("ACTIVE");
    run.write(run.entry().withClaim(claim(Outcome.UNARCHIVE, run.clock.instant())));
    run.rules(NO_RULES);
    assertEquals(List.of("NOTIFY, in the digest"), run.sweep());
    assertEquals(Kind.ALERTED, run.standing());
    run.rules(ARCHIVE_KEYS);
    assertEquals(List.of("ARCHIVE, archived"), run.sweep());
  }

  /** The next execution saw that, and died before it told of the finding. */
  @Test
  void activeAgainUnderAnAlertThatWasAbandonedAfterAnUnarchive_isNoPersonsDecision() {
    archivedByUs();
    run.clock.advance(Duration.ofHours(2));
    run.becomes("ACTIVE");
    LedgerEntry entry = run.entry();
    run.write(
        entry.withClaim(
            claim(
                Outcome.NOTIFY,
                run.clock.instant(),
                Objects.requireNonNull(entry.standing()).contentHash())));
    run.rules(NO_RULES);
    assertEquals(List.of("NOTIFY, in the digest"), run.sweep());
    assertEquals(Kind.ALERTED, run.standing());
    run.rules(ARCHIVE_KEYS);
    assertEquals(List.of("ARCHIVE, archived"), run.sweep());
  }

  // ACTIVE | LEFT_TO_PERSON, same content | archive | IGNORE

  @Test
  void leftToPerson_rulesArchive_staysAsThePersonWants() {
    leftToPerson();
    assertEquals("IGNORE", run.event("ACTIVE"));
    run.rules(ARCHIVE_KEYS);
    assertEquals(List.of("IGNORE"), run.sweep());
    assertEquals(Kind.LEFT_TO_PERSON, run.standing());
  }

  // ACTIVE | LEFT_TO_PERSON or ALERTED, same content | notify | NOTIFY if the severity rose

  @Test
  void leftToPerson_severityRises_isToldOnceMore() {
    leftToPerson();
    run.rules(NO_RULES);
    assertEquals("IGNORE", run.event("ACTIVE"));
    run.rules(NOTIFY_HIGH);
    assertEquals("NOTIFY, alerted high", run.event("ACTIVE"));
    assertEquals("IGNORE", run.event("ACTIVE"));
    assertEquals(Kind.LEFT_TO_PERSON, run.standing());
  }

  @Test
  void alerted_severityRises_isToldOnceMore() {
    alerted();
    assertEquals("IGNORE", run.event("ACTIVE"));
    run.rules(NOTIFY_HIGH);
    assertEquals(List.of("NOTIFY, in the digest"), run.sweep());
    assertEquals("IGNORE", run.event("ACTIVE"));
    assertEquals(Kind.ALERTED, run.standing());
  }

  // ACTIVE | OBSERVED, same content | archive | ARCHIVE if Mode is archive, else IGNORE

  @Test
  void observed_isArchivedOnceModeIsArchive() {
    run.rules(ARCHIVE_DEVELOPMENT);
    run.parameters.put("Mode", "observe");
    assertEquals("ARCHIVE", run.event("ACTIVE"));
    assertEquals(Kind.OBSERVED, run.standing());
    assertEquals("IGNORE", run.event("ACTIVE"));
    assertEquals(List.of(), run.sweep());
    run.parameters.put("Mode", "archive");
    assertEquals(List.of("ARCHIVE, archived"), run.sweep());
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  // ACTIVE | anything else | archive | ARCHIVE

  @Test
  void unknown_rulesArchive_isArchivedByTheSweepToo() {
    run.rules(ARCHIVE_DEVELOPMENT);
    run.becomes("ACTIVE");
    assertEquals(List.of("ARCHIVE, archived"), run.sweep());
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  @Test
  void alerted_rulesArchiveNow_isArchivedByTheSweep() {
    alerted();
    run.rules(ARCHIVE_DEVELOPMENT);
    assertEquals(List.of("ARCHIVE, archived"), run.sweep());
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  @Test
  void archivedByUsAndActiveWithOtherContent_isArchivedAnew() {
    archivedByUs();
    run.clock.advance(Duration.ofHours(2));
    assertEquals(
        "ARCHIVE, archived",
        run.arrives(
            run.becomes("ACTIVE", d -> d.putObject("principal").put("AWS", "999988887777"))));
    assertEquals(Kind.ARCHIVED_BY_US, run.standing());
  }

  // ACTIVE | anything else | notify | NOTIFY

  @Test
  void archivedByOthersAndActiveAgain_isTold() {
    run.rules(NO_RULES);
    assertEquals("IGNORE", run.event("ARCHIVED"));
    assertEquals("NOTIFY, alerted medium", run.event("ACTIVE"));
    assertEquals(Kind.ALERTED, run.standing());
  }

  @Test
  void unknown_brakedRule_isTold() {
    run.rules(ARCHIVE_DEVELOPMENT);
    run.parameters.put("MaxArchivesPerRulePerDay", "1");
    Stored.count(run.world().ledger(), "development-keys", LocalDate.of(2026, 11, 26), "another");
    assertEquals("NOTIFY, alerted medium", run.event("ACTIVE"));
  }

  // Review

  @Test
  void review_ofManyDecidedOnOneDay_comesOnSeveralDaysAndOnceEach() {
    run.rules(NO_RULES);
    int findings = 60;
    for (int i = 0; i < findings; i++) {
      String id = "finding-" + i;
      run.becomes("ACTIVE", detail -> detail.put("id", id));
    }
    assertEquals(findings, run.sweep().size());
    run.clock.advance(Duration.ofDays(26));
    assertEquals(List.of(), run.sweep());

    List<Integer> days = new ArrayList<>();
    for (int day = 27; day <= 34; day++) {
      run.clock.advance(Duration.ofDays(1));
      List<String> reviewed = run.sweep();
      assertEquals(List.of(), reviewed.stream().filter(o -> !o.equals("IGNORE")).toList());
      days.add(reviewed.size());
    }

    assertEquals(findings, days.stream().mapToInt(Integer::intValue).sum());
    assertTrue(days.stream().allMatch(due -> due < findings / 2), days::toString);
  }
}
