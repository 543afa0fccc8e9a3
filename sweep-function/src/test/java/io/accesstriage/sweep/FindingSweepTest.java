package io.accesstriage.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Severity;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.FindingList;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.fixtures.ledger.ForwardingLedger;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindingSweepTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String FIRST =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/first";
  private static final String SECOND =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/second";
  private static final String FOREIGN =
      "arn:aws:access-analyzer:us-east-1:444455556666:analyzer/foreign";
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:111122223333:execution:sweep:sweep-1";
  private static final String RULES = "rules-2";

  private final Lists lists = new Lists();
  private final CountingLedger ledger = new CountingLedger();
  private final Machine machine = new Machine();
  private final List<Duration> pauses = new ArrayList<>();
  private final FindingSweep sweep =
      new FindingSweep(
          lists, table -> ledger, machine, Clock.fixed(NOW, ZoneOffset.UTC), pauses::add);

  private final ObjectNode config =
      Json.object()
          .put("ledger", "ledger")
          .put("stateMachine", "triage")
          .put("analyzerArns", FIRST)
          .put("mode", "archive")
          .put("sweepHours", "6");

  /** Analyzers whose pages are told; each page's token is its number. */
  private static final class Lists implements FindingList {
    final Map<String, List<List<ListedFinding>>> pages = new HashMap<>();
    final Map<String, List<AwsCallException>> failures = new HashMap<>();
    final List<String> calls = new ArrayList<>();

    void add(String analyzer, FindingStatus status, ListedFinding... findings) {
      pages
          .computeIfAbsent(analyzer + " " + status, key -> new ArrayList<>())
          .add(List.of(findings));
    }

    void fail(String key, String code, int status) {
      failures
          .computeIfAbsent(key, k -> new ArrayList<>())
          .add(new AwsCallException("access-analyzer:ListFindings", code, status, "told so"));
    }

    @Override
    public FindingPage<ListedFinding> page(
        String analyzerArn, FindingStatus status, boolean newestFirst, @Nullable String token) {
      String key = analyzerArn + " " + status;
      String call = name(analyzerArn) + " " + status + (newestFirst ? " newest" : "");
      calls.add(call + (token == null ? "" : " " + token));
      List<AwsCallException> failing = failures.get(calls.get(calls.size() - 1));
      if (failing != null && !failing.isEmpty()) {
        throw failing.remove(0);
      }
      int page = token == null ? 0 : Integer.parseInt(token);
      List<List<ListedFinding>> all = pages.getOrDefault(key, List.of(List.of()));
      return new FindingPage<>(
          all.get(page), page + 1 < all.size() ? Integer.toString(page + 1) : null);
    }

    private static String name(String analyzerArn) {
      return analyzerArn.substring(analyzerArn.lastIndexOf('/') + 1);
    }
  }

  private static final class CountingLedger extends ForwardingLedger {
    int reads;

    CountingLedger() {
      super(new InMemoryLedger());
    }

    @Override
    public Map<String, LedgerEntry> readAll(Set<String> findingIds) {
      reads++;
      return super.readAll(findingIds);
    }
  }

  private static final class Machine implements TriageMachine {
    final List<String> started = new ArrayList<>();
    final Set<String> names = new TreeSet<>();
    final List<AwsCallException> failures = new ArrayList<>();

    @Override
    public TriageStart start(
        String stateMachineArn, String name, com.fasterxml.jackson.databind.JsonNode input) {
      if (!failures.isEmpty()) {
        throw failures.remove(0);
      }
      if (!names.add(name)) {
        return TriageStart.STARTED_BEFORE;
      }
      started.add(stateMachineArn + " " + name + " " + input);
      return TriageStart.STARTED;
    }
  }

  private static ListedFinding finding(String id) {
    return new ListedFinding(id, NOW.minus(Duration.ofDays(3)));
  }

  private static ListedFinding[] findings(String prefix, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> finding(prefix + i))
        .toArray(ListedFinding[]::new);
  }

  private void settled(ListedFinding finding, Standing.Kind kind) {
    ledger.write(
        LedgerEntry.first(finding.id(), FIRST)
            .withStanding(
                StandingBuilder.of(kind)
                    .severity(Severity.LOW)
                    .rulesVersion(RULES)
                    .reason("why")
                    .at(NOW)
                    .build())
            .withReview(new Review(NOW.plusSeconds(1), RULES, finding.updatedAt(), null)));
  }

  private static ObjectNode first() {
    return Json.object().put("rulesVersion", RULES);
  }

  private ObjectNode request(ObjectNode state) {
    ObjectNode request = Json.object();
    request.set("sweep", state);
    request.putObject("input");
    request.put("execution", EXECUTION);
    request.set("config", config);
    return request;
  }

  private ObjectNode page(ObjectNode state) {
    return answer(request(state)).write();
  }

  private SweepAnswer answer(ObjectNode request) {
    return sweep.page(
        SweepRequest.read(Fields.of(request, "request"), Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private static String next(ObjectNode state) {
    return state.path("next").asText();
  }

  /** Goes on as the state machine does, until there is no next page. */
  private ObjectNode toEnd() {
    ObjectNode state = page(first());
    for (int i = 0; !Set.of("DONE", "INCOMPLETE").contains(next(state)); i++) {
      assertTrue(i < 2_000, "it does not end");
      state = page(state);
    }
    return state;
  }

  @Test
  void page_dueFindings_areStartedByReferenceUnderTheirOwnNames() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"), finding("id-2"), finding("id-3"));
    settled(finding("id-2"), Standing.Kind.ALERTED);

    ObjectNode state = page(first());

    assertEquals(
        List.of(
            "triage id-1-sweep-1 {\"reference\":{\"analyzerArn\":\"%s\",\"findingId\":\"id-1\"}}"
                .formatted(FIRST),
            "triage id-3-sweep-1 {\"reference\":{\"analyzerArn\":\"%s\",\"findingId\":\"id-3\"}}"
                .formatted(FIRST)),
        machine.started);
    assertEquals(
        Json.read(
            """
            {"pages": 1, "read": 3, "due": 2, "started": 2, "reasons": {"NOT_IN_LEDGER": 2}}""",
            "counts"),
        state.path("counts"));
    assertEquals("PAGE", next(state));
  }

  @Test
  void sweep_ofTwoAnalyzers_asksForEveryPageOnce() {
    config.put("analyzerArns", FIRST + ", " + SECOND + "," + FIRST);
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-2"));
    lists.add(SECOND, FindingStatus.ARCHIVED, finding("id-3"));

    ObjectNode state = toEnd();

    assertEquals(
        List.of(
            "first ACTIVE",
            "first ACTIVE 1",
            "first ARCHIVED",
            "first RESOLVED newest",
            "second ACTIVE",
            "second ARCHIVED",
            "second RESOLVED newest"),
        lists.calls);
    assertEquals("DONE", next(state));
    assertEquals(3, machine.started.size());
    assertEquals(3, ledger.reads, "one a page with findings");
  }

  @Test
  void sweep_again_startsNothingThatIsSettled() {
    lists.add(FIRST, FindingStatus.ACTIVE, findings("a", 0, 100));
    lists.add(FIRST, FindingStatus.ARCHIVED, findings("b", 0, 100));
    for (int i = 0; i < 100; i++) {
      settled(finding("a" + i), Standing.Kind.ALERTED);
      settled(
          finding("b" + i),
          i % 2 == 0 ? Standing.Kind.ARCHIVED_BY_US : Standing.Kind.ARCHIVED_BY_OTHER);
    }

    assertEquals(0, toEnd().at("/counts/due").intValue());
    assertEquals(List.of(), machine.started);
  }

  @Test
  void page_sameFindingListedTwice_isStartedOnce() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"), finding("id-1"));

    ObjectNode state = page(first());

    assertEquals(1, machine.started.size());
    assertEquals(2, state.at("/counts/due").intValue());
    assertEquals(1, state.at("/counts/started").intValue());
  }

  @Test
  void page_again_startsNothingTwice() {
    lists.add(FIRST, FindingStatus.ACTIVE, findings("id", 0, 5));
    page(first());
    page(first());
    assertEquals(5, machine.started.size());
  }

  @ParameterizedTest
  @CsvSource({"9, PAGE, 0", "10, PAUSE, 1", "57, PAUSE, 5", "100, PAUSE, 10"})
  void page_thatStartsMany_isFollowedByAPauseOfTenStartsASecond(int due, String next, int seconds) {
    lists.add(FIRST, FindingStatus.ACTIVE, findings("id", 0, due));
    ObjectNode state = page(first());
    assertEquals(next, next(state));
    assertEquals(seconds, state.path("pauseSeconds").intValue());
  }

  @Test
  void sweep_ofMoreThanAnExecutionsPages_continuesInANewOne() {
    for (int i = 0; i < FindingSweep.PAGES_OF_AN_EXECUTION + 1; i++) {
      lists.add(FIRST, FindingStatus.ACTIVE, finding("id-" + i));
    }
    ObjectNode state = page(first());
    for (int i = 1; i < FindingSweep.PAGES_OF_AN_EXECUTION; i++) {
      assertEquals("PAGE", next(state));
      state = page(state);
    }
    assertEquals("CONTINUE", next(state));
    assertEquals("sweep-1-2", state.path("continuation").asText());

    ObjectNode continued = request(state);
    continued.put("execution", EXECUTION + "-2");
    ObjectNode after = answer(continued).write();

    assertEquals("PAGE", next(after));
    assertEquals(FindingSweep.PAGES_OF_AN_EXECUTION + 1, machine.started.size());
    assertTrue(machine.names.contains("id-300-sweep-1"), "the name is that of the whole sweep");
    assertEquals("sweep-1", after.path("id").asText());
  }

  /** 72 events a page, with all retries. */
  @Test
  void execution_whoseEveryPageIsRetriedToTheEnd_staysBelowTheHistorysLimit() {
    int retries = 6 + 12 + 3;
    int eventsOfAPage = 2 + 3 * (retries + 1) + 2 + 2;
    assertTrue(FindingSweep.PAGES_OF_AN_EXECUTION * eventsOfAPage < 22_000);
  }

  @Test
  void state_afterFiftyThousandFindings_isNotLarger() {
    for (int i = 0; i < 500; i++) {
      lists.add(FIRST, FindingStatus.ACTIVE, findings("page" + i + "-", 0, 100));
    }
    int largest = 0;
    ObjectNode state = page(first());
    while (!next(state).equals("DONE")) {
      largest = Math.max(largest, Json.bytes(state).length);
      state = page(state);
    }
    assertEquals(50_000, state.at("/counts/read").intValue());
    assertEquals(50_000, machine.started.size());
    assertTrue(largest < 1_000, "bytes: " + largest);
  }

  @Test
  void resolved_olderThanTwoIntervals_areNotAskedFor() {
    Instant limit = NOW.minus(Duration.ofHours(12));
    lists.add(
        FIRST,
        FindingStatus.RESOLVED,
        new ListedFinding("id-1", NOW.minusSeconds(60)),
        new ListedFinding("id-2", limit));
    lists.add(FIRST, FindingStatus.RESOLVED, new ListedFinding("id-3", limit.minusMillis(1)));
    lists.add(FIRST, FindingStatus.RESOLVED, finding("id-4"));
    for (String id : List.of("id-1", "id-2", "id-3", "id-4")) {
      settled(finding(id), Standing.Kind.ALERTED);
    }

    assertEquals("DONE", next(toEnd()));

    assertEquals(
        List.of("first RESOLVED newest", "first RESOLVED newest 1"),
        lists.calls.subList(2, lists.calls.size()));
    assertEquals(Set.of("id-1-sweep-1", "id-2-sweep-1", "id-3-sweep-1"), machine.names);
  }

  @Test
  void resolved_sinceATimeThatAnOperatorGives_areAskedFor() {
    ObjectNode request = request(first());
    request.putObject("input").put("resolvedSince", "2026-11-01T00:00:00Z");
    assertEquals("2026-11-01T00:00:00Z", answer(request).write().path("resolvedSince").asText());
  }

  /** By which attributes findings can be sorted is not documented. */
  @Test
  void resolved_notInOrder_areReadToTheEnd() {
    lists.add(
        FIRST,
        FindingStatus.RESOLVED,
        new ListedFinding("id-1", NOW.minus(Duration.ofDays(9))),
        new ListedFinding("id-2", NOW.minus(Duration.ofDays(8))));
    lists.add(FIRST, FindingStatus.RESOLVED, finding("id-3"));
    lists.add(FIRST, FindingStatus.RESOLVED, finding("id-4"));

    assertEquals("DONE", next(toEnd()));

    assertEquals(
        List.of("first RESOLVED newest", "first RESOLVED newest 1", "first RESOLVED newest 2"),
        lists.calls.subList(2, lists.calls.size()));
  }

  @Test
  void resolved_whereTheOrderIsRefused_areReadToTheEndWithoutIt() {
    lists.add(FIRST, FindingStatus.RESOLVED, finding("id-1"));
    lists.add(FIRST, FindingStatus.RESOLVED, finding("id-2"));
    lists.fail("first RESOLVED newest", "ValidationException", 400);

    assertEquals("DONE", next(toEnd()));

    assertEquals(
        List.of("first RESOLVED newest", "first RESOLVED", "first RESOLVED 1"),
        lists.calls.subList(2, lists.calls.size()));
  }

  @Test
  void sweep_countsWhatIsActiveOrArchived_eachOnce() {
    config.put("analyzerArns", FIRST + "," + SECOND);
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"), finding("id-2"));
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-3"));
    lists.add(
        FIRST,
        FindingStatus.ARCHIVED,
        finding("id-4"),
        // Archived by a triage of this sweep: counted while it was active.
        new ListedFinding("id-1", NOW));
    lists.add(FIRST, FindingStatus.RESOLVED, finding("id-5"));
    lists.fail("first ACTIVE 1", "ValidationException", 400);
    lists.fail("second ACTIVE", "AccessDeniedException", 403);

    assertEquals(
        Json.read(
            "[{\"analyzer\": \"%s\", \"seen\": 4, \"endedAt\": \"%s\"}]".formatted(FIRST, NOW),
            "listings"),
        toEnd().path("listings"));
  }

  @Test
  void token_thatExpired_beginsTheStatusAnew() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-2"));
    lists.fail("first ACTIVE 1", "ValidationException", 400);

    assertEquals("DONE", next(toEnd()));

    assertEquals(
        List.of("first ACTIVE", "first ACTIVE 1", "first ACTIVE", "first ACTIVE 1"),
        lists.calls.subList(0, 4));
    assertEquals(2, machine.started.size());
  }

  @Test
  void token_thatExpiredThreeTimes_beginsTheStatusAnewEachTime() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-2"));
    for (int time = 1; time <= 3; time++) {
      lists.fail("first ACTIVE 1", "ValidationException", 400);
    }

    assertEquals("DONE", next(toEnd()));

    assertEquals(2, machine.started.size());
  }

  @Test
  void token_thatIsRefusedAgainAndAgain_leavesTheAnalyzerAndSaysSo() {
    config.put("analyzerArns", FIRST + "," + SECOND);
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-2"));
    for (int time = 1; time <= 4; time++) {
      lists.fail("first ACTIVE 1", "ValidationException", 400);
    }
    lists.add(SECOND, FindingStatus.ACTIVE, finding("id-3"));

    ObjectNode end = toEnd();

    assertEquals("INCOMPLETE", next(end));
    assertEquals(
        "access-analyzer:ListFindings: ValidationException: told so.",
        end.at("/unswept/0/why").asText());
    assertEquals(Set.of("id-1-sweep-1", "id-3-sweep-1"), machine.names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ResourceNotFoundException | 404 | It was deleted, or AnalyzerArns names it wrongly: correct AnalyzerArns.
          AccessDeniedException     | 403 | Let the sweep function's role make this call.
          """)
  void analyzer_thatCannotBeRead_isToldAndTheOthersGoOn(String code, int status, String hint) {
    config.put("analyzerArns", FIRST + "," + SECOND);
    lists.fail("first ACTIVE", code, status);
    lists.add(SECOND, FindingStatus.ACTIVE, finding("id-3"));

    ObjectNode end = toEnd();

    assertEquals("INCOMPLETE", next(end));
    assertEquals(
        "Not swept to their end: %s: access-analyzer:ListFindings: %s: told so. %s The others were swept; findings read: 1, due: 1, triages started: 1. Fix the cause; the next sweep looks at everything again."
            .formatted(FIRST, code, hint),
        end.path("report").asText());
  }

  @Test
  void analyzer_ofAnotherAccount_isNamedWithBothAccounts() {
    config.put("analyzerArns", FOREIGN + "," + FIRST);
    lists.fail("foreign ACTIVE", "AccessDeniedException", 403);
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));

    ObjectNode end = toEnd();

    assertEquals(
        "access-analyzer:ListFindings: AccessDeniedException: told so. It belongs to account 444455556666, and Access Analyzer answers account 111122223333 for its own analyzers only: deploy there, too, or remove it from AnalyzerArns.",
        end.at("/unswept/0/why").asText());
    assertEquals(Set.of("id-1-sweep-1"), machine.names);
  }

  @Test
  void analyzerOfAService_thatIsRefused_isToBeTakenOut() {
    config.put("analyzerArns", FIRST.replace("first", "_first"));
    lists.fail("_first ACTIVE", "AccessDeniedException", 403);

    assertEquals(
        "access-analyzer:ListFindings: AccessDeniedException: told so. An AWS service manages it and may keep its findings to itself: remove it from AnalyzerArns.",
        toEnd().at("/unswept/0/why").asText());
  }

  /** Rules put it into messages of theirs, between quotes. */
  @Test
  void report_hasNoQuotesAndOneLine() {
    lists.failures.put(
        "first ACTIVE",
        new ArrayList<>(
            List.of(
                new AwsCallException(
                    "access-analyzer:ListFindings", "Odd", 400, "say \"no\"\nand more"))));

    String report = toEnd().path("report").asText();

    assertTrue(report.contains("say 'no'/u000aand more"), report);
    assertTrue(report.chars().noneMatch(c -> c == '"' || c == '\\' || c < ' '), report);
  }

  @Test
  void listing_thatMayWorkLater_isThrownToBeTriedAgain() {
    lists.fail("first ACTIVE", "ThrottlingException", 429);
    TransientFailure failure = assertThrows(TransientFailure.class, () -> answer(request(first())));
    assertEquals(
        "access-analyzer:ListFindings: ThrottlingException: told so", failure.getMessage());
  }

  @Test
  void page_thatCouldNotBeReadHoweverOftenItWasTried_isLeftWithItsAnalyzer() {
    config.put("analyzerArns", FIRST + "," + SECOND);
    ObjectNode request = request(page(first()));
    request
        .putObject("failed")
        .put("Error", "io.accesstriage.failure.TransientFailure")
        .put("Cause", "{\"errorMessage\":\"access-analyzer:ListFindings: slow\"}");

    ObjectNode state = answer(request).write();

    assertEquals(
        "io.accesstriage.failure.TransientFailure: access-analyzer:ListFindings: slow.",
        state.at("/unswept/0/why").asText());
    assertEquals(SECOND, state.at("/position/analyzer").asText());
    assertEquals(1, lists.calls.size(), "nothing more of the first");
  }

  @Test
  void skippedPage_withoutLambdasCause_isToldAsItIs() {
    ObjectNode request = request(first());
    request.putObject("failed").put("Error", "States.Timeout").put("Cause", "too long");
    assertEquals(
        "States.Timeout: too long.", answer(request).write().at("/unswept/0/why").asText());
  }

  @Test
  void starts_thatAreThrottled_becomeSlower() {
    lists.add(FIRST, FindingStatus.ACTIVE, findings("id", 0, 3));
    for (int i = 0; i < 2; i++) {
      machine.failures.add(throttled());
    }

    page(first());

    assertEquals(3, machine.started.size());
    assertEquals(
        List.of(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofMillis(200)),
        pauses);
  }

  @Test
  void starts_thatStayThrottled_areTriedAgainLaterWithoutLosingOne() {
    lists.add(FIRST, FindingStatus.ACTIVE, findings("id", 0, 3));
    for (int i = 0; i < 12; i++) {
      machine.failures.add(throttled());
    }
    assertThrows(TransientFailure.class, () -> answer(request(first())));
    assertTrue(
        pauses.stream().reduce(Duration.ZERO, Duration::plus).compareTo(Duration.ofSeconds(45)) < 0,
        () -> "a function has a minute: " + pauses);

    page(first());
    assertEquals(3, machine.started.size());
  }

  @Test
  void start_thatFailsOnCredentials_isTriedAgainInItsPage() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    machine.failures.add(
        new AwsCallException("states:StartExecution", "ExpiredTokenException", 403, "expired"));

    page(first());

    assertEquals(1, machine.started.size());
    assertEquals(List.of(Duration.ofMillis(500)), pauses);
  }

  private static AwsCallException throttled() {
    return new AwsCallException("states:StartExecution", "ThrottlingException", 400, "slow down");
  }

  @Test
  void start_thatIsNotAllowed_isReported() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    machine.failures.add(
        new AwsCallException("states:StartExecution", "AccessDeniedException", 400, "no"));
    assertEquals(
        "states:StartExecution: AccessDeniedException: no.",
        page(first()).at("/unswept/0/why").asText());
  }

  @Test
  void page_withoutLedger_hasEveryActiveFindingDue() {
    config.put("ledger", "none");
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    settled(finding("id-1"), Standing.Kind.ALERTED);
    assertEquals(1, page(first()).at("/counts/started").intValue());
    assertEquals(0, ledger.reads);
  }

  @Test
  void page_withoutStateMachine_saysWhatItWouldStart() {
    config.put("stateMachine", "none");
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));

    ObjectNode state = page(first());

    assertEquals(List.of(), machine.started);
    assertEquals(0, state.at("/counts/started").intValue());
    assertEquals(
        Json.read(
            """
            [{"findingId": "id-1", "due": "NOT_IN_LEDGER", "name": "id-1-sweep-1"}]""",
            "expected"),
        state.path("wouldStart"));
  }

  @Test
  void sweep_withoutAnalyzers_isDone() {
    config.put("analyzerArns", "none");
    assertEquals("DONE", next(page(first())));
  }

  /** Between two of a sweep's executions, AnalyzerArns may change. */
  @Test
  void analyzer_thatIsNoLongerConfigured_isFollowedByTheFirst() {
    ObjectNode state = page(first());
    ((ObjectNode) state.path("position")).put("status", "RESOLVED");
    config.put("analyzerArns", SECOND);
    assertEquals(SECOND, page(state).at("/position/analyzer").asText());
  }

  @Test
  void request_withoutHours_saysSo() {
    config.remove("sweepHours");
    assertEquals(
        "request.config.sweepHours is missing",
        assertThrows(MalformedInput.class, () -> answer(request(first()))).getMessage());
    config.put("sweepHours", "0");
    assertEquals(
        "request.config.sweepHours: expected at least 1, found 0",
        assertThrows(MalformedInput.class, () -> answer(request(first()))).getMessage());
  }

  @Test
  void state_readAgain_isTheSame() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-2"));
    ObjectNode state = RecordJson.STATE.write(answer(request(first())).state());
    assertEquals(
        state,
        RecordJson.STATE.write(RecordJson.STATE.read(SweepState.class, Fields.of(state, "state"))));
    ObjectNode unswept = RecordJson.STATE.write(answer(request(first())).state());
    unswept.putArray("unswept").addObject().put("analyzer", FIRST).put("why", "so.");
    assertEquals(
        unswept,
        RecordJson.STATE.write(
            RecordJson.STATE.read(SweepState.class, Fields.of(unswept, "state"))));
  }

  @Test
  void log_saysWhatThePageHad() {
    lists.add(FIRST, FindingStatus.ACTIVE, finding("id-1"));
    SweepRequest request =
        SweepRequest.read(Fields.of(request(first()), "request"), Clock.fixed(NOW, ZoneOffset.UTC));
    assertEquals(
        "{\"step\":\"sweep\",\"sweep\":\"sweep-1\",\"analyzer\":\"%s\",\"status\":\"ACTIVE\",\"pages\":1,\"read\":1,\"due\":1,\"started\":1,\"reasons\":{\"NOT_IN_LEDGER\":1},\"next\":\"PAGE\"}"
            .formatted(FIRST),
        Json.text(sweep.page(request).log(request.state())));
  }

  @Test
  void handler_forLambda_makesNoClientBeforeOneIsNeeded() {
    assertEquals(Ledger.MOST_READ_AT_ONCE, FindingList.PAGE);
    new SweepHandler();
  }
}
