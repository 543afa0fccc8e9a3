package io.accesstriage.ledger;

import io.accesstriage.decision.AccessChange;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One principal's access to one resource as it was last accepted, or people were last alerted about
 * it: what its next change is compared with. It outlives the finding, since Access Analyzer
 * replaces the finding of an access that changes by another.
 *
 * @param since who dealt with it, and when
 * @param isPublic null where that was not read
 * @param actions sorted; null where they were not read or are too long to keep
 * @param condition condition key to value; null likewise
 */
public record AccessBaseline(
    AccessChange.Since since,
    @Nullable Boolean isPublic,
    @Nullable List<String> actions,
    @Nullable Map<String, String> condition) {
  /** Longer than the longest time between two reviews, each of which renews it. */
  private static final Duration KEPT = Duration.ofDays(500);

  /** All actions of a service that a finding can name are less; an item stays below 16 KB. */
  private static final int LONGEST_ACTIONS = 8_000;

  private static final int LONGEST_CONDITION = 4_000;

  public AccessBaseline {
    actions = actions == null ? null : List.copyOf(actions);
    condition = condition == null ? null : Collections.unmodifiableMap(new TreeMap<>(condition));
  }

  /**
   * Names the access that the finding reports: the same for each finding that one analyzer makes of
   * one principal and resource. Nothing where it names no principal.
   */
  public static Optional<String> accessOf(Finding finding) {
    return finding.principal() == null || !isComparable(finding)
        ? Optional.empty()
        : Optional.of(
            Json.sha256(
                Json.object()
                    .put("analyzer", finding.analyzerArn())
                    .put("type", finding.type().name())
                    .put("resource", finding.resource().arn())
                    .put("kind", finding.principal().kind().label())
                    .put("principal", finding.principal().value())));
  }

  /** What was not read, or is of an error finding, tells nothing of the access. */
  private static boolean isComparable(Finding finding) {
    return finding.readFrom() == ReadFrom.API
        && !finding.isError()
        && !finding.resource().arn().isEmpty();
  }

  /**
   * The access as it is kept, if the finding stands as accepted or alerted with exactly this
   * content. What waits for the digest is not known to anybody yet.
   *
   * @param entry of the finding, as it is written
   */
  public static Optional<Kept> kept(Finding finding, LedgerEntry entry, Instant now) {
    Standing standing = entry.standing();
    if (standing == null
        || entry.claim() != null
        || entry.digestDue() != null
        || finding.contentHash() == null
        || !finding.contentHash().equals(standing.contentHash())) {
      return Optional.empty();
    }
    return act(standing)
        .flatMap(
            act ->
                accessOf(finding)
                    .map(
                        access ->
                            new Kept.Baseline(access, of(finding, act, standing), now.plus(KEPT))));
  }

  /**
   * The access as {@link #kept} has it, unless the entry's standing only adopts the content of what
   * was read now, which says nothing of when that was accepted.
   *
   * @param before the entry before it is written
   */
  public static Optional<Kept> keptUnlessAdopted(
      Finding finding, LedgerEntry before, LedgerEntry entry, Instant now) {
    Standing old = before.standing();
    Standing standing = entry.standing();
    return old == null
            || standing == null
            || !standing.at().equals(old.at())
            || Objects.equals(standing.contentHash(), old.contentHash())
        ? kept(finding, entry, now)
        : Optional.empty();
  }

  private static AccessBaseline of(Finding finding, AccessChange.Act act, Standing standing) {
    return new AccessBaseline(
        new AccessChange.Since(
            finding.id(),
            act,
            act == AccessChange.Act.ACCEPTED ? standing.rule() : null,
            standing.at()),
        finding.isPublic(),
        actions(finding),
        condition(finding));
  }

  private static Optional<AccessChange.Act> act(Standing standing) {
    return switch (standing.kind()) {
      case ARCHIVED_BY_US -> Optional.of(AccessChange.Act.ACCEPTED);
      case ARCHIVED_BY_OTHER -> Optional.of(AccessChange.Act.ARCHIVED_BY_OTHERS);
      case ALERTED, LEFT_TO_PERSON -> Optional.of(AccessChange.Act.ALERTED);
      case LEFT_ALONE, OBSERVED, RESOLVED -> Optional.empty();
    };
  }

  /** What is different in the finding now; nothing where nothing is, or nothing is known of it. */
  public Optional<AccessChange> changeTo(Finding finding) {
    List<String> nowActions = actions(finding);
    Map<String, String> nowCondition = condition(finding);
    AccessChange change =
        new AccessChange(
            since,
            (isPublic == null || isPublic.equals(finding.isPublic())) ? null : finding.isPublic(),
            onlyIn(nowActions, actions),
            onlyIn(actions, nowActions),
            onlyIn(nowCondition, condition),
            onlyIn(condition, nowCondition));
    return change.isNone() ? Optional.empty() : Optional.of(change);
  }

  private static @Nullable List<String> actions(Finding finding) {
    List<String> actions = finding.access() == null ? null : finding.access().actions();
    return actions == null || length(actions) > LONGEST_ACTIONS ? null : actions;
  }

  private static @Nullable Map<String, String> condition(Finding finding) {
    Map<String, String> condition = finding.access() == null ? null : finding.access().condition();
    return condition == null
            || length(condition.keySet()) + length(condition.values()) > LONGEST_CONDITION
        ? null
        : condition;
  }

  private static int length(Collection<String> texts) {
    return texts.stream().mapToInt(String::length).sum();
  }

  /** Nothing where one of both is not known. */
  private static List<String> onlyIn(@Nullable List<String> some, @Nullable List<String> others) {
    return some == null || others == null
        ? List.of()
        : some.stream().filter(action -> !others.contains(action)).toList();
  }

  private static Map<String, String> onlyIn(
      @Nullable Map<String, String> some, @Nullable Map<String, String> others) {
    if (some == null || others == null) {
      return Map.of();
    }
    Map<String, String> only = new TreeMap<>(some);
    only.entrySet().removeAll(others.entrySet());
    return only;
  }
}
