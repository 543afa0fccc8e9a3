package io.accesstriage.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.health.AnalyzerProblem.ChangesUnlogged;
import io.accesstriage.health.AnalyzerProblem.CountDiffers;
import io.accesstriage.health.AnalyzerProblem.Gone;
import io.accesstriage.health.AnalyzerProblem.KindMissing;
import io.accesstriage.health.AnalyzerProblem.NotActive;
import io.accesstriage.health.AnalyzerProblem.NotRead;
import io.accesstriage.health.AnalyzerProblem.TypeChanged;
import io.accesstriage.json.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HealthRecordTest {
  private static final String ARN =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final AnalyzerProblem DISABLED =
      new NotActive(ARN, "ORGANIZATION", "DISABLED", "ORGANIZATION_DELETED");
  private static final AnalyzerProblem UNREAD =
      new NotRead(ARN, Analyzers.GET, true, "AccessDeniedException");

  private HealthRecord record = HealthRecord.NONE;
  private Instant now = Instant.parse("2026-11-30T00:00:00Z");

  private HealthRecord.Change after(Checkup checkup) {
    now = now.plusSeconds(21_600);
    HealthRecord.Change change = record.after(checkup, now);
    record = HealthRecord.read(Fields.of(change.record().write(), "record"));
    assertEquals(change.record(), record);
    return change;
  }

  private HealthRecord.Change sees(AnalyzerProblem... problems) {
    return after(new Checkup(List.of(problems), Set.of(), List.of()));
  }

  private static List<AnalyzerProblem> problems(List<HealthRecord.Open> open) {
    return open.stream().map(HealthRecord.Open::problem).toList();
  }

  @Test
  void problem_isToldOnce_standsAndIsToldWhenItIsOver() {
    assertEquals(List.of(DISABLED), problems(sees(DISABLED).news()));
    HealthRecord.Change second = sees(DISABLED);
    assertTrue(second.isSilent());
    assertEquals(List.of(DISABLED), problems(second.open()));
    HealthRecord.Change third = sees();
    assertEquals(List.of(DISABLED), problems(third.over()));
    assertEquals(List.of(), third.open());
    assertTrue(sees().isSilent());
  }

  @Test
  void problem_thatChanges_isToldAgain_andOnlyAsTheNewOne() {
    sees(DISABLED);
    AnalyzerProblem other = new NotActive(ARN, "ORGANIZATION", "DISABLED", null);

    HealthRecord.Change changed = sees(other);

    assertEquals(List.of(other), problems(changed.news()));
    assertEquals(List.of(), changed.over());
  }

  /** Its message may be sent, though nobody could keep that it was. */
  @Test
  void problem_thatWasPerhapsTold_isToldToBeOver() {
    for (AnalyzerProblem problem : List.of(DISABLED, UNREAD)) {
      record = HealthRecord.NONE;
      sees(UNREAD);
      Checkup checkup = new Checkup(List.of(problem), Set.of(), List.of());
      HealthRecord.Change first = record.after(checkup, now);
      assertEquals(List.of(problem), problems(first.news()));
      record = HealthRecord.read(Fields.of(first.untold().write(), "record"));
      assertEquals(first.untold(), record);
      assertEquals(List.of(problem), problems(record.after(checkup, now).news()));

      assertEquals(List.of(problem), problems(sees().over()));
      assertTrue(sees().isSilent());
    }
  }

  /** To start it again is no remedy any more. */
  @Test
  void trail_thatIsDeletedAfterItHadStopped_isToldAgain_andOnlyAsTheNewOne() {
    sees(new ChangesUnlogged("eu-west-1", List.of("arn:1")));
    AnalyzerProblem deleted = new ChangesUnlogged("eu-west-1", List.of());

    HealthRecord.Change changed = sees(deleted);

    assertEquals(List.of(deleted), problems(changed.news()));
    assertEquals(List.of(), changed.over());
    assertEquals(List.of(deleted), problems(changed.open()));
    assertEquals(List.of(deleted), problems(sees().over()));
  }

  @Test
  void problem_thatNeedsASecondLook_isToldAfterTwoInARow() {
    AnalyzerProblem differs = new CountDiffers(ARN, 4198, 4212);
    assertTrue(sees(differs).isSilent());
    assertTrue(sees().isSilent());
    assertTrue(sees(new CountDiffers(ARN, 4198, 4212)).isSilent());
    AnalyzerProblem again = new CountDiffers(ARN, 4200, 4212);
    assertEquals(List.of(again), problems(sees(again).news()));
    assertTrue(sees(new CountDiffers(ARN, 4201, 4212)).isSilent());
  }

  @Test
  void problem_thatCouldNotBeLookedAtAgain_standsOn() {
    sees(DISABLED);
    Checkup blind = new Checkup(List.of(UNREAD), Set.of(DISABLED.question()), List.of());
    HealthRecord.Change first = after(blind);
    assertTrue(first.isSilent());
    assertEquals(List.of(DISABLED), problems(first.open()));
    HealthRecord.Change second = after(blind);
    assertEquals(List.of(UNREAD), problems(second.news()));
    assertEquals(List.of(UNREAD, DISABLED), problems(second.open()));
    assertEquals(List.of(UNREAD, DISABLED), problems(sees().over()));
  }

  @Test
  void call_thatFailsInAnotherWayEachTime_isToldAfterTwo() {
    sees(UNREAD);
    AnalyzerProblem throttled = new NotRead(ARN, Analyzers.GET, false, "ThrottlingException");

    assertEquals(List.of(throttled), problems(sees(throttled).news()));
  }

  @Test
  void kinds_ofOneRegion_areOverEachForItself() {
    AnalyzerProblem external = new KindMissing("us-east-1", AccessKind.EXTERNAL);
    AnalyzerProblem internal = new KindMissing("us-east-1", AccessKind.INTERNAL);
    sees(external);

    HealthRecord.Change change = sees(internal);

    assertEquals(List.of(internal), problems(change.news()));
    assertEquals(List.of(external), problems(change.over()));
  }

  @Test
  void record_keepsSinceAndCounts() {
    after(
        new Checkup(List.of(new Gone(ARN)), Set.of(), List.of(new Checkup.Count(ARN, 4212, null))));

    assertEquals(
        new HealthRecord(
            now,
            List.of(new HealthRecord.Open(new Gone(ARN), now, 1, true)),
            List.of(new Checkup.Count(ARN, 4212, null))),
        record);
  }

  private HealthRecord.Change seesType(String type, AnalyzerProblem... problems) {
    Set<AnalyzerProblem.Question> unanswered =
        type.isEmpty() ? Set.of(new TypeChanged(ARN, "", "").question()) : Set.of();
    return after(new Checkup(List.of(problems), unanswered, List.of(), Map.of(ARN, type)));
  }

  /** Also where it did not exist in between. */
  @Test
  void type_thatSeesLess_isToldOnceAndStandsUntilItIsAsBefore() {
    AnalyzerProblem narrower = new TypeChanged(ARN, "ORGANIZATION", "ACCOUNT");
    assertTrue(seesType("ORGANIZATION").isSilent());
    seesType("", new Gone(ARN));

    HealthRecord.Change change = seesType("ACCOUNT");
    assertEquals(List.of(narrower), problems(change.news()));
    assertEquals(List.of(new Gone(ARN)), problems(change.over()));
    HealthRecord.Change again = seesType("ACCOUNT", DISABLED);
    assertEquals(List.of(DISABLED), problems(again.news()));
    assertEquals(List.of(DISABLED, narrower), problems(again.open()));
    assertEquals(List.of(DISABLED), problems(seesType("ACCOUNT").over()));
    HealthRecord.Change other = seesType("ACCOUNT_UNUSED_ACCESS");
    assertEquals(
        List.of(new TypeChanged(ARN, "ORGANIZATION", "ACCOUNT_UNUSED_ACCESS")),
        problems(other.news()));
    assertEquals(List.of(), other.over());
    assertEquals(1, seesType("ORGANIZATION").over().size());
  }

  /** Access by the organization's other accounts is external to the account only. */
  @Test
  void type_ofAnotherZoneOfTrust_seesLess() {
    seesType("ACCOUNT");

    assertEquals(
        List.of(new TypeChanged(ARN, "ACCOUNT", "ORGANIZATION")),
        problems(seesType("ORGANIZATION").news()));
  }

  @Test
  void type_thatSeesMore_isTakenOver() {
    seesType("ACCOUNT_UNUSED_ACCESS");
    assertTrue(seesType("ORGANIZATION_UNUSED_ACCESS").isSilent());

    assertEquals(
        List.of(new TypeChanged(ARN, "ORGANIZATION_UNUSED_ACCESS", "ACCOUNT_UNUSED_ACCESS")),
        problems(seesType("ACCOUNT_UNUSED_ACCESS").news()));
  }

  /** A record of the version before knows no types. */
  @Test
  void record_withoutTypes_isRead() {
    ObjectNode json = record.write();
    json.remove("types");

    assertEquals(HealthRecord.NONE, HealthRecord.read(Fields.of(json, "record")));
  }
}
