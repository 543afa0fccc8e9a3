package io.accesstriage.cli.diff;

import io.accesstriage.cli.diff.Change.Kind;
import io.accesstriage.cli.dryrun.DryRun;
import io.accesstriage.cli.dryrun.PreviewedFinding;
import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.cli.source.Unread;
import io.accesstriage.decision.Decision;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.rules.RuleOutline;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What other rules would do to findings, one finding after the other. Keeps only those that they
 * change something about. Thread-safe but for adding.
 *
 * <p>A finding that is archived at present may have been by the rules before. It is judged as if it
 * were active: where they would archive it and the others are certain not to, the product makes it
 * active again if it has archived it.
 *
 * <p>What was not read leaves a doubt, which is never taken for "no change".
 */
final class RulesDiff {
  private final RuleSet oldRules;
  private final RuleSet newRules;
  private final DryRun before;
  private final DryRun after;
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, String> lacks = new TreeMap<>();
  private int findings;
  private int unread;

  RulesDiff(RuleSet oldRules, RuleSet newRules) {
    this.oldRules = oldRules;
    this.newRules = newRules;
    this.before = DryRun.unexplained(oldRules);
    this.after = DryRun.unexplained(newRules);
  }

  /**
   * What both say of a finding.
   *
   * @param lacks what was not read of it and matters
   */
  record Judged(Optional<Change> change, boolean isUnread, List<Unread> lacks) {}

  /** What both rules say of a finding. Thread-safe. */
  Judged judge(SourcedFinding sourced) {
    FindingStatus status = sourced.finding().status();
    if (status != FindingStatus.ACTIVE && status != FindingStatus.ARCHIVED) {
      return new Judged(Optional.empty(), false, List.of());
    }
    SourcedFinding active =
        new SourcedFinding(
            sourced.finding().withStatus(FindingStatus.ACTIVE),
            sourced.facts(),
            sourced.readAt(),
            sourced.lacks());
    PreviewedFinding then = before.judge(active);
    PreviewedFinding now = after.judge(active);
    return new Judged(
        change(sourced, then, now),
        !now.unread().isEmpty(),
        now.unread().stream().filter(sourced.lacks()::contains).toList());
  }

  void add(Judged finding) {
    findings++;
    unread += finding.isUnread ? 1 : 0;
    finding.lacks.forEach(lack -> lacks.putIfAbsent(lack.what(), lack.reason()));
    finding.change.ifPresent(changes::add);
  }

  private Optional<Change> change(
      SourcedFinding sourced, PreviewedFinding then, PreviewedFinding now) {
    Finding finding = sourced.finding();
    Verdict before = Verdict.of(then, null);
    Verdict after = Verdict.of(now, null);
    int risk = Math.max(then.decision().risk().score(), now.decision().risk().score());
    Optional<Change> doubtful =
        before.archives() || after.archives()
            ? Optional.empty()
            : doubtful(sourced, then, now, risk);
    return doubtful.or(
        () ->
            kind(sourced, before, after)
                .map(kind -> Change.of(kind, finding, risk, before, after)));
  }

  private Optional<Change> doubtful(
      SourcedFinding sourced, PreviewedFinding then, PreviewedFinding now, int risk) {
    Finding finding = sourced.finding();
    Subject subject = new Subject(finding, sourced.facts(), sourced.readAt());
    Doubt before = new Doubt(oldRules, subject);
    Doubt after = new Doubt(newRules, subject);
    boolean isArchived = finding.status() == FindingStatus.ARCHIVED;
    Kind kind;
    if (!isArchived && after.mightArchiveMoreThan(before)) {
      kind = Kind.MIGHT_BE_ARCHIVED;
    } else if (before.mightArchiveMoreThan(after) && (!isArchived || isUnarchived(sourced))) {
      kind = Kind.MIGHT_NOT_BE_ARCHIVED;
    } else {
      return Optional.empty();
    }
    return Optional.of(
        Change.of(
            kind,
            finding,
            risk,
            Verdict.of(then, before.rule().orElse(null)),
            Verdict.of(now, after.rule().orElse(null))));
  }

  private Optional<Kind> kind(SourcedFinding sourced, Verdict then, Verdict now) {
    boolean isArchived = sourced.finding().status() == FindingStatus.ARCHIVED;
    if (then.archives() && now.archives()) {
      return Objects.equals(then.rule(), now.rule())
          ? Optional.empty()
          : Optional.of(Kind.OTHER_RULE);
    }
    if (then.archives()) {
      return isArchived && !isUnarchived(sourced)
          ? Optional.empty()
          : Optional.of(Kind.NO_LONGER_ARCHIVED);
    }
    if (isArchived) {
      // Not by the rules before: whoever it was, it stays.
      return Optional.empty();
    }
    if (now.archives()) {
      return Optional.of(Kind.NEWLY_ARCHIVED);
    }
    return then.equals(now) ? Optional.empty() : Optional.of(Kind.OTHER_ALERT);
  }

  private boolean isUnarchived(SourcedFinding sourced) {
    Finding finding = sourced.finding();
    return newRules.judge(new Subject(finding, sourced.facts(), sourced.readAt())).isUnarchived();
  }

  /** The changes of a kind, the riskiest first, public ones before others of the same risk. */
  List<Change> changes(Kind kind) {
    return changes.stream()
        .filter(change -> change.kind() == kind)
        .sorted(
            Comparator.comparing(Change::risk)
                .thenComparing(Change::isPublic)
                .reversed()
                .thenComparing(Change::resourceArn)
                .thenComparing(Change::findingId))
        .toList();
  }

  /** How many findings were looked at. */
  int findings() {
    return findings;
  }

  /** Of how many something was not read. */
  int unread() {
    return unread;
  }

  /** What of it the source does not tell of any finding, each with what to do. */
  Map<String, String> lacks() {
    return Collections.unmodifiableMap(lacks);
  }

  String oldVersion() {
    return oldRules.version();
  }

  String newVersion() {
    return newRules.version();
  }

  /** The ids of rules that only the others have. */
  List<String> added() {
    return ids(newRules).filter(id -> !has(oldRules, id)).toList();
  }

  List<String> removed() {
    return ids(oldRules).filter(id -> !has(newRules, id)).toList();
  }

  /** Those that both have and that may decide otherwise, also since a list or a factor changed. */
  List<String> changed() {
    return ids(newRules).filter(id -> has(oldRules, id) && !newRules.isSame(id, oldRules)).toList();
  }

  private static boolean has(RuleSet rules, String id) {
    return ids(rules).anyMatch(id::equals);
  }

  private static Stream<String> ids(RuleSet rules) {
    return Stream.concat(
        rules.outlines().stream().map(RuleOutline::id),
        rules.hasRiskThreshold() ? Stream.of(Decision.RISK_THRESHOLD) : Stream.empty());
  }
}
