package io.accesstriage.archive;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.Mode;
import io.accesstriage.state.StepRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Carries out the decision to archive a finding or to make it active again, if the finding is still
 * what was judged, and records it in the ledger. Thread-safe.
 *
 * <p>Access Analyzer has no conditional update: the finding is read before and after, and a
 * difference found after is reported. Every step can be repeated: what an earlier attempt archived
 * is recognised by the claim, which is removed only with the record.
 */
public final class FindingArchiver {
  /**
   * How long before a claim ends nothing is begun under it any more. The function is stopped after
   * 60 seconds and its task after 90, so what it has begun is over before another execution may
   * claim the finding and decide otherwise.
   */
  static final Duration LONGEST_RUN = Duration.ofMinutes(2);

  /** Others write an entry seldom, so that a second conflict in a row is rare. */
  private static final int WRITE_ATTEMPTS = 5;

  private final FindingArchive archive;
  private final Function<String, Ledger> ledgers;
  private final Clock clock;

  /**
   * @param ledgers the ledger of a table's name
   */
  public FindingArchiver(FindingArchive archive, Function<String, Ledger> ledgers, Clock clock) {
    this.archive = archive;
    this.ledgers = ledgers;
    this.clock = clock;
  }

  /**
   * Does what the state's decision says, ARCHIVE or UNARCHIVE.
   *
   * @return CHANGED where what was read is too old, the claim is not this execution's or ends too
   *     soon, or the finding is another one: everything has to be read anew
   * @throws TransientFailure where trying again may help
   * @throws PermanentFailure where it cannot: a person has to look
   */
  public ArchiveOutcome carryOut(StepRequest request) {
    Task task = task(request);
    try {
      return carryOut(task);
    } catch (AwsCallException e) {
      throw e.asStepFailure();
    }
  }

  private Task task(StepRequest request) {
    Decision decision = request.state().requireDecision();
    FindingStatus target =
        switch (decision.outcome()) {
          case ARCHIVE -> FindingStatus.ARCHIVED;
          case UNARCHIVE -> FindingStatus.ACTIVE;
          case NOTIFY, IGNORE, BUSY ->
              throw new MalformedInput(
                  "state.decision.outcome: expected ARCHIVE or UNARCHIVE, found "
                      + decision.outcome());
        };
    return new Task(
        request.state().finding(),
        request.state().readAt(),
        decision,
        target,
        request.config().constant("mode", Mode.class),
        request.execution(),
        request.ledger().map(ledgers));
  }

  /**
   * @param judged the finding that the decision is about
   * @param readAt when its facts were read; a decision that was repeated later is no younger
   * @param target the status that it is to have
   */
  private record Task(
      Finding judged,
      Instant readAt,
      Decision decision,
      FindingStatus target,
      Mode mode,
      String execution,
      Optional<Ledger> ledger) {

    boolean isUnarchive() {
      return decision.outcome() == Outcome.UNARCHIVE;
    }

    boolean isReadBefore(Instant oldest) {
      return !readAt.isAfter(oldest);
    }

    boolean lacksClaimUntil(Instant end) {
      return ledger
          .map(l -> l.read(judged.id()).filter(entry -> isClaimedUntil(entry, end)).isEmpty())
          .orElse(false);
    }

    private boolean isClaimedUntil(LedgerEntry entry, Instant end) {
      return entry.claim() != null && entry.claim().isOf(execution) && entry.claim().isLive(end);
    }

    /** Two hashes that are not both known count as different: only what was judged is changed. */
    boolean isOtherContent(Finding now) {
      return judged.contentHash() == null || !judged.contentHash().equals(now.contentHash());
    }
  }

  private ArchiveOutcome carryOut(Task task) {
    Instant end = clock.instant().plus(LONGEST_RUN);
    if (task.isReadBefore(end.minus(Claim.LIFE)) || task.lacksClaimUntil(end)) {
      return changed(task);
    }
    Optional<Finding> before = read(task);
    if (isResolved(before)) {
      return resolved(task);
    }
    if (task.isOtherContent(before.get())) {
      return changed(task);
    }
    boolean done = before.get().status() == task.target;
    if (task.mode == Mode.OBSERVE) {
      return observed(task, done);
    }
    if (done) {
      return task.isUnarchive()
          ? ArchiveOutcome.UNARCHIVED
          : archived(task, ArchiveOutcome.ALREADY_ARCHIVED);
    }
    return update(task);
  }

  private ArchiveOutcome update(Task task) {
    archive.update(task.judged.analyzerArn(), task.judged.id(), task.target);
    Optional<Finding> after = read(task);
    if (isResolved(after)) {
      return resolved(task);
    }
    if (task.isOtherContent(after.get())) {
      throw new PermanentFailure(
          "finding %s was set to %s, and then had other content than was judged (expected %s, found %s): look at it, and undo this where it is wrong"
              .formatted(
                  task.judged.id(),
                  task.target,
                  task.judged.contentHash(),
                  after.get().contentHash()));
    }
    if (after.get().status() != task.target) {
      throw new TransientFailure(
          "finding %s was set to %s but reads %s: an old read, or somebody else's change; reading again will tell"
              .formatted(task.judged.id(), task.target, after.get().status()));
    }
    return task.isUnarchive() ? ArchiveOutcome.UNARCHIVED : archived(task, ArchiveOutcome.ARCHIVED);
  }

  private Optional<Finding> read(Task task) {
    return archive.read(task.judged.analyzerArn(), task.judged.id());
  }

  private static boolean isResolved(Optional<Finding> finding) {
    return finding
        .map(
            f ->
                switch (f.status()) {
                  case RESOLVED, GONE -> true;
                  case ACTIVE, ARCHIVED -> false;
                })
        .orElse(true);
  }

  private ArchiveOutcome changed(Task task) {
    record(task, entry -> entry.claim() == null ? entry : entry.withClaim(entry.claim().changed()));
    return ArchiveOutcome.CHANGED;
  }

  private ArchiveOutcome resolved(Task task) {
    Instant now = clock.instant();
    record(
        task,
        entry ->
            settled(entry, task, Standing.Kind.RESOLVED, now)
                .expiringAt(now.plus(LedgerEntry.RESOLVED_IS_KEPT)));
    return ArchiveOutcome.RESOLVED;
  }

  /**
   * In observe mode this product archives nothing, so what is archived meanwhile is somebody
   * else's. An un-archive that is only observed leaves claim and standing to the notify step.
   */
  private ArchiveOutcome observed(Task task, boolean done) {
    if (task.isUnarchive()) {
      return done ? ArchiveOutcome.UNARCHIVED : ArchiveOutcome.OBSERVED;
    }
    Instant now = clock.instant();
    record(task, entry -> settled(entry, task, Standing.Kind.OBSERVED, now));
    return ArchiveOutcome.OBSERVED;
  }

  /** Counted first: a crash in between counts twice, which errs on the side of the daily brake. */
  private ArchiveOutcome archived(Task task, ArchiveOutcome outcome) {
    Instant now = clock.instant();
    String rule = task.decision.rule();
    if (rule != null) {
      task.ledger.ifPresent(
          ledger -> ledger.countArchived(rule, LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }
    return record(task, entry -> settled(entry, task, Standing.Kind.ARCHIVED_BY_US, now))
        ? outcome
        : archivedWithoutClaim(task);
  }

  /**
   * The claim was lost after the update had begun, as a call that hangs can do. What the ledger has
   * of the finding may be of before the update: then nobody would ever look at what this product
   * has archived, perhaps against what another execution decided meanwhile.
   */
  private static ArchiveOutcome archivedWithoutClaim(Task task) {
    boolean isKnown =
        task.ledger
            .flatMap(l -> l.read(task.judged.id()))
            .filter(FindingArchiver::leadsToArchivedByUs)
            .isPresent();
    if (isKnown) {
      return ArchiveOutcome.CHANGED;
    }
    throw new PermanentFailure(
        "finding %s was set to %s when the claim on it had ended and another execution had decided about it: look at it, and make it active where it should not be archived"
            .formatted(task.judged.id(), task.target));
  }

  private static boolean leadsToArchivedByUs(LedgerEntry entry) {
    return entry.claim() == null
        ? entry.stands(Standing.Kind.ARCHIVED_BY_US)
        : entry.claim().isAboutArchive();
  }

  private static LedgerEntry settled(
      LedgerEntry entry, Task task, Standing.Kind kind, Instant now) {
    Decision decision = task.decision;
    return entry
        .withStanding(
            new Standing(
                kind,
                task.judged.contentHash(),
                decision.severity(),
                decision.rule(),
                decision.rulesVersion(),
                decision.reason(),
                decision.tagsUsed(),
                now,
                task.execution))
        .withoutClaim()
        .withFailure(null)
        .expiringAt(null);
  }

  /**
   * Changes the entry as long as this execution holds its claim; without it, others go on.
   *
   * @return false where there is a ledger and the claim is gone
   */
  private static boolean record(Task task, UnaryOperator<LedgerEntry> change) {
    if (task.ledger.isEmpty()) {
      return true;
    }
    Ledger ledger = task.ledger.get();
    for (int attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      Optional<LedgerEntry> entry =
          ledger.read(task.judged.id()).filter(e -> e.isClaimedBy(task.execution));
      if (entry.isEmpty()) {
        return false;
      }
      try {
        ledger.write(change.apply(entry.get()));
        return true;
      } catch (LedgerConflict e) {
        // Somebody wrote in between: read again, and see whether the claim is still ours.
      }
    }
    throw new TransientFailure(
        "the ledger entry of finding %s was written by others %d times in a row while its claim was held"
            .formatted(task.judged.id(), WRITE_ATTEMPTS));
  }
}
