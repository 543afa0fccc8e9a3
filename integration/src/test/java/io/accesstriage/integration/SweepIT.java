package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sweep over every sample finding, on moto, with the real SDK clients. */
final class SweepIT {
  private static final List<SampleEvent> FINDINGS =
      SampleEvent.all().stream().filter(event -> !event.isDeletion()).toList();
  private static final int STATUSES = 3;

  private final TriageOnMoto moto = TriageOnMoto.deployed();

  SweepIT() {
    FINDINGS.forEach(event -> moto.analyzer().knows(event.analyzerArn(), event.findingId()));
  }

  @AfterEach
  void nothingUnexpectedHappened() {
    assertEquals(List.of(), moto.mistakes(), "mistakes of the tests' own services");
    assertEquals(List.of(), moto.analyzer().unexpected());
  }

  private static String status(SampleEvent event) {
    return AccessAnalyzerStub.fixture(event.findingId() + ".json").path("status").asText();
  }

  private static Set<String> active() {
    return FINDINGS.stream()
        .filter(event -> status(event).equals("ACTIVE"))
        .map(SampleEvent::findingId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> analyzers() {
    return FINDINGS.stream().map(SampleEvent::analyzerArn).collect(Collectors.toSet());
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
  void backfill_ofEveryStatus_triagesWhatIsActiveAndIsThenQuiet() {
    TriageOnMoto.Ended ended = moto.sweep("backfill", Json.object());

    assertEquals("SUCCEEDED", ended.status(), ended::toString);
    assertTrue(active().size() > 40 && analyzers().size() > 2, "a few dozen of several analyzers");
    assertEquals(active(), triagedBy("backfill"));
    Set<String> known = new TreeSet<>();
    moto.ledger().forEach(entry -> known.add(entry.findingId()));
    assertEquals(active(), known);
    for (String triage : moto.triages()) {
      TriageOnMoto.Ended triaged = moto.await(triage);
      assertEquals("SUCCEEDED", triaged.status(), triaged::toString);
    }
    moto.ledger()
        .forEach(entry -> assertTrue(entry.standing() != null && entry.claim() == null));
    assertTrue(moto.analyzer().takeUpdates().size() >= 2, "development keys are archived");

    moto.sweep("again", Json.object());

    assertEquals(undetermined(), triagedBy("again"), "only what could not be read is tried again");
  }

  @Test
  void pages_onTheWire_areOneListAndOneBatchReadEach() {
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
    moto.sweep("before", Json.object());
    Ledger ledger = moto.ledger();
    Set<String> ours = new HashSet<>();
    ledger.forEach(
        entry -> {
          Review review = Objects.requireNonNull(entry.review());
          LedgerEntry older =
              entry.withReview(
                  new Review(
                      review.at(),
                      "older",
                      review.findingUpdatedAt(),
                      review.undeterminedSince()));
          ledger.write(older);
          ours.add(entry.findingId());
        });

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
    String deleted = FINDINGS.get(0).analyzerArn();
    moto.analyzer().refusesList(deleted, false, 404, "ResourceNotFoundException");

    TriageOnMoto.Ended ended = moto.sweep("partly", Json.object());

    assertEquals("FAILED", ended.status());
    assertEquals("SweepIncomplete", ended.error());
    assertTrue(
        ended.cause().startsWith("Not swept to their end: " + deleted), () -> ended.cause());
    assertTrue(ended.cause().contains("It was deleted"), () -> ended.cause());
    Set<String> others =
        FINDINGS.stream()
            .filter(event -> !event.analyzerArn().equals(deleted))
            .filter(event -> status(event).equals("ACTIVE"))
            .map(SampleEvent::findingId)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(others, triagedBy("partly"));
  }

  @Test
  void tokenThatExpired_losesNoFinding() {
    String large = FINDINGS.get(0).analyzerArn();
    moto.analyzer().refusesList(large, true, 400, "ValidationException");

    TriageOnMoto.Ended ended = moto.sweep("expired", Json.object());

    assertEquals("SUCCEEDED", ended.status(), ended::toString);
    assertEquals(active(), triagedBy("expired"));
  }

  @Test
  void sweepThatIsLong_continuesInANewExecution() {
    TriageOnMoto.Ended first = moto.sweep("long", Json.object());
    ObjectNode state = (ObjectNode) Objects.requireNonNull(first.output()).path("sweep").deepCopy();
    state.put("id", "longer").put("pagesOfPart", 299);
    state
        .putObject("position")
        .put("analyzer", FINDINGS.get(0).analyzerArn())
        .put("status", "ACTIVE")
        .put("order", "ASKED_FOR");
    ObjectNode input = Json.object();
    input.set("sweep", state);

    TriageOnMoto.Ended ended = moto.sweep("longer", input);

    assertEquals(
        List.of(
            "New or continued?", "Sweep page", "More?", "Continue in a new execution", "Done"),
        ended.states());
    String continued =
        moto.sweeps().stream().filter(arn -> arn.endsWith(":longer-2")).findFirst().orElseThrow();
    TriageOnMoto.Ended rest = moto.await(continued);
    assertEquals("SUCCEEDED", rest.status(), rest::toString);
    assertEquals(List.of("New or continued?", "Sweep page"), rest.states().subList(0, 2));
    JsonNode counts = Objects.requireNonNull(rest.output()).at("/sweep/counts");
    assertEquals(2 * state.at("/counts/pages").asInt(), counts.path("pages").asInt());
  }
}
