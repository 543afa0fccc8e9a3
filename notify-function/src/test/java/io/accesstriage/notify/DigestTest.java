package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.fixtures.SettableClock;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.fixtures.ledger.ForwardingLedger;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final Instant UNTIL = NOW.minus(Duration.ofMinutes(1));

  private final Ledger ledger = new Ledger();
  private final Topic topic = new Topic();
  private final SettableClock clock = new SettableClock(NOW);
  private final History history = new History();
  private Digest digest = new Digest(arn -> topic, table -> ledger, history, clock, 1);

  private static final class Topic implements AlertTopic {
    private final List<AlertMessage> published = new ArrayList<>();
    private boolean isHeard = true;
    private boolean isFiltered;
    private @Nullable RuntimeException failure;
    private Runnable meanwhile = () -> {};

    @Override
    public boolean hasReader() {
      return isHeard;
    }

    @Override
    public boolean hasUnfilteredReader() {
      return isHeard && !isFiltered;
    }

    @Override
    public void publish(AlertMessage message) {
      if (failure != null) {
        throw failure;
      }
      published.add(message);
      meanwhile.run();
    }
  }

  /** Fails where a test says so. */
  private static final class Ledger extends ForwardingLedger {
    private final InMemoryLedger entries;
    private Consumer<LedgerEntry> beforeWrite = entry -> {};

    Ledger() {
      this(new InMemoryLedger());
    }

    private Ledger(InMemoryLedger entries) {
      super(entries);
      this.entries = entries;
    }

    @Override
    public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
      beforeWrite.accept(entry);
      return entries.write(entry, kept);
    }
  }

  /** Answers one page a time. */
  private static final class History implements ArchiveHistory {
    private final Deque<Page> pages = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private Runnable whileAsked = () -> {};

    @Override
    public Page page(Request request) {
      requests.add(request);
      whileAsked.run();
      if (pages.isEmpty() && failure != null) {
        throw failure;
      }
      return pages.isEmpty() ? new Page(List.of(), null) : pages.remove();
    }
  }

  private static final class Crash extends Error {}

  private static Fields request(String ledger, String topic) {
    ObjectNode request = Json.object();
    request.putObject("config").put("ledger", ledger).put("topic", topic);
    return Fields.of(request, "request");
  }

  private ObjectNode send() {
    return digest.send(request(SampleStates.TABLE, SampleStates.TOPIC));
  }

  private void given(LedgerEntry... entries) {
    for (LedgerEntry entry : entries) {
      ledger.entries.write(entry);
    }
  }

  private static LedgerEntry due(String id, Severity severity) {
    return DigestEntries.due(id, DigestEntries.bucket("bucket-" + id, false), severity, "Reason.");
  }

  private static LedgerEntry failed(String id) {
    return DigestEntries.failed(id, DigestEntries.bucket("b-" + id, false), "Notify: E: message");
  }

  private LedgerEntry entry(String id) {
    return ledger.entries.read(id).orElseThrow();
  }

  private AlertMessage message() {
    assertEquals(1, topic.published.size());
    return topic.published.remove(0);
  }

  private static JsonNode json(AlertMessage message) {
    return Json.read(message.bodies().get(AlertMessage.QUEUE), "document");
  }

  private static AwsCallException throttled(String operation) {
    return new AwsCallException(operation, "ThrottlingException", 400, "slow down");
  }

  @Test
  void send_marks_areToldInOneMessageAndClearedAfterwards() {
    given(due("f-1", Severity.LOW), due("f-2", Severity.HIGH), failed("f-3"));
    topic.meanwhile = () -> assertNotNull(entry("f-1").digestDue());

    ObjectNode answer = send();

    AlertMessage message = message();
    assertEquals("[HIGH] Access Analyzer digest: 2 alerts, 1 failure", message.subject());
    assertEquals(
        Map.of(
            "severity", "high",
            "outcome", "DIGEST",
            "resourceType", "various",
            "account", "various",
            "accountName", "various",
            "ou", "various",
            "owner", "various",
            "findingType", "various"),
        message.attributes());
    assertEquals(
        Json.read(
            """
            {"alerts": 2, "failures": 1, "archived": 0, "published": true, "subject": "%s",
             "cleared": 3, "left": 0}
            """
                .formatted(message.subject()),
            "expected"),
        answer);
    assertNull(entry("f-1").digestDue());
    assertNull(entry("f-2").digestDue());
    assertEquals(
        new Failure("Notify: E: message", DigestEntries.NIGHT, false), entry("f-3").failure());
    assertTrue(entry("f-1").stands(Standing.Kind.ALERTED));
    assertEquals(Optional.of(UNTIL), Digest.last(ledger));
  }

  @Test
  void send_again_hasNothingToTell() {
    given(
        due("f-1", Severity.LOW),
        DigestEntries.archived("f-2", DigestEntries.bucket("b", false), DigestEntries.NIGHT));
    send();
    message();
    clock.advance(Duration.ofDays(1));

    ObjectNode answer = send();

    assertEquals(List.of(), topic.published);
    assertFalse(answer.path("published").asBoolean(true));
    assertEquals(Optional.of(UNTIL.plus(Duration.ofDays(1))), Digest.last(ledger));
  }

  /** Rules end on quiet days, too: each is reported 30 days before, and once more 7 days before. */
  @Test
  void send_whileARuleComesNearToItsEnd_tellsItTwice() {
    ledger.keep(new Kept.Marked("digest", new Mark(null, UNTIL.minus(Duration.ofDays(1))), null));
    LocalDate last = LocalDate.of(2026, 12, 25);
    given(DigestEntries.archivedUntil("f-1", new ArchiveEnd("partners", "a@example.com", last)));
    List<LocalDate> told = new ArrayList<>();

    for (int day = 0; day < 40; day++) {
      send();
      if (!topic.published.isEmpty()) {
        message();
        told.add(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
      }
      clock.advance(Duration.ofDays(1));
    }

    assertEquals(List.of(LocalDate.of(2026, 11, 25), LocalDate.of(2026, 12, 18)), told);
  }

  @Test
  void send_ofAnEmptyLedger_tellsNothing() {
    send();

    assertEquals(List.of(), topic.published);
  }

  @Test
  void send_whileNobodyListens_waitsWithEveryMark() {
    given(due("f-1", Severity.LOW));
    ledger.keep(new Kept.Marked("digest", new Mark(null, DigestEntries.YESTERDAY), null));
    topic.isHeard = false;

    assertEquals(Json.read("{\"published\": false, \"listening\": false}", "expected"), send());
    assertNotNull(entry("f-1").digestDue());
    assertEquals(Optional.of(DigestEntries.YESTERDAY), Digest.last(ledger));

    topic.isHeard = true;
    send();
    assertEquals("[LOW] Access Analyzer digest: 1 alert", message().subject());
  }

  /** It may be the one message that a filter lets through. */
  @Test
  void send_whileAllWhoListenFilter_isPublishedButKeepsEveryMark() {
    given(due("f-1", Severity.LOW));
    topic.isFiltered = true;

    ObjectNode answer = send();

    assertTrue(answer.path("published").asBoolean());
    assertFalse(answer.path("listening").asBoolean(true));
    assertEquals("[LOW] Access Analyzer digest: 1 alert", message().subject());
    assertNotNull(entry("f-1").digestDue());
    assertEquals(Optional.empty(), Digest.last(ledger));
  }

  private static LedgerEntry archivedByHand(String id, Instant at) {
    return DigestEntries.entry(id, DigestEntries.bucket("bucket-" + id, false))
        .withStanding(DigestEntries.standing(Standing.Kind.ARCHIVED_BY_OTHER, Severity.LOW, at));
  }

  private static ArchiveHistory.Archival archival(Instant at, String who, String... ids) {
    return new ArchiveHistory.Archival(at, who, DigestEntries.ANALYZER, Set.of(ids), "");
  }

  /** Newest first; neither what was done later nor another analyzer's event is meant. */
  @Test
  void send_archivedByHand_saysWhoDidItLast() {
    Instant night = DigestEntries.NIGHT;
    given(
        archivedByHand("f-1", night),
        archivedByHand("f-2", night.plusSeconds(10)),
        archivedByHand("f-3", night),
        archivedByHand("f-4", night));
    history.pages.add(
        new ArchiveHistory.Page(
            List.of(
                archival(night.plusSeconds(5), "later", "f-1"),
                archival(night.minusSeconds(5), "alice", "f-1", "f-2"),
                new ArchiveHistory.Archival(
                    night.minusSeconds(6),
                    "other",
                    DigestEntries.ANALYZER + "-2",
                    Set.of("f-3"),
                    "")),
            "token"));
    history.pages.add(
        new ArchiveHistory.Page(
            List.of(
                archival(night.minusSeconds(10), "earlier", "f-1"),
                new ArchiveHistory.Archival(
                    night.minusSeconds(20),
                    "bob",
                    DigestEntries.ANALYZER,
                    Set.of(),
                    "arn:aws:s3:::bucket-f-3")),
            null));

    send();

    AlertMessage message = message();
    assertEquals(
        Json.read("{\"alice\": 2, \"bob\": 1}", "expected"),
        json(message).at("/archivedByOthers/byWhom"));
    assertTrue(
        message.bodies().get(AlertMessage.EMAIL).contains("Archived by alice (2) and bob (1)."),
        message.bodies().get(AlertMessage.EMAIL));
    assertEquals(
        List.of(
            new ArchiveHistory.Request(
                "us-east-1", night.minus(Duration.ofDays(2)), night.plusSeconds(10), null),
            new ArchiveHistory.Request(
                "us-east-1", night.minus(Duration.ofDays(2)), night.plusSeconds(10), "token")),
        history.requests);
  }

  /** As this product does once a rule ends: whoever archived before is not meant. */
  @Test
  void send_archivedAfterItWasMadeActive_doesNotNameWhoArchivedBefore() {
    Instant night = DigestEntries.NIGHT;
    given(archivedByHand("f-1", night), archivedByHand("f-2", night));
    history.pages.add(
        new ArchiveHistory.Page(
            List.of(
                archival(night.minusSeconds(5), "", "f-1"),
                archival(night.minusSeconds(6), "alice", "f-1", "f-2"),
                archival(night.minusSeconds(7), "", "f-2")),
            null));

    send();

    assertEquals(
        Json.read("{\"alice\": 1}", "expected"), json(message()).at("/archivedByOthers/byWhom"));
  }

  /** The function has 15 minutes for all of the digest. */
  @Test
  void send_whileTheHistoryIsSlow_goesOut() {
    given(archivedByHand("f-1", DigestEntries.NIGHT));
    history.whileAsked = () -> clock.set(clock.instant().plusSeconds(14));
    for (int i = 0; i < ArchiverLookup.MOST_PAGES; i++) {
      history.pages.add(new ArchiveHistory.Page(List.of(), "t" + i));
    }

    send();

    assertEquals(9, history.requests.size());
    assertTrue(
        message()
            .bodies()
            .get(AlertMessage.EMAIL)
            .contains("could not be read in us-east-1: it takes too long."));
  }

  /** Nothing more is asked than is needed, and nothing where nobody archived. */
  @Test
  void send_archivedByHand_asksUntilEachHasSomebodyOrForSoManyPages() {
    send();
    assertEquals(List.of(), history.requests);

    ledger.keep(new Kept.Marked("digest", new Mark(null, DigestEntries.YESTERDAY), null));
    given(archivedByHand("f-1", DigestEntries.NIGHT));
    for (int i = 0; i <= ArchiverLookup.MOST_PAGES; i++) {
      history.pages.add(
          new ArchiveHistory.Page(List.of(archival(DigestEntries.YESTERDAY, "x", "g")), "t" + i));
    }
    send();

    assertEquals(ArchiverLookup.MOST_PAGES, history.requests.size());
    assertTrue(
        message()
            .bodies()
            .get(AlertMessage.EMAIL)
            .contains("could not be read in us-east-1: there are"));

    given(archivedByHand("f-2", DigestEntries.NIGHT.plus(Duration.ofDays(1))));
    clock.set(NOW.plus(Duration.ofDays(1)));
    history.requests.clear();
    history.pages.clear();
    history.pages.add(
        new ArchiveHistory.Page(List.of(archival(DigestEntries.NIGHT, "alice", "f-2")), "more"));
    send();
    assertEquals(1, history.requests.size());
  }

  /** Not knowing who it was holds back nothing of the digest. */
  @Test
  void send_whereTheHistoryCannotBeRead_saysSoWithTheCommand() {
    given(archivedByHand("f-1", DigestEntries.NIGHT));
    for (RuntimeException failure :
        List.of(
            throttled("cloudtrail:LookupEvents"),
            new MalformedInput("event: expected a JSON object"))) {
      history.failure = failure;
      ledger.keep(new Kept.Marked("digest", new Mark(null, DigestEntries.YESTERDAY), null));
      send();
      AlertMessage message = message();
      String email = message.bodies().get(AlertMessage.EMAIL).replaceAll("\\s+", " ");
      assertEquals("[LOW] Access Analyzer digest: 1 archived by hand", message.subject());
      assertTrue(
          email.contains(
              "AWS CloudTrail could not be read in us-east-1: %s.".formatted(failure.getMessage())),
          email);
      assertTrue(email.contains("aws cloudtrail lookup-events --region us-east-1 "), email);
    }
  }

  /** What is published to it, alarms too, reaches nobody. */
  @Test
  void send_whileNobodyGetsOperationsMessages_saysSoUntilSomebodyDoes() {
    Topic operations = new Topic();
    operations.isFiltered = true;
    digest =
        new Digest(
            arn -> arn.equals("operations") ? operations : topic,
            table -> ledger,
            history,
            clock,
            1);
    Fields request = request(SampleStates.TABLE, SampleStates.TOPIC);
    ((ObjectNode) request.node().get("config")).put("operationsTopic", "operations");

    ObjectNode answer = digest.send(request);

    assertEquals(true, answer.get("published").asBoolean());
    AlertMessage message = message();
    assertEquals(
        "[HIGH] Access Analyzer digest: nobody gets all operations messages", message.subject());
    assertEquals("operations", json(message).at("/unheardTopic").asText());

    operations.isFiltered = false;
    assertEquals(false, digest.send(request).get("published").asBoolean());
    assertEquals(List.of(), operations.published);
  }

  @Test
  void send_publishFails_keepsEveryMark() {
    given(due("f-1", Severity.LOW));
    topic.failure = throttled("sns:Publish");

    assertThrows(TransientFailure.class, this::send);

    assertNotNull(entry("f-1").digestDue());
    assertEquals(Optional.empty(), Digest.last(ledger));
  }

  @Test
  void send_publishIsDenied_saysSo() {
    given(due("f-1", Severity.LOW));
    topic.failure = new AwsCallException("sns:Publish", "AuthorizationError", 403, "no");

    assertEquals(
        "sns:Publish: AuthorizationError: no",
        assertThrows(PermanentFailure.class, this::send).getMessage());
  }

  @Test
  void send_entryWrittenAfterItWasSummarised_keepsItsMark() {
    given(due("f-1", Severity.LOW), due("f-2", Severity.LOW));
    DigestDue newer = new DigestDue(NOW, Severity.CRITICAL, "It is public now.");
    topic.meanwhile = () -> ledger.entries.write(entry("f-1").withDigestDue(newer));

    ObjectNode answer = send();

    assertEquals(newer, entry("f-1").digestDue());
    assertNull(entry("f-2").digestDue());
    assertEquals(1, answer.path("left").asInt());
  }

  @Test
  void send_entryWrittenWhileItsMarkIsCleared_keepsItsMark() {
    given(due("f-1", Severity.LOW), due("f-2", Severity.LOW));
    DigestDue newer = new DigestDue(NOW, Severity.CRITICAL, "It is public now.");
    ledger.beforeWrite =
        entry -> {
          if (entry.findingId().equals("f-1")) {
            ledger.entries.write(entry("f-1").withDigestDue(newer));
          }
        };

    send();

    assertEquals(newer, entry("f-1").digestDue());
    assertNull(entry("f-2").digestDue());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void send_someMarksCannotBeCleared_areToldAgainAndNothingElse(int threads) {
    digest = new Digest(arn -> topic, table -> ledger, history, clock, threads);
    for (int i = 0; i < 1_000; i++) {
      given(due("f-" + i, Severity.LOW));
    }
    ledger.beforeWrite =
        entry -> {
          if (entry.findingId().endsWith("7")) {
            throw throttled("dynamodb:PutItem");
          }
        };
    int left = send().path("left").asInt();
    message();
    ledger.beforeWrite = entry -> {};
    assertTrue(left >= 10, "left " + left);

    send();

    assertEquals("[LOW] Access Analyzer digest: %d alerts".formatted(left), message().subject());
  }

  @Test
  void send_crashWhileMarksAreCleared_repeatsOnlyWhatWasNotCleared() {
    for (int i = 0; i < 10; i++) {
      given(due("f-" + i, Severity.LOW));
    }
    int[] writes = {0};
    ledger.beforeWrite =
        entry -> {
          if (++writes[0] == 5) {
            throw new Crash();
          }
        };
    assertThrows(Crash.class, this::send);
    message();
    ledger.beforeWrite = entry -> {};

    send();

    assertEquals("[LOW] Access Analyzer digest: 6 alerts", message().subject());
  }

  @Test
  void send_resolvedOrArchivedMeanwhile_isCountedButNotListed() {
    Instant later = DigestEntries.NIGHT.plusSeconds(60);
    given(
        due("f-1", Severity.CRITICAL)
            .withStanding(DigestEntries.standing(Standing.Kind.RESOLVED, Severity.LOW, later)),
        due("f-2", Severity.CRITICAL)
            .withStanding(
                DigestEntries.standing(Standing.Kind.ARCHIVED_BY_US, Severity.LOW, later)),
        due("f-3", Severity.CRITICAL)
            .withStanding(
                DigestEntries.standing(Standing.Kind.ARCHIVED_BY_OTHER, Severity.LOW, later)));

    send();

    AlertMessage message = message();
    assertEquals("[LOW] Access Analyzer digest: 1 archived, 1 archived by hand", message.subject());
    assertTrue(
        message
            .bodies()
            .get(AlertMessage.EMAIL)
            .contains("Of the findings that waited for this digest, 1 was resolved and 2 were"),
        message.bodies().get(AlertMessage.EMAIL));
    assertEquals(0, json(message).at("/alerts/first").size());
    assertNull(entry("f-1").digestDue());
  }

  @Test
  void send_observedUnarchive_isListedThoughItIsArchivedByUs() {
    given(
        due("f-1", Severity.MEDIUM)
            .withStanding(
                DigestEntries.standing(
                    Standing.Kind.ARCHIVED_BY_US, Severity.LOW, DigestEntries.YESTERDAY)));

    send();

    assertEquals("f-1", json(message()).at("/alerts/first/0/findingId").textValue());
  }

  @Test
  void send_alertsThatCouldNotBeChecked_areCountedByAccount() {
    for (int i = 0; i < 23; i++) {
      given(
          DigestEntries.due("u-" + i, DigestEntries.role("r-" + i), Severity.MEDIUM, "Reason.")
              .withReview(new Review(NOW, "v", null, DigestEntries.NIGHT)));
    }
    given(due("a", Severity.MEDIUM));

    send();

    AlertMessage message = topic.published.get(0);
    assertTrue(
        message
            .bodies()
            .get(AlertMessage.EMAIL)
            .contains(
                """
                Could not be checked, by account
                  - 444455556666: 23 findings
                """),
        message.bodies()::toString);
    assertEquals(
        Json.read("{\"444455556666\": 23}", "expected"),
        Json.read(message.bodies().get(AlertMessage.QUEUE), "digest")
            .path("alerts")
            .path("uncheckedByAccount"));
  }

  @Test
  void send_twinsWithTheSameContent_areOneLine() {
    for (int i = 1; i <= 17; i++) {
      given(
          due("f-" + i, Severity.MEDIUM)
              .withSummary(DigestEntries.role("admin"))
              .withStanding(
                  DigestEntries.standing(
                      Standing.Kind.ALERTED, Severity.MEDIUM, DigestEntries.NIGHT)));
    }

    send();

    JsonNode first = json(message()).at("/alerts/first");
    assertEquals(1, first.size());
    assertEquals(17, first.at("/0/findings").asInt());
  }

  @Test
  void send_archivedSinceTheLast_isToldOnceAndNotBeforeItCanBeComplete() {
    given(
        DigestEntries.archived(
            "f-1", DigestEntries.bucket("before", false), DigestEntries.YESTERDAY.minusMillis(1)),
        DigestEntries.archived(
            "f-2", DigestEntries.bucket("since", false), DigestEntries.YESTERDAY),
        DigestEntries.archived("f-3", DigestEntries.bucket("just-now", false), UNTIL));
    ledger.keep(new Kept.Marked("digest", new Mark(null, DigestEntries.YESTERDAY), null));

    send();
    assertEquals("[LOW] Access Analyzer digest: 1 archived", message().subject());

    clock.advance(Duration.ofDays(1));
    send();
    assertEquals("[LOW] Access Analyzer digest: 1 archived", message().subject());
  }

  @Test
  void send_onlyWhatIsOpenFromBeforeOrLongUnread_isNoNews() {
    ledger.keep(new Kept.Marked("digest", new Mark(null, DigestEntries.YESTERDAY), null));
    given(
        DigestEntries.alerted(
            "f-1", DigestEntries.bucket("b", true), Severity.HIGH, DigestEntries.NIGHT),
        DigestEntries.unread(
            "f-2", DigestEntries.bucket("c", true), DigestEntries.YESTERDAY.minusMillis(1)));

    send();

    assertEquals(List.of(), topic.published);
  }

  @Test
  void send_archivedButNewlyUnread_isNews() {
    ledger.keep(new Kept.Marked("digest", new Mark(null, DigestEntries.YESTERDAY), null));
    given(DigestEntries.unread("f-1", DigestEntries.bucket("c", true), DigestEntries.NIGHT));

    send();

    assertEquals("f-1", json(message()).at("/archivedButUnread/first/0/findingId").textValue());
  }

  @Test
  void send_withoutLedger_hasNothingToTell() {
    given(due("f-1", Severity.LOW));

    assertFalse(digest.send(request("none", SampleStates.TOPIC)).path("published").asBoolean(true));
  }

  @Test
  void send_withoutASetting_saysWhich() {
    ObjectNode request = Json.object();
    request.putObject("config").put("topic", "none");

    assertEquals(
        "request.config.ledger is missing",
        assertThrows(MalformedInput.class, () -> digest.send(Fields.of(request, "request")))
            .getMessage());
  }

  @Test
  void send_withoutTopic_answersTheMessageAndChangesNothing() {
    given(due("f-1", Severity.LOW));

    ObjectNode answer = digest.send(request(SampleStates.TABLE, "none"));

    assertFalse(answer.path("published").asBoolean(true));
    assertTrue(answer.at("/message/bodies/email").isTextual());
    assertNotNull(entry("f-1").digestDue());
  }

  @Test
  void send_fiftyThousandHostileEntries_isOneSmallMessageWithEverythingCounted() {
    long seed = 7;
    Random random = new Random(seed);
    String hostile = "漢\u202e\u0000<!channel> https://example.com/ \"\\".repeat(40);
    List<Severity> severities = List.of(Severity.values());
    int alerts = 50_000;
    for (int i = 0; i < alerts; i++) {
      Severity severity = severities.get(random.nextInt(severities.size()));
      FindingSummary summary =
          new FindingSummary(
              "arn:aws:s3:::" + i + hostile,
              hostile + random.nextInt(3_000),
              hostile + random.nextInt(3_000),
              "ExternalAccess",
              hostile,
              random.nextBoolean(),
              Owner.UNKNOWN,
              null,
              null,
              null,
              false);
      given(
          DigestEntries.due("id-" + i + hostile, summary, severity, hostile)
              .withFailure(
                  new Failure(
                      "%s%d: %s%d: %s".formatted(hostile, random.nextInt(500), hostile, i, hostile),
                      DigestEntries.NIGHT,
                      true)));
    }
    digest = new Digest(arn -> topic, table -> ledger, history, clock, 8);

    ObjectNode answer = send();

    AlertMessage message = message();
    int bytes = Json.text(message.structure()).getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes < 256 * 1024, "seed %d: %d bytes".formatted(seed, bytes));
    assertEquals(alerts, answer.path("cleared").asInt(), "seed " + seed);
    JsonNode json = json(message);
    assertEquals(alerts, json.at("/alerts/count").asInt());
    assertEquals(20, json.at("/cut/alerts.first").asInt());
    assertTrue(
        message.bodies().get(AlertMessage.EMAIL).getBytes(StandardCharsets.UTF_8).length <= 48_100);
    int byType = 0;
    for (JsonNode count : json.at("/alerts/byType")) {
      byType += count.asInt();
    }
    assertEquals(alerts, byType);
    assertEquals(alerts, json.path("failureCount").asInt());
    for (String protocol : List.of("default", "email", "https")) {
      String body = message.bodies().get(protocol);
      assertFalse(body.contains("\u202e") || body.contains("https://example"), body);
    }
    assertFalse(message.bodies().get("sqs").contains("\u202e"));
    assertFalse(message.bodies().get(AlertMessage.CHAT).contains("<!channel"));
  }

  /** A deleted finding, whose event was lost, is in no list and so never looked at again. */
  @Test
  void send_whatNoSweepHasLookedAtThoughItWasDue_isNotOpenButSaid() {
    Instant dueSince = UNTIL.minus(Duration.ofDays(2));
    for (int i = 1; i <= 3; i++) {
      given(
          DigestEntries.alerted(
                  "f-" + i,
                  DigestEntries.bucket("b-" + i, false),
                  Severity.HIGH,
                  DigestEntries.YESTERDAY)
              .withReview(new Review(dueSince.minusMillis(2 - i), "v", null, null)));
    }
    given(due("f-4", Severity.LOW));

    send();

    AlertMessage message = message();
    String email = message.bodies().get(AlertMessage.EMAIL);
    assertTrue(
        email.contains(
            """
            Open longest, since 2026-11-23 07:00 UTC
                  S3 bucket b-2 in account 111122223333
            """),
        email);
    assertTrue(
        email.contains(
            """
            May no longer exist (1)
              No sweep has looked at this alert since the review was due: deleted, or the
              sweep does not run. Due longest, since 2026-11-22 06:58 UTC:
                  S3 bucket b-1 in account 111122223333
            """),
        email);
    assertEquals(2, json(message).at("/open/count").asInt());
    assertEquals(1, json(message).at("/unswept/count").asInt());
  }
}
