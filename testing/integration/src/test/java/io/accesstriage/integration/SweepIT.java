package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.json.Json;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sweep over every sample finding, on moto, with the real SDK clients. */
final class SweepIT {
  private static final List<SampleEvent> FINDINGS =
      SampleEvent.all().stream().filter(event -> !event.isDeletion()).toList();
  private static final int STATUSES = 3;

  private final TriageOnMoto moto = TriageOnMoto.deployed();

  /** Of several analyzers, since every kind of finding is among them. */
  private static List<SampleEvent> some() {
    return IntStream.range(0, FINDINGS.size())
        .filter(i -> i % 3 == 0)
        .mapToObj(FINDINGS::get)
        .toList();
  }

  private void exist(List<SampleEvent> events) {
    events.forEach(event -> moto.analyzer().knows(event.analyzerArn(), event.findingId()));
  }

  @AfterEach
  void nothingUnexpectedHappened() {
    assertEquals(List.of(), moto.mistakes(), "mistakes of the tests' own services");
    assertEquals(List.of(), moto.analyzer().unexpected());
  }

  private static String status(SampleEvent event) {
    return AccessAnalyzerStub.fixture(event.findingId() + ".json").path("status").asText();
  }

  private static Set<String> active(List<SampleEvent> findings) {
    return ofStatus(Set.of("ACTIVE"), findings);
  }

  /** What the first sweep triages: findings that others archived are listed once in the digest. */
  private static Set<String> unresolved(List<SampleEvent> findings) {
    return ofStatus(Set.of("ACTIVE", "ARCHIVED"), findings);
  }

  private static Set<String> ofStatus(Set<String> statuses, List<SampleEvent> findings) {
    return findings.stream()
        .filter(event -> statuses.contains(status(event)))
        .map(SampleEvent::findingId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> analyzers() {
    return Set.of(String.valueOf(TriageOnMoto.PARAMETERS.get("AnalyzerArns")).split(",", -1));
  }

  /** The findings whose triages this sweep has started. */
  private Set<String> triagedBy(String sweep) {
    return moto.triages().stream()
        .map(arn -> arn.substring(arn.lastIndexOf(':') + 1))
        .filter(name -> name.endsWith("-" + sweep))
        .map(name -> name.substring(0, name.length() - sweep.length() - 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> undetermined() {
    Set<String> ids = new TreeSet<>();
    moto.ledger()
        .forEach(
            entry -> {
              if (Objects.requireNonNull(entry.review()).undeterminedSince() != null) {
                ids.add(entry.findingId());
              }
            });
    return ids;
  }

  @Test
  void backfill_ofEveryStatus_triagesWhatIsUnresolvedAndIsThenQuiet() {
    exist(FINDINGS);
    Set<String> due = unresolved(FINDINGS);

    TriageOnMoto.Ended ended = moto.sweep("backfill", Json.object());

    assertEquals("SUCCEEDED", ended.status(), ended::toString);
    assertTrue(due.size() > 40 && analyzers().size() > 2, "a few dozen of several analyzers");
    assertEquals(due, triagedBy("backfill"));
    Set<String> known = new TreeSet<>();
    moto.ledger().forEach(entry -> known.add(entry.findingId()));
    assertEquals(due, known);
    for (String triage : moto.triages()) {
      TriageOnMoto.Ended triaged = moto.await(triage);
      assertEquals("SUCCEEDED", triaged.status(), triaged::toString);
    }
    moto.ledger().forEach(entry -> assertTrue(entry.standing() != null && entry.claim() == null));
    assertTrue(moto.analyzer().takeUpdates().size() >= 2, "development keys are archived");

    moto.sweep("again", Json.object());

    assertEquals(undetermined(), triagedBy("again"), "only what could not be read is tried again");
  }

  @Test
  void pages_onTheWire_areOneListAndOneBatchReadEach() {
    exist(some());

    TriageOnMoto.Ended ended = moto.sweep("counted", Json.object());

    int pages = (int) ended.states().stream().filter("Sweep page"::equals).count();
    assertTrue(pages > analyzers().size() * STATUSES, () -> "several pages: " + pages);
    assertEquals(pages, moto.analyzer().lists());
    int empty = pages - moto.batchReads();
    assertTrue(
        empty >= 0 && empty < analyzers().size() * STATUSES,
        () -> "a page without findings reads no entry: " + empty);
    assertEquals(pages, Objects.requireNonNull(ended.output()).at("/sweep/counts/pages").asInt());
  }

  @Test
  void entriesOfOtherRules_areAllDueAgain() {
    exist(some());
    moto.sweep("before", Json.object());
    Ledger ledger = moto.ledger();
    Set<String> ours = new HashSet<>();
    ledger.forEach(
        entry -> {
          Review review = Objects.requireNonNull(entry.review());
          LedgerEntry older =
              entry.withReview(
                  new Review(
                      review.at(), "older", review.findingUpdatedAt(), review.undeterminedSince()));
          ledger.write(older);
          ours.add(entry.findingId());
        });
    ours.retainAll(active(some()));

    moto.sweep("after", Json.object());

    assertEquals(new TreeSet<>(ours), triagedBy("after"));
    assertEquals(undetermined(), triagedAgain("quiet"));
  }

  private Set<String> triagedAgain(String sweep) {
    moto.sweep(sweep, Json.object());
    return triagedBy(sweep);
  }

  @Test
  void analyzerThatWasDeleted_isToldAndTheOthersAreSwept() {
    exist(some());
    String deleted = some().get(0).analyzerArn();
    moto.analyzer().refusesList(deleted, false, 404, "ResourceNotFoundException");

    TriageOnMoto.Ended ended = moto.sweep("partly", Json.object());

    assertEquals("FAILED", ended.status());
    assertEquals("SweepIncomplete", ended.error());
    assertTrue(ended.cause().startsWith("Not swept to their end: " + deleted), () -> ended.cause());
    assertTrue(ended.cause().contains("It was deleted"), () -> ended.cause());
    assertEquals(
        unresolved(some().stream().filter(event -> !event.analyzerArn().equals(deleted)).toList()),
        triagedBy("partly"));
  }

  @Test
  void tokenThatExpired_losesNoFinding() {
    exist(some());
    String large = some().get(0).analyzerArn();
    moto.analyzer().refusesList(large, true, 400, "ValidationException");

    TriageOnMoto.Ended ended = moto.sweep("expired", Json.object());

    assertEquals("SUCCEEDED", ended.status(), ended::toString);
    assertEquals(unresolved(some()), triagedBy("expired"));
  }
}
