package io.accesstriage.archive;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.FindingEntry;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Standing;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.Mode;
import io.accesstriage.state.StepRequest;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

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
    Finding judged = request.state().finding();
    return new Task(
        judged,
        request.state().readAt(),
        decision,
        target,
        request.config().mode(),
        request.execution(),
        request
            .config()
            .ledger()
            .map(ledgers)
            .map(ledger -> new FindingEntry(ledger, judged.id(), judged.analyzerArn())));
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
      Optional<FindingEntry> entry) {

    boolean isUnarchive() {
      return decision.outcome() == Outcome.UNARCHIVE;
    }

    boolean isReadBefore(Instant oldest) {
      return !readAt.isAfter(oldest);
    }

    boolean lacksClaimUntil(Instant end) {
      return entry.filter(e -> !isClaimedUntil(e.read(), end)).isPresent();
    }

    private boolean isClaimedUntil(LedgerEntry entry, Instant end) {
      return entry.claim() != null && entry.claim().isOf(execution) && entry.claim().isLive(end);
    }

    /**
     * Whether the finding, before anything is done, is something else than was judged. Its times
     * count as well, unless it has the status already, perhaps by an earlier attempt of this step.
     */
    boolean isOtherBefore(Finding before) {
      return isOther(before)
          || (before.status() == judged.status()
              && !(Objects.equals(before.updatedAt(), judged.updatedAt())
                  && Objects.equals(before.analyzedAt(), judged.analyzedAt())));
    }

    /** Whether it is an answer of before what was judged. */
    boolean isOlder(Finding answer) {
      return answer.updatedAt() != null
          && judged.updatedAt() != null
          && answer.updatedAt().isBefore(judged.updatedAt());
    }

    /** Whether rules or guards would read something else of the finding than of what was judged. */
    boolean isOther(Finding now) {
      return judged.contentHash() == null || !judged.readsAs(now);
    }

    /** Nobody knows who has access to what an error finding is about, whatever was decided. */
    boolean archivesError() {
      return judged.isError() && !isUnarchive();
    }
  }

  private ArchiveOutcome carryOut(Task task) {
    Instant end = clock.instant().plus(LONGEST_RUN);
    if (task.isReadBefore(end.minus(Claim.LIFE)) || task.lacksClaimUntil(end)) {
      return changed(task);
    }
    if (task.archivesError()) {
      throw new PermanentFailure(
          "finding %s is an error finding (%s), which is never archived: look at it in the console"
              .formatted(task.judged.id(), SafeText.line(task.judged.error(), 60)));
    }
    if (Arn.isServiceLinkedAnalyzer(task.judged.analyzerArn())) {
      throw new PermanentFailure(
          "finding %s belongs to an analyzer that an AWS service manages, and those are never archived or made active again here: look at it in that service, such as AWS Security Hub"
              .formatted(task.judged.id()));
    }
    Optional<Finding> before = read(task);
    if (before.isEmpty()) {
      return changed(task);
    }
    if (task.isOlder(before.get())) {
      return changed(task);
    }
    if (isResolved(before.get())) {
      return resolved(task, false);
    }
    if (task.isOtherBefore(before.get())) {
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
    if (after.isEmpty()) {
      throw new TransientFailure(
          "finding %s was set to %s, and then Access Analyzer did not know it: triage reads it again"
              .formatted(task.judged.id(), task.target));
    }
    if (task.isOlder(after.get())) {
      throw new TransientFailure(
          "finding %s was set to %s, and then the answer was an older one, of %s: triage reads it again"
              .formatted(task.judged.id(), task.target, after.get().updatedAt()));
    }
    if (isResolved(after.get())) {
      return resolved(task, true);
    }
    if (task.isOther(after.get())) {
      throw new PermanentFailure(
          "finding %s was set to %s, and then was not what was judged (expected content %s, found %s): look at it, and undo this where it is wrong"
              .formatted(
                  task.judged.id(),
                  task.target,
                  task.judged.contentHash(),
                  after.get().contentHash()));
    }
    if (after.get().status() != task.target) {
      throw new TransientFailure(
          "finding %s was set to %s but reads %s: an old answer, or somebody else changed it; triage reads it again"
              .formatted(task.judged.id(), task.target, after.get().status()));
    }
    return task.isUnarchive() ? ArchiveOutcome.UNARCHIVED : archived(task, ArchiveOutcome.ARCHIVED);
  }

  private Optional<Finding> read(Task task) {
    return archive.read(task.judged.analyzerArn(), task.judged.id());
  }

  private static boolean isResolved(Finding finding) {
    return switch (finding.status()) {
      case RESOLVED, GONE, NOT_FOUND -> true;
      case ACTIVE, ARCHIVED -> false;
    };
  }

  private ArchiveOutcome changed(Task task) {
    record(
        task,
        entry ->
            new FindingEntry.Change(
                entry.claim() == null ? entry : entry.withClaim(entry.claim().changed())));
    return ArchiveOutcome.CHANGED;
  }

  /**
   * @param isUpdated whether it was archived or made active a moment before
   */
  private ArchiveOutcome resolved(Task task, boolean isUpdated) {
    Instant now = clock.instant();
    record(
        task,
        entry ->
            new FindingEntry.Change(
                settled(entry, task, Standing.Kind.RESOLVED, isUpdated && !task.isUnarchive(), now)
                    .expiringAt(now.plus(LedgerEntry.RESOLVED_IS_KEPT))));
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
    record(
        task,
        entry -> new FindingEntry.Change(settled(entry, task, Standing.Kind.OBSERVED, false, now)));
    return ArchiveOutcome.OBSERVED;
  }

  /** Recorded and counted in one write, so that a step that is tried again counts it once. */
  private ArchiveOutcome archived(Task task, ArchiveOutcome outcome) {
    Instant now = clock.instant();
    return record(
            task,
            entry ->
                counted(settled(entry, task, Standing.Kind.ARCHIVED_BY_US, true, now), task, now))
        ? outcome
        : archivedWithoutClaim(task);
  }

  /** Once a day for a finding, however often it is archived. */
  private static FindingEntry.Change counted(LedgerEntry entry, Task task, Instant now) {
    Optional<ArchiveCount> count =
        Optional.ofNullable(task.decision.rule())
            .map(rule -> ArchiveCount.of(rule, now))
            .filter(c -> !c.equals(entry.archiveCount()));
    return new FindingEntry.Change(count.map(entry::withArchiveCount).orElse(entry))
        .keeping(count.map(Kept.Counted::new))
        .keeping(AccessBaseline.kept(task.judged, entry, now));
  }

  /**
   * The claim was lost after the update had begun, as a call that hangs can do. What the ledger has
   * of the finding may be of before the update: then nobody would ever look at what this product
   * has archived, perhaps against what another execution decided meanwhile.
   */
  private static ArchiveOutcome archivedWithoutClaim(Task task) {
    if (task.entry
        .map(FindingEntry::last)
        .filter(FindingArchiver::leadsToArchivedByUs)
        .isPresent()) {
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

  /**
   * @param isArchived whether this product has archived it, whatever became of it since
   */
  private static LedgerEntry settled(
      LedgerEntry entry, Task task, Standing.Kind kind, boolean isArchived, Instant now) {
    Standing standing =
        Standing.of(kind, task.judged.contentHash(), task.decision, now, task.execution);
    return entry
        .withStanding(isArchived ? standing.updatedAt(task.judged.updatedAt()) : standing)
        .withoutClaim()
        .withFailure(null)
        .expiringAt(null);
  }

  /**
   * Changes the entry as long as this execution holds its claim; without it, others go on.
   *
   * @return false where there is a ledger and the claim is gone
   */
  private static boolean record(Task task, Function<LedgerEntry, FindingEntry.Change> change) {
    return task.entry
        .map(entry -> entry.writeIf(e -> e.isClaimedBy(task.execution), change).isPresent())
        .orElse(true);
  }
}
