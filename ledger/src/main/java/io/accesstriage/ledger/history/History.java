package io.accesstriage.ledger.history;

import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.FactsFingerprint;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.ledger.Standing.Kind;
import io.accesstriage.ledger.history.Question.Wish;
import io.accesstriage.state.Mode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is left to do, by what the rules say and what was done before. The table is the one
 * of ledger/history.md, first row that matches; it is total.
 */
public final class History {
  /** How long after an archive an active finding is taken for a stale read or a repeated event. */
  static final Duration SETTLING = Duration.ofMinutes(15);

  public static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private History() {}

  /**
   * A row of the table.
   *
   * @param standing that an IGNORE writes, or that the outcome's effect leads to; null where it
   *     leaves the standing as it is
   * @param why a sentence for a person; null where the rules' own reason says it
   * @param reviewIn when to look again whatever the deployment's interval; null for that interval
   * @param missingWait how long this execution waits to see whether a finding that Access Analyzer
   *     does not know appears; null for every other row
   */
  public record Row(
      Outcome outcome,
      @Nullable Kind standing,
      @Nullable String why,
      @Nullable Duration reviewIn,
      @Nullable Duration missingWait) {

    /** One that leaves open when to look again. */
    public Row(Outcome outcome, @Nullable Kind standing, @Nullable String why) {
      this(outcome, standing, why, null, null);
    }

    /** How long a BUSY execution waits; null for every other outcome. */
    public @Nullable Integer waitSeconds(int usual) {
      if (missingWait != null) {
        return Math.toIntExact(missingWait.toSeconds());
      }
      return outcome == Outcome.BUSY ? usual : null;
    }
  }

  private static final String ONLY_AN_EVENT =
      "Only an event says so; the finding is read again before it is closed.";

  public static Row row(Question q) {
    if (q.isBusy()) {
      return new Row(Outcome.BUSY, null, "Another execution is at work on this finding.");
    }
    if (q.isOldAnswer()) {
      return new Row(Outcome.BUSY, null, "This answer is older than what was read a moment ago.");
    }
    return switch (q.finding().status()) {
      case RESOLVED -> closed(q, "The finding is resolved.");
      case GONE -> closed(q, "The finding does not exist any more.");
      case NOT_FOUND -> notFound(q);
      case ARCHIVED -> q.isOldEvent() ? old() : archived(q);
      case ACTIVE -> active(q);
    };
  }

  /**
   * An event alone, which may be old or made up, closes nothing that is archived by us or that a
   * person is still to hear of.
   */
  private static Row closed(Question q, String why) {
    if (q.isOldEvent()) {
      return old();
    }
    return q.finding().readFrom() == ReadFrom.EVENT
            && (q.entry().isArchivedByUs() || q.entry().digestDue() != null)
        ? again(ONLY_AN_EVENT)
        : new Row(Outcome.IGNORE, Kind.RESOLVED, why);
  }

  /** One "not found" may be an answer of a moment before the finding was there. */
  private static Row notFound(Question q) {
    Review review = q.entry().review();
    Instant since = review == null ? null : review.missingSince();
    Duration wait = q.circumstances().missingWait();
    return !wait.isZero()
            && (since == null
                || q.now().isBefore(since.plus(wait))
                || q.now().isAfter(since.plus(LOOK_AGAIN)))
        ? new Row(
            Outcome.BUSY,
            null,
            "Access Analyzer does not know the finding, although it was reported: a second look decides.",
            null,
            wait)
        : new Row(Outcome.IGNORE, Kind.RESOLVED, "The finding does not exist any more.");
  }

  private static Row old() {
    return again(
        "The finding could not be read, and the event is older than what was read before.");
  }

  private static Row again(String why) {
    return new Row(Outcome.IGNORE, null, why, LOOK_AGAIN, null);
  }

  private static Row archived(Question q) {
    if (!q.entry().isArchivedByUs()) {
      if (isMadeActiveAMomentAgo(q)) {
        return again("The finding was made active a moment ago; this may be an old answer.");
      }
      if (q.finding().readFrom() == ReadFrom.EVENT && q.entry().digestDue() != null) {
        // It may be older than the event that a person is to hear of.
        return again(ONLY_AN_EVENT);
      }
      return new Row(
          Outcome.IGNORE,
          Kind.ARCHIVED_BY_OTHER,
          "Somebody else, or a built-in archive rule, has archived the finding.");
    }
    if (q.unarchive()) {
      return new Row(
          Outcome.UNARCHIVE,
          q.mode() == Mode.OBSERVE ? null : Kind.ALERTED,
          "The rules no longer archive this finding.");
    }
    return new Row(Outcome.IGNORE, Kind.ARCHIVED_BY_US, "The finding is archived, and stays so.");
  }

  private static boolean isMadeActiveAMomentAgo(Question q) {
    Standing standing = q.entry().standing();
    return standing != null
        && standing.kind() == Kind.ALERTED
        && standing.unarchivedFacts() != null
        && !q.knownAt().isAfter(standing.at().plus(SETTLING));
  }

  private static Row active(Question q) {
    Standing standing = q.entry().standing();
    boolean same = standing != null && q.isSame(standing);
    boolean isKnown =
        q.entry().isArchivedByUs()
            || (standing != null
                && (!same || standing.kind().isPutAside() || q.isUpdatedSinceRead(standing)));
    if (isKnown && q.isOldEvent()) {
      return old();
    }
    if (q.mayBeFromBeforeOurArchive()) {
      return ofAboutOurArchive(q, same);
    }
    if (standing == null || !same) {
      return anythingElse(q);
    }
    return switch (standing.kind()) {
      case ARCHIVED_BY_US -> {
        boolean isMadeActiveByUs = q.isMadeActiveByUs(standing);
        if (!q.now().isAfter(standing.at().plus(SETTLING))
            && !(isMadeActiveByUs && !q.entry().isClaimedBy(q.execution()))) {
          yield again("The finding was archived a moment ago; this may be an old answer.");
        }
        if (isMadeActiveByUs) {
          yield anythingElse(q);
        }
        yield new Row(
            Outcome.NOTIFY,
            Kind.LEFT_TO_PERSON,
            "It was archived %s and somebody has made it active again."
                .formatted(
                    standing.rule() == null ? "by this product" : "under rule " + standing.rule()));
      }
      case LEFT_TO_PERSON ->
          q.isUpdatedSinceRead(standing)
              ? new Row(
                  Outcome.NOTIFY,
                  Kind.LEFT_TO_PERSON,
                  "Somebody has made this finding active again, and it was updated since; whether it has changed is not known.")
              : q.wish() == Wish.ARCHIVE
                  ? new Row(
                      Outcome.IGNORE,
                      null,
                      "Somebody has made this finding active again; that decision stands.")
                  : told(q, standing, Kind.LEFT_TO_PERSON);
      case ALERTED -> {
        if (q.wish() == Wish.NOTIFY) {
          yield told(q, standing, Kind.ALERTED);
        }
        yield isUnarchivedBySameRules(q, standing)
            ? contradicted(q, standing.unarchivedFacts())
            : anythingElse(q);
      }
      case OBSERVED ->
          q.wish() == Wish.ARCHIVE && q.mode() == Mode.OBSERVE
              ? new Row(
                  Outcome.IGNORE,
                  null,
                  "Observed before: it would be archived if Mode were archive.")
              : anythingElse(q);
      case ARCHIVED_BY_OTHER, LEFT_ALONE, RESOLVED -> anythingElse(q);
    };
  }

  /**
   * The rules want to archive what they have made active again.
   *
   * @param before the fingerprint of the facts of then
   */
  private static Row contradicted(Question q, String before) {
    String facts = q.circumstances().facts().get();
    if (FactsFingerprint.differ(before, facts)) {
      return anythingElse(q);
    }
    return FactsFingerprint.isComplete(facts) || facts.equals(before)
        ? new Row(
            Outcome.NOTIFY,
            Kind.LEFT_TO_PERSON,
            "These rules have archived it and made it active again before, and nothing is known to have changed since: a person has to decide.")
        : again(
            "These rules have made it active again before, and not all could be read that may have changed since.");
  }

  private static boolean isUnarchivedBySameRules(Question q, Standing standing) {
    return standing.unarchivedFacts() != null
        && q.circumstances().rulesVersion().equals(standing.rulesVersion());
  }

  /**
   * Different access is reported, however old it is. An old event does not say who archived the
   * finding.
   */
  private static Row ofAboutOurArchive(Question q, boolean same) {
    Claim claim = q.entry().claim();
    return q.entry().stands(Kind.ARCHIVED_BY_US)
            && (claim == null || !claim.isAboutArchive())
            && !same
        ? new Row(
            Outcome.NOTIFY,
            null,
            "It was archived, and an event of about that time reports other access; the finding could not be read.",
            LOOK_AGAIN,
            null)
        : again("The finding could not be read, and the event may be of before it was archived.");
  }

  private static Row told(Question q, Standing standing, Kind next) {
    return q.severity().compareTo(standing.severity()) > 0
        ? new Row(
            Outcome.NOTIFY,
            next,
            "The severity rose from %s to %s."
                .formatted(standing.severity().label(), q.severity().label()))
        : new Row(Outcome.IGNORE, null, "An alert about this finding was sent before.");
  }

  private static Row anythingElse(Question q) {
    return switch (q.wish()) {
      case ARCHIVE ->
          new Row(
              Outcome.ARCHIVE,
              q.mode() == Mode.OBSERVE ? Kind.OBSERVED : Kind.ARCHIVED_BY_US,
              null);
      case NOTIFY -> new Row(Outcome.NOTIFY, Kind.ALERTED, null);
    };
  }
}
