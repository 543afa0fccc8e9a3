package io.accesstriage.ledger.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.Standing.Kind;
import io.accesstriage.state.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The history table, written down a second time as rows of words, and compared with {@link History}
 * over the whole product of its columns.
 */
class HistoryTest {
  private static final Instant NOW = Findings.NOW;
  private static final String THIS = "execution:this";
  private static final String OTHER = "execution:other";
  private static final Finding EXTERNAL = Findings.external();
  private static final String CONTENT = String.valueOf(EXTERNAL.contentHash());
  private static final Finding CHANGED =
      Findings.with(EXTERNAL, "/access/actions", List.of("s3:*"));
  private static final String CONTENT_OF_VERSION_1 =
      "1:" + CONTENT.substring(2, CONTENT.indexOf(':', 2));
  private static final Finding ANNOUNCED = EXTERNAL.asAnnounced("not read");
  private static final Finding CHANGED_ANNOUNCED = CHANGED.asAnnounced("not read");
  private static final Finding OF_VERSION_1 = EXTERNAL.asRead(CONTENT_OF_VERSION_1);

  /** Hashing takes its time, and there are few. */
  private static final Map<Map.Entry<Finding, Instant>, Finding> UPDATED =
      new ConcurrentHashMap<>();

  private static final Duration MISSING_WAIT = Duration.ofMinutes(2);

  private enum Content {
    SAME,
    OTHER,
    EVENT,
    OTHER_EVENT,
    /** Told by an event that is a minute later than our archive, which clocks may disagree by. */
    LATE_EVENT,
    LATE_OTHER_EVENT,
    /** Told by an event that is no later than the last look at the finding. */
    OLD_EVENT,
    OLD_OTHER_EVENT,
    /** With the hash that the version before made. */
    OTHER_VERSION,
    /** The version before had only read an event; nothing was updated since. */
    UNHASHED,
    /** The same, and it may have been updated since. */
    UNHASHED_UPDATED,
    /** Told by an event, where the version before had read the finding. */
    EVENT_AFTER_OTHER_VERSION;

    Finding finding() {
      return switch (this) {
        case SAME, UNHASHED, UNHASHED_UPDATED -> EXTERNAL;
        case OTHER -> CHANGED;
        case EVENT, LATE_EVENT, OLD_EVENT, EVENT_AFTER_OTHER_VERSION -> ANNOUNCED;
        case OTHER_EVENT, LATE_OTHER_EVENT, OLD_OTHER_EVENT -> CHANGED_ANNOUNCED;
        case OTHER_VERSION -> OF_VERSION_1;
      };
    }

    /** Of what the standing was made for. */
    @Nullable String known() {
      return switch (this) {
        case UNHASHED, UNHASHED_UPDATED -> null;
        case EVENT_AFTER_OTHER_VERSION -> CONTENT_OF_VERSION_1;
        default -> CONTENT;
      };
    }

    boolean isOld() {
      return this == OLD_EVENT || this == OLD_OTHER_EVENT;
    }

    boolean isLate() {
      return this == LATE_EVENT || this == LATE_OTHER_EVENT;
    }

    boolean isEvent() {
      return finding().readFrom() == ReadFrom.EVENT;
    }

    /** Whether it is known when the finding was updated before. */
    boolean isUpdateKnown() {
      return isOld() || this == UNHASHED || this == EVENT_AFTER_OTHER_VERSION;
    }
  }

  /** What else the ledger says, each where it matters. */
  private enum Besides {
    NOTHING,
    /** Waits for the digest. */
    WAITS,
    /** Was made active again by these rules under these facts. */
    UNARCHIVED_ALIKE,
    /** The same by other rules. */
    UNARCHIVED_BY_OTHER_RULES,
    /** The same under other facts. */
    UNARCHIVED_UNDER_OTHER_FACTS,
    /** The same, and now not all facts could be read. */
    UNARCHIVED_AND_UNREAD,
    /** The same while not all facts could be read, and now they were. */
    UNARCHIVED_WHILE_UNREAD,
    /** Was not found two minutes ago. */
    MISSING_BEFORE,
    /** Was not found a moment ago. */
    MISSING_A_MOMENT_AGO,
    /** Was not found yesterday. */
    MISSING_YESTERDAY
  }

  private enum Age {
    BELOW(Duration.ofMinutes(15).minusMillis(1)),
    AT(Duration.ofMinutes(15)),
    ABOVE(Duration.ofMinutes(15).plusMillis(1));

    private final Duration duration;

    Age(Duration duration) {
      this.duration = duration;
    }
  }

  private enum Claimed {
    NOBODY,
    THIS,
    OTHER_LIVE,
    /** Given up less than a minute before the finding was read. */
    OTHER_ABANDONED_LATELY,
    OTHER_ABANDONED
  }

  private enum Decided {
    BEFORE_READ,
    AFTER_READ_BY_THIS,
    AFTER_READ_BY_OTHER
  }

  /** One combination of the table's columns. */
  private record Case(
      FindingStatus status,
      @Nullable Kind standing,
      Content content,
      Age age,
      Decided decided,
      Claimed claimed,
      Outcome effect,
      Question.Wish wish,
      boolean unarchive,
      Mode mode,
      boolean severityRose,
      Besides besides) {

    Case with(Besides other) {
      return new Case(
          status,
          standing,
          content,
          age,
          decided,
          claimed,
          effect,
          wish,
          unarchive,
          mode,
          severityRose,
          other);
    }

    Case with(Age other) {
      return new Case(
          status,
          standing,
          content,
          other,
          decided,
          claimed,
          effect,
          wish,
          unarchive,
          mode,
          severityRose,
          besides);
    }

    Case with(Content other) {
      return new Case(
          status,
          standing,
          other,
          age,
          decided,
          claimed,
          effect,
          wish,
          unarchive,
          mode,
          severityRose,
          besides);
    }

    Case with(Claimed other) {
      return new Case(
          status,
          standing,
          content,
          age,
          decided,
          other,
          effect,
          wish,
          unarchive,
          mode,
          severityRose,
          besides);
    }

    boolean isSame() {
      return switch (content) {
        case SAME, EVENT, LATE_EVENT, OLD_EVENT, OTHER_VERSION, UNHASHED -> true;
        case OTHER, OTHER_EVENT, LATE_OTHER_EVENT, OLD_OTHER_EVENT -> false;
        case UNHASHED_UPDATED, EVENT_AFTER_OTHER_VERSION ->
            stands(Kind.LEFT_TO_PERSON, Kind.ARCHIVED_BY_US);
      };
    }

    /** Whether nobody knows if it is what the standing was made for. */
    boolean isPerhapsOther() {
      return content == Content.UNHASHED_UPDATED || content == Content.EVENT_AFTER_OTHER_VERSION;
    }

    /** Whether it tells of a moment at most a minute after our archive took effect, or may have. */
    boolean mayBeFromBeforeOurArchive() {
      return content.isLate()
          && ((stands(Kind.ARCHIVED_BY_US)
                  && !(effect == Outcome.UNARCHIVE && isClaimedToArchive()))
              || (effect == Outcome.ARCHIVE && isClaimedToArchive()));
    }

    boolean isOldEvent() {
      return content.isOld() && (claimed == Claimed.NOBODY || isOurs());
    }

    boolean isOurs() {
      return stands(Kind.ARCHIVED_BY_US) || isClaimedToArchive();
    }

    boolean stands(Kind... kinds) {
      return standing != null && List.of(kinds).contains(standing);
    }

    boolean isUnarchived() {
      return switch (besides) {
        case UNARCHIVED_ALIKE,
            UNARCHIVED_BY_OTHER_RULES,
            UNARCHIVED_UNDER_OTHER_FACTS,
            UNARCHIVED_AND_UNREAD,
            UNARCHIVED_WHILE_UNREAD ->
            true;
        default -> false;
      };
    }

    boolean isClosed() {
      return status == FindingStatus.RESOLVED || status == FindingStatus.GONE;
    }

    boolean isAbandoned() {
      return claimed == Claimed.OTHER_ABANDONED || claimed == Claimed.OTHER_ABANDONED_LATELY;
    }

    boolean isClaimedToArchive() {
      return effect != Outcome.NOTIFY && (claimed == Claimed.THIS || isAbandoned());
    }

    boolean isMadeActiveByUs() {
      return (claimed == Claimed.THIS || isAbandoned())
          && (effect == Outcome.UNARCHIVE || (effect == Outcome.NOTIFY && content.known() != null));
    }

    boolean wants(Question.Wish wanted) {
      return wish == wanted;
    }

    private Instant readAt() {
      Instant at = NOW.minus(age.duration);
      return decided == Decided.BEFORE_READ ? at.plusMillis(1) : at;
    }

    Question question() {
      Instant at = NOW.minus(age.duration);
      Finding finding = finding(at).withStatus(status);
      return new Question(
          finding,
          readAt(),
          entry(at),
          wish,
          unarchive,
          severityRose ? Severity.HIGH : Severity.MEDIUM,
          mode,
          THIS,
          NOW,
          new Question.Circumstances(
              "version",
              () -> besides == Besides.UNARCHIVED_AND_UNREAD ? "unread DENIED" : "facts",
              MISSING_WAIT));
    }

    private Finding finding(Instant at) {
      Finding finding = content.finding();
      if (!content.isEvent() || content.isOld()) {
        return finding;
      }
      Instant since = stands(Kind.ARCHIVED_BY_US) || claimed == Claimed.NOBODY ? at : until();
      Instant updatedAt = content.isLate() ? since.plus(Duration.ofMinutes(1)) : NOW;
      return UPDATED.computeIfAbsent(
          Map.entry(finding, updatedAt),
          event ->
              Findings.with(event.getKey(), "/updatedAt", event.getValue().toString())
                  .asAnnounced("not read"));
    }

    private Instant until() {
      return switch (claimed) {
        case OTHER_LIVE -> NOW.plusMillis(1);
        case OTHER_ABANDONED_LATELY -> readAt().minus(Question.OLD_ANSWERS).plusMillis(1);
        default -> readAt().minus(Question.OLD_ANSWERS);
      };
    }

    private LedgerEntry entry(Instant at) {
      LedgerEntry entry = LedgerEntry.first("f-1", Findings.ANALYZER);
      if (standing != null) {
        entry =
            entry.withStanding(
                new Standing(
                    standing,
                    content.known(),
                    Severity.MEDIUM,
                    "rule",
                    besides == Besides.UNARCHIVED_BY_OTHER_RULES ? "other" : "version",
                    "Reason.",
                    Map.of(),
                    at,
                    decided == Decided.AFTER_READ_BY_THIS ? THIS : OTHER,
                    null,
                    switch (besides) {
                      case UNARCHIVED_ALIKE, UNARCHIVED_BY_OTHER_RULES -> "facts";
                      case UNARCHIVED_UNDER_OTHER_FACTS, UNARCHIVED_AND_UNREAD -> "other facts";
                      case UNARCHIVED_WHILE_UNREAD -> "unread DENIED";
                      default -> null;
                    }));
      }
      Instant missingSince =
          switch (besides) {
            case MISSING_BEFORE -> NOW.minus(MISSING_WAIT);
            case MISSING_A_MOMENT_AGO -> NOW.minus(MISSING_WAIT).plusMillis(1);
            case MISSING_YESTERDAY -> NOW.minus(Duration.ofDays(1));
            default -> null;
          };
      if (content.isUpdateKnown() || missingSince != null) {
        entry =
            entry.withReview(
                new Review(
                    NOW,
                    "version",
                    content.isUpdateKnown() ? EXTERNAL.updatedAt() : null,
                    null,
                    missingSince));
      }
      if (besides == Besides.WAITS) {
        entry = entry.withDigestDue(new DigestDue(at, Severity.MEDIUM, "Reason."));
      }
      if (claimed != Claimed.NOBODY) {
        entry =
            entry.withClaim(
                new Claim(
                    claimed == Claimed.THIS ? THIS : OTHER,
                    until(),
                    effect,
                    CONTENT,
                    "rule",
                    effect == Outcome.ARCHIVE ? null : Kind.ALERTED,
                    0,
                    0));
      }
      return entry;
    }
  }

  /** What the table says: what is done, and the standing that is written or led to. */
  private record Says(Outcome outcome, @Nullable Kind standing) {}

  private record TableRow(String name, Predicate<Case> matches, Function<Case, Says> says) {}

  private static final List<TableRow> TABLE = table();

  private static List<TableRow> table() {
    List<TableRow> rows = new ArrayList<>();
    rows.add(
        new TableRow(
            "any | another execution's live claim | BUSY",
            c -> c.claimed == Claimed.OTHER_LIVE,
            c -> new Says(Outcome.BUSY, null)));
    rows.add(
        new TableRow(
            "any | another's claim to archive or un-archive, given up a moment before | BUSY",
            c -> c.claimed == Claimed.OTHER_ABANDONED_LATELY && c.effect != Outcome.NOTIFY,
            c -> new Says(Outcome.BUSY, null)));
    rows.add(
        new TableRow(
            "any | decided by another after these facts were read | BUSY",
            c -> c.standing != null && c.decided == Decided.AFTER_READ_BY_OTHER,
            c -> new Says(Outcome.BUSY, null)));
    rows.add(
        new TableRow(
            "not found | for the first time, or less than the wait ago | any | BUSY",
            c -> c.status == FindingStatus.NOT_FOUND && c.besides != Besides.MISSING_BEFORE,
            c -> new Says(Outcome.BUSY, null)));
    rows.add(
        new TableRow(
            "not found | not found before | any | IGNORE; RESOLVED",
            c -> c.status == FindingStatus.NOT_FOUND,
            c -> new Says(Outcome.IGNORE, Kind.RESOLVED)));
    rows.add(
        new TableRow(
            "not ACTIVE, by an event no later than the last look | no claim, or ours | any | IGNORE",
            c -> c.status != FindingStatus.ACTIVE && c.isOldEvent(),
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "RESOLVED, deleted, by an event only | ours, or waits for the digest | any | IGNORE",
            c -> c.isClosed() && c.content.isEvent() && (c.isOurs() || c.besides == Besides.WAITS),
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "RESOLVED, deleted | any | IGNORE; RESOLVED",
            Case::isClosed,
            c -> new Says(Outcome.IGNORE, Kind.RESOLVED)));
    rows.add(
        new TableRow(
            "ARCHIVED | ours | definitely not to be archived | UNARCHIVE, then alert",
            c -> c.status == FindingStatus.ARCHIVED && c.isOurs() && c.unarchive,
            // Observing an un-archive leaves the standing.
            c -> new Says(Outcome.UNARCHIVE, c.mode == Mode.ARCHIVE ? Kind.ALERTED : null)));
    rows.add(
        new TableRow(
            "ARCHIVED | ours | anything else | IGNORE; ARCHIVED_BY_US",
            c -> c.status == FindingStatus.ARCHIVED && c.isOurs(),
            c -> new Says(Outcome.IGNORE, Kind.ARCHIVED_BY_US)));
    rows.add(
        new TableRow(
            "ARCHIVED | ALERTED, made active by us at most 15 minutes before this was told | any | IGNORE",
            c ->
                c.status == FindingStatus.ARCHIVED
                    && c.stands(Kind.ALERTED)
                    && c.isUnarchived()
                    && (c.age != Age.ABOVE || c.content.isOld() || c.content.isLate()),
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ARCHIVED, by an event only | waits for the digest | any | IGNORE",
            c ->
                c.status == FindingStatus.ARCHIVED
                    && c.content.isEvent()
                    && c.besides == Besides.WAITS,
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ARCHIVED | anything else | any | IGNORE; ARCHIVED_BY_OTHER",
            c -> c.status == FindingStatus.ARCHIVED,
            c -> new Says(Outcome.IGNORE, Kind.ARCHIVED_BY_OTHER)));
    rows.add(
        new TableRow(
            "ACTIVE by an event no later than the last look | other content, archived, resolved, or a claim of ours"
                + " | any | IGNORE",
            c ->
                c.isOldEvent()
                    && (c.isOurs()
                        || (c.standing != null
                            && (!c.isSame() || c.stands(Kind.ARCHIVED_BY_OTHER, Kind.RESOLVED)))),
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ACTIVE by an event no later than a minute after our archive | other content, no claim to archive | any | NOTIFY",
            c ->
                c.mayBeFromBeforeOurArchive()
                    && c.stands(Kind.ARCHIVED_BY_US)
                    && !c.isClaimedToArchive()
                    && !c.isSame(),
            c -> new Says(Outcome.NOTIFY, null)));
    rows.add(
        new TableRow(
            "ACTIVE by an event no later than a minute after our archive, or the claim to it | any | IGNORE",
            Case::mayBeFromBeforeOurArchive,
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ACTIVE | ARCHIVED_BY_US, same content, at most 15 minutes ago | any | IGNORE",
            c ->
                c.stands(Kind.ARCHIVED_BY_US)
                    && c.isSame()
                    && c.age != Age.ABOVE
                    && !(c.isMadeActiveByUs() && c.isAbandoned()),
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ACTIVE | ARCHIVED_BY_US, same content, longer ago | any | NOTIFY; LEFT_TO_PERSON",
            c -> c.stands(Kind.ARCHIVED_BY_US) && c.isSame() && !c.isMadeActiveByUs(),
            c -> new Says(Outcome.NOTIFY, Kind.LEFT_TO_PERSON)));
    rows.add(
        new TableRow(
            "ACTIVE | LEFT_TO_PERSON, perhaps other content | any | NOTIFY; LEFT_TO_PERSON",
            c -> c.stands(Kind.LEFT_TO_PERSON) && c.isPerhapsOther(),
            c -> new Says(Outcome.NOTIFY, Kind.LEFT_TO_PERSON)));
    rows.add(
        new TableRow(
            "ACTIVE | LEFT_TO_PERSON, same content | archive | IGNORE",
            c -> c.stands(Kind.LEFT_TO_PERSON) && c.isSame() && c.wants(Question.Wish.ARCHIVE),
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ACTIVE | LEFT_TO_PERSON, ALERTED, same content | notify, severity rose | NOTIFY",
            c ->
                c.stands(Kind.LEFT_TO_PERSON, Kind.ALERTED)
                    && c.isSame()
                    && c.wants(Question.Wish.NOTIFY)
                    && c.severityRose,
            c -> new Says(Outcome.NOTIFY, c.standing)));
    rows.add(
        new TableRow(
            "ACTIVE | LEFT_TO_PERSON, ALERTED, same content | notify | IGNORE",
            c ->
                c.stands(Kind.LEFT_TO_PERSON, Kind.ALERTED)
                    && c.isSame()
                    && c.wants(Question.Wish.NOTIFY),
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ACTIVE | ALERTED, same content, made active again by these rules under these facts"
                + " | archive | NOTIFY; LEFT_TO_PERSON",
            c ->
                c.stands(Kind.ALERTED)
                    && c.isSame()
                    && c.wants(Question.Wish.ARCHIVE)
                    && (c.besides == Besides.UNARCHIVED_ALIKE
                        || c.besides == Besides.UNARCHIVED_WHILE_UNREAD),
            c -> new Says(Outcome.NOTIFY, Kind.LEFT_TO_PERSON)));
    rows.add(
        new TableRow(
            "ACTIVE | ALERTED, same content, made active again by these rules, not all facts read"
                + " | archive | IGNORE",
            c ->
                c.stands(Kind.ALERTED)
                    && c.isSame()
                    && c.wants(Question.Wish.ARCHIVE)
                    && c.besides == Besides.UNARCHIVED_AND_UNREAD,
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ACTIVE | OBSERVED, same content | archive, Mode is observe | IGNORE",
            c ->
                c.stands(Kind.OBSERVED)
                    && c.isSame()
                    && c.wants(Question.Wish.ARCHIVE)
                    && c.mode == Mode.OBSERVE,
            c -> new Says(Outcome.IGNORE, null)));
    rows.add(
        new TableRow(
            "ACTIVE | anything else | archive | ARCHIVE",
            c -> c.wants(Question.Wish.ARCHIVE),
            c ->
                new Says(
                    Outcome.ARCHIVE,
                    c.mode == Mode.ARCHIVE ? Kind.ARCHIVED_BY_US : Kind.OBSERVED)));
    rows.add(
        new TableRow(
            "ACTIVE | anything else | notify | NOTIFY",
            c -> true,
            c -> new Says(Outcome.NOTIFY, Kind.ALERTED)));
    return rows;
  }

  @Test
  void row_everyCombination_isWhatTheTableSays() {
    Map<String, Integer> hits = new LinkedHashMap<>();
    TABLE.forEach(row -> hits.put(row.name, 0));

    // Not ACTUAL: a mutation takes effect after this class was initialized.
    for (Judged judged : actual()) {
      TableRow row = rowOf(TABLE, judged.of);
      hits.merge(row.name, 1, Integer::sum);
      assertEquals(row.says.apply(judged.of), judged.says, () -> row.name + "\n" + judged.of);
    }

    hits.forEach((row, times) -> assertTrue(times > 0, "never hit: " + row));
  }

  /** A table that lacks a row is another table. */
  @TestFactory
  List<DynamicTest> row_tableWithoutARow_differsSomewhere() {
    List<DynamicTest> tests = new ArrayList<>();
    for (TableRow row : TABLE.subList(0, TABLE.size() - 1)) {
      List<TableRow> without = new ArrayList<>(TABLE);
      without.remove(row);
      tests.add(DynamicTest.dynamicTest(row.name, () -> assertFalse(agreesEverywhere(without))));
    }
    return tests;
  }

  @Test
  void row_tableWithAnotherMeaning_differsSomewhere() {
    assertTrue(agreesEverywhere(TABLE));
    assertFalse(
        agreesEverywhere(seenAs(c -> c.age == Age.AT ? c.with(Age.ABOVE) : c)),
        "15 minutes are not included");
    assertFalse(
        agreesEverywhere(seenAs(c -> c.age == Age.ABOVE ? c.with(Age.AT) : c)),
        "more than 15 minutes are included");
    assertFalse(
        agreesEverywhere(seenAs(c -> c.content == Content.EVENT ? c.with(Content.OTHER) : c)),
        "an event of the same content is other content");
    assertFalse(
        agreesEverywhere(seenAs(c -> c.content == Content.OTHER_EVENT ? c.with(Content.EVENT) : c)),
        "an event of other content is the same content");
    assertFalse(
        agreesEverywhere(seenAs(c -> c.content == Content.OLD_EVENT ? c.with(Content.EVENT) : c)),
        "an old event counts like a new one");
    assertFalse(
        agreesEverywhere(
            seenAs(c -> c.content == Content.LATE_OTHER_EVENT ? c.with(Content.OTHER_EVENT) : c)),
        "an event of before our archive counts like a new one");
    assertFalse(
        agreesEverywhere(seenAs(c -> c.content == Content.UNHASHED ? c.with(Content.OTHER) : c)),
        "content without a hash is other content");
    assertFalse(
        agreesEverywhere(
            seenAs(c -> c.content == Content.UNHASHED_UPDATED ? c.with(Content.SAME) : c)),
        "content without a hash that may have been updated is the same");
    assertFalse(
        agreesEverywhere(
            seenAs(c -> c.content == Content.EVENT_AFTER_OTHER_VERSION ? c.with(Content.SAME) : c)),
        "a hash of another version says what events tell");
    for (Besides alike :
        List.of(
            Besides.UNARCHIVED_BY_OTHER_RULES,
            Besides.UNARCHIVED_UNDER_OTHER_FACTS,
            Besides.UNARCHIVED_AND_UNREAD)) {
      assertFalse(
          agreesEverywhere(seenAs(c -> c.besides == alike ? c.with(Besides.UNARCHIVED_ALIKE) : c)),
          alike + " keeps the rules from archiving");
    }
    for (Besides look : List.of(Besides.MISSING_A_MOMENT_AGO, Besides.MISSING_YESTERDAY)) {
      assertFalse(
          agreesEverywhere(seenAs(c -> c.besides == look ? c.with(Besides.MISSING_BEFORE) : c)),
          look + " counts as a second look");
    }
    assertFalse(
        agreesEverywhere(
            seenAs(c -> c.content == Content.OTHER_VERSION ? c.with(Content.OTHER) : c)),
        "a hash of another version is other content");
    assertFalse(
        agreesEverywhere(
            seenAs(c -> c.claimed == Claimed.OTHER_ABANDONED ? c.with(Claimed.NOBODY) : c)),
        "an abandoned claim counts for nothing");
    assertFalse(
        agreesEverywhere(seenAs(c -> c.claimed == Claimed.THIS ? c.with(Claimed.NOBODY) : c)),
        "this execution's claim counts for nothing");
    assertFalse(
        agreesEverywhere(
            seenAs(c -> c.claimed == Claimed.OTHER_ABANDONED ? c.with(Claimed.OTHER_LIVE) : c)),
        "an abandoned claim is live");
    assertFalse(
        agreesEverywhere(
            seenAs(
                c ->
                    c.claimed == Claimed.OTHER_ABANDONED_LATELY
                        ? c.with(Claimed.OTHER_ABANDONED)
                        : c)),
        "an answer of a moment after an unknown update is believed");
  }

  /** The same table, asked about another case than there is. */
  private static List<TableRow> seenAs(UnaryOperator<Case> other) {
    return TABLE.stream()
        .map(
            row ->
                new TableRow(
                    row.name,
                    c -> row.matches.test(other.apply(c)),
                    c -> row.says.apply(other.apply(c))))
        .toList();
  }

  @Test
  void row_archivedAMomentAgoButActive_isLookedAtAgainInAnHour() {
    Case c = active(Kind.ARCHIVED_BY_US, Question.Wish.NOTIFY);

    assertEquals(
        new History.Row(
            Outcome.IGNORE,
            null,
            "The finding was archived a moment ago; this may be an old answer.",
            Duration.ofHours(1),
            null),
        History.row(c.question()));
  }

  @Test
  void row_archivedLongAgoButActive_saysUnderWhichRule() {
    Case c = active(Kind.ARCHIVED_BY_US, Question.Wish.ARCHIVE);
    Case later = c.with(Age.ABOVE);

    assertEquals(
        new History.Row(
            Outcome.NOTIFY,
            Kind.LEFT_TO_PERSON,
            "It was archived under rule rule and somebody has made it active again.",
            null,
            null),
        History.row(later.question()));
  }

  @Test
  void row_newFinding_isWhatTheRulesSay() {
    assertEquals(
        new History.Row(Outcome.ARCHIVE, Kind.ARCHIVED_BY_US, null, null, null),
        History.row(active(null, Question.Wish.ARCHIVE).question()));
    assertEquals(
        new History.Row(Outcome.NOTIFY, Kind.ALERTED, null, null, null),
        History.row(active(null, Question.Wish.NOTIFY).question()));
  }

  @Test
  void row_alertedBeforeAndToBeArchivedNow_isArchived() {
    assertEquals(
        Outcome.ARCHIVE,
        History.row(active(Kind.ALERTED, Question.Wish.ARCHIVE).question()).outcome());
  }

  @Test
  void row_eventUnderAClaimAboutAnEvent_isOldOnlyIfItIsEarlier() {
    Finding event = EXTERNAL.asAnnounced("not read").withStatus(FindingStatus.ARCHIVED);
    Question asked = active(Kind.ARCHIVED_BY_US, Question.Wish.NOTIFY).question();
    LedgerEntry entry =
        asked
            .entry()
            .withClaim(
                new Claim(
                    OTHER,
                    asked.readAt().minus(Question.OLD_ANSWERS),
                    Outcome.UNARCHIVE,
                    event.contentHash(),
                    "rule",
                    Kind.ALERTED,
                    0,
                    0));

    List<History.Row> rows =
        Stream.of(Duration.ZERO, Duration.ofMillis(1))
            .map(later -> EXTERNAL.updatedAt().plus(later))
            .map(seen -> entry.withReview(new Review(NOW, "version", seen, null, null)))
            .map(
                seen ->
                    History.row(
                        new Question(
                            event,
                            asked.readAt(),
                            seen,
                            asked.wish(),
                            asked.unarchive(),
                            asked.severity(),
                            asked.mode(),
                            THIS,
                            NOW,
                            asked.circumstances())))
            .toList();

    assertEquals(
        List.of(
            new History.Row(
                Outcome.IGNORE,
                Kind.ARCHIVED_BY_US,
                "The finding is archived, and stays so.",
                null,
                null),
            new History.Row(
                Outcome.IGNORE,
                null,
                "The finding could not be read, and the event is older than what was read before.",
                Duration.ofHours(1),
                null)),
        rows);
  }

  private static Case active(@Nullable Kind standing, Question.Wish wish) {
    return new Case(
        FindingStatus.ACTIVE,
        standing,
        Content.SAME,
        Age.AT,
        Decided.BEFORE_READ,
        Claimed.NOBODY,
        Outcome.ARCHIVE,
        wish,
        false,
        Mode.ARCHIVE,
        false,
        Besides.NOTHING);
  }

  private static Set<Content> contents(FindingStatus status) {
    return status == FindingStatus.ACTIVE
        ? EnumSet.allOf(Content.class)
        : EnumSet.range(Content.SAME, Content.OLD_OTHER_EVENT);
  }

  private static Set<Besides> besides(FindingStatus status, @Nullable Kind kind) {
    return switch (status) {
      case RESOLVED, GONE -> EnumSet.of(Besides.NOTHING, Besides.WAITS);
      case NOT_FOUND ->
          EnumSet.of(
              Besides.NOTHING,
              Besides.MISSING_BEFORE,
              Besides.MISSING_A_MOMENT_AGO,
              Besides.MISSING_YESTERDAY);
      case ACTIVE ->
          kind == Kind.ALERTED
              ? EnumSet.of(
                  Besides.NOTHING,
                  Besides.UNARCHIVED_ALIKE,
                  Besides.UNARCHIVED_BY_OTHER_RULES,
                  Besides.UNARCHIVED_UNDER_OTHER_FACTS,
                  Besides.UNARCHIVED_AND_UNREAD,
                  Besides.UNARCHIVED_WHILE_UNREAD)
              : EnumSet.of(Besides.NOTHING);
      case ARCHIVED ->
          kind == Kind.ALERTED
              ? EnumSet.of(Besides.NOTHING, Besides.UNARCHIVED_ALIKE, Besides.WAITS)
              : EnumSet.of(Besides.NOTHING, Besides.WAITS);
    };
  }

  private static boolean agreesEverywhere(List<TableRow> table) {
    return ACTUAL.stream()
        .allMatch(judged -> rowOf(table, judged.of).says.apply(judged.of).equals(judged.says));
  }

  private static TableRow rowOf(List<TableRow> table, Case c) {
    for (TableRow row : table) {
      if (row.matches.test(c)) {
        return row;
      }
    }
    throw new NoSuchElementException("no row is about " + c);
  }

  /** What history says of a case. */
  private record Judged(Case of, Says says) {}

  private static final List<Judged> ACTUAL = actual();

  private static List<Judged> actual() {
    List<Judged> actual = new ArrayList<>();
    for (Case c : cases()) {
      History.Row row = History.row(c.question());
      actual.add(new Judged(c, new Says(row.outcome(), row.standing())));
    }
    return actual;
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    List<@Nullable Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    kinds.add(null);
    for (FindingStatus status : FindingStatus.values()) {
      for (Kind kind : kinds) {
        for (Content content : contents(status)) {
          for (Age age : Age.values()) {
            for (Decided decided : Decided.values()) {
              for (Claimed claimed : Claimed.values()) {
                for (Outcome effect : List.of(Outcome.ARCHIVE, Outcome.UNARCHIVE, Outcome.NOTIFY)) {
                  if (claimed == Claimed.NOBODY && effect != Outcome.ARCHIVE) {
                    continue;
                  }
                  for (Question.Wish wish : Question.Wish.values()) {
                    for (Besides besides : besides(status, kind)) {
                      for (int flags = 0; flags < 8; flags++) {
                        cases.add(
                            new Case(
                                status,
                                kind,
                                content,
                                age,
                                decided,
                                claimed,
                                effect,
                                wish,
                                (flags & 1) != 0,
                                (flags & 2) != 0 ? Mode.ARCHIVE : Mode.OBSERVE,
                                (flags & 4) != 0,
                                besides));
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return cases;
  }
}
