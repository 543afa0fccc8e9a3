package io.accesstriage.rules;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Risk;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.text.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the rules say of one finding. */
public final class Judgement {
  private static final int MOST_NEAREST = 5;

  /** At how many parts of conditions to look only to tell which rules are nearest. */
  private static final int MOST_LOOKS = 200;

  private static final int MOST_CONDITIONS = 5;
  private static final int MOST_SAW = 4;
  private static final int MOST_APPLIED = 10;
  private static final int MOST_EXPIRED = 5;
  private static final int LONGEST_EXPRESSION = 300;

  /** From these scores on, the risk raises an alert's severity. */
  private static final int HIGH_RISK = 70;

  private static final int CRITICAL_RISK = 90;

  private final Scope scope;
  private final Scope withoutRisk;
  private final Subject subject;
  private final RiskModel model;
  private final RiskModel.Score score;
  private final List<Rule> rules;
  private final List<Notifying> notifying = new ArrayList<>();
  private final Map<String, Truth> archiving = new HashMap<>();
  private final List<String> guards;
  private final Truth archive;
  private final @Nullable Rule archiveRule;
  private final boolean archivedByRisk;
  private final boolean undetermined;

  /** A notify rule that applies, for sure or because it could not be checked. */
  private record Notifying(Rule rule, boolean certain, Severity severity) {}

  Judgement(List<Rule> rules, RiskModel model, Scope withoutRisk, Subject subject) {
    this.rules = rules;
    this.subject = subject;
    this.model = model;
    this.score = model.score(withoutRisk);
    this.withoutRisk = withoutRisk;
    this.scope = withoutRisk.withRisk(score.certain());
    boolean anyUndetermined = score.certain() == null;
    Truth best = Truth.FALSE;
    Rule first = null;
    for (Rule rule : rules) {
      Truth truth = rule.when().evaluate(scope);
      anyUndetermined |= truth == Truth.UNDETERMINED;
      switch (rule.effect()) {
        case NOTIFY -> {
          if (truth != Truth.FALSE) {
            notifying.add(notifying(rule, truth == Truth.TRUE));
          }
        }
        case ARCHIVE -> {
          Truth mayArchive =
              rule.isInForce(subject.now())
                  ? truth.and(rule.allowPublic() ? Truth.TRUE : isForSomeOnly())
                  : Truth.FALSE;
          first = first == null && mayArchive == Truth.TRUE ? rule : first;
          best = best.or(mayArchive);
          archiving.put(rule.id(), mayArchive);
        }
      }
    }
    Truth byRisk =
        subject.finding().family() == Family.UNKNOWN
            ? Truth.FALSE
            : model.archives(score, subject.finding().resource().type()).and(isForSomeOnly());
    archiving.put(Decision.RISK_THRESHOLD, byRisk);
    this.archive = best.or(byRisk);
    this.archiveRule = first;
    this.archivedByRisk = first == null && byRisk == Truth.TRUE;
    this.undetermined = anyUndetermined;
    this.guards = Guards.of(subject.finding());
    notifying.sort(
        Comparator.comparing(Notifying::severity).thenComparing(Notifying::certain).reversed());
  }

  /** What could not be checked is of medium severity at most. */
  private Notifying notifying(Rule rule, boolean certain) {
    Severity severity = rule.severity() == null ? severityWithoutRules() : rule.severity();
    return new Notifying(rule, certain, certain ? severity : severity.atMost(Severity.MEDIUM));
  }

  /** Whether a notify rule applies: true, or undetermined and so to be treated as true. */
  public Truth notifies() {
    return notifying.isEmpty()
        ? Truth.FALSE
        : notifying.stream().anyMatch(Notifying::certain) ? Truth.TRUE : Truth.UNDETERMINED;
  }

  /** Whether a rule or the risk threshold would archive the finding if no notify rule applied. */
  public Truth archives() {
    return archive;
  }

  /**
   * Whether this rule alone would archive the finding.
   *
   * @param rule the id of an archive rule, or "risk" for the threshold; others do not archive
   */
  public Truth archives(String rule) {
    return archiving.getOrDefault(rule, Truth.FALSE);
  }

  /** What about the finding itself forbids archiving it whatever the rules say, a sentence each. */
  public List<String> guards() {
    return guards;
  }

  /** Whether the rules, with all that guards the finding itself, archive it. */
  public boolean isArchived() {
    return notifies() == Truth.FALSE && archive == Truth.TRUE && guards.isEmpty();
  }

  /**
   * Whether it might be archived if all were read that could not be; also where it is archived for
   * sure.
   */
  public boolean mayBeArchived() {
    return notifies() != Truth.TRUE
        && archive != Truth.FALSE
        && !subject.finding().isError()
        && subject.finding().family() != Family.UNKNOWN;
  }

  /**
   * Whether it is certain that an archived finding should not be: whatever could not be read, the
   * error of a finding that was not analyzed, and what only an event tells leave a doubt.
   */
  public boolean isUnarchived() {
    return !subject.finding().isError()
        && !isReadFromEvent()
        && (notifies() == Truth.TRUE || archive == Truth.FALSE);
  }

  /**
   * Whether anything that the rules ask for could not be determined, or the finding not be read.
   */
  public boolean isUndetermined() {
    return undetermined || isReadFromEvent();
  }

  private boolean isReadFromEvent() {
    return subject.finding().readFrom() == ReadFrom.EVENT;
  }

  /** The id of the archive rule that applies first, or "risk"; nothing where none applies. */
  public Optional<String> archiveRule() {
    return archiveRule != null
        ? Optional.of(archiveRule.id())
        : archivedByRisk ? Optional.of(Decision.RISK_THRESHOLD) : Optional.empty();
  }

  /**
   * From when on {@link #archiveRule} does not archive it any more; nothing where it never ends.
   */
  public Optional<Instant> archiveRuleEnd() {
    return Optional.ofNullable(archiveRule).flatMap(Rule::end);
  }

  /** Why {@link #archiveRule} archives. */
  public String archiveReason() {
    return archiveRule != null
        ? archiveRule.reason()
        : "The risk score %d is below the rules file's threshold.".formatted(score.risk().score());
  }

  /** The tags that {@link #archiveRule} read, also by way of the risk score. */
  public Map<String, String> tagsUsed() {
    Map<String, String> used = new TreeMap<>();
    if (archiveRule != null) {
      used.putAll(archiveRule.when().tagsUsed(scope));
    }
    if (archivedByRisk || (archiveRule != null && archiveRule.when().reads(Vocabulary.RISK))) {
      used.putAll(model.tagsUsed(scope));
    }
    return used;
  }

  /** The id of the notify rule with the highest severity, one that is true before others. */
  public Optional<String> notifyRule() {
    return notifying.stream().map(n -> n.rule().id()).findFirst();
  }

  /** Why {@link #notifyRule} alerts. */
  public String notifyReason() {
    Notifying first = notifying.get(0);
    return first.certain()
        ? first.rule().reason()
        : "Rule %s could not be checked.".formatted(first.rule().id());
  }

  /** The severity of an alert about the finding. */
  public Severity severity() {
    return notifying.stream()
        .map(Notifying::severity)
        .reduce(severityWithoutRules(), Severity::atLeast);
  }

  private Severity severityWithoutRules() {
    Severity severity = defaultSeverity(subject.finding());
    int points = certainPoints();
    if (points >= CRITICAL_RISK) {
      return Severity.CRITICAL;
    }
    return points >= HIGH_RISK ? severity.atLeast(Severity.HIGH) : severity;
  }

  /** What could not be determined makes an alert no more urgent. */
  private int certainPoints() {
    return score.risk().factors().stream()
        .filter(Risk.Factor::certain)
        .mapToInt(Risk.Factor::points)
        .sum();
  }

  public Risk risk() {
    return score.risk();
  }

  /** The rule that archives, as an explanation. */
  public Explanation explainArchive() {
    return new Explanation(
        archiveRule == null ? List.of() : List.of(applied(archiveRule, true)),
        List.of(),
        0,
        List.of(),
        List.of());
  }

  /** Why the finding is not archived. */
  public Explanation explainNotify(List<String> guards, List<String> notes) {
    List<Explanation.Applied> applied = new ArrayList<>();
    notifying.stream()
        .limit(MOST_APPLIED)
        .forEach(n -> applied.add(applied(n.rule(), n.certain())));
    List<String> expired = new ArrayList<>();
    PriorityQueue<Candidate> near = new PriorityQueue<>(Candidate.NEAREST_FIRST);
    for (Rule rule : rules) {
      if (rule.effect() != Rule.Effect.ARCHIVE) {
        continue;
      }
      boolean applies = rule.when().evaluate(scope) == Truth.TRUE && !isKeptByGuard(rule);
      if (!rule.isInForce(subject.now())) {
        if (applies) {
          expired.add(
              "Rule %s would have archived it, but expired on %s."
                  .formatted(rule.id(), rule.expires()));
        }
      } else if (applies) {
        applied.add(applied(rule, true));
      } else {
        near.add(Candidate.of(rule, near.size(), scope));
      }
    }
    int more = near.size() - MOST_NEAREST;
    List<String> allNotes = new ArrayList<>(notes);
    expired.stream().limit(MOST_EXPIRED).forEach(allNotes::add);
    if (expired.size() > MOST_EXPIRED) {
      allNotes.add(
          "So would %d more rules that have expired.".formatted(expired.size() - MOST_EXPIRED));
    }
    return new Explanation(
        applied.stream().limit(MOST_APPLIED).toList(),
        nearest(near).stream().map(this::explain).toList(),
        Math.max(0, more),
        guards,
        allNotes);
  }

  /**
   * A rule that would archive exactly this finding, or nothing where none may be offered, or a rule
   * archives it already.
   */
  public Optional<String> offeredRule() {
    return notifying.isEmpty() && archive != Truth.TRUE
        ? OfferedRule.of(subject)
        : Optional.empty();
  }

  /**
   * Why no rule is offered that would archive exactly this finding, a sentence; nothing where one
   * is.
   */
  public Optional<String> whyNoRuleIsOffered() {
    if (!notifying.isEmpty()) {
      return Optional.of(
          "Notify rule %s applies, which no archive rule overrides."
              .formatted(notifying.get(0).rule().id()));
    }
    if (archive == Truth.TRUE) {
      return Optional.of("%s archives it already.".formatted(archiveRule().orElseThrow()));
    }
    return OfferedRule.whyNot(subject);
  }

  /** How every rule and every risk factor turned out. */
  public Checked checked() {
    return new Checked(
        rules.stream().map(this::checked).toList(),
        model.factors().stream()
            .map(
                factor ->
                    new Checked.OfFactor(
                        factor.id(),
                        factor.points(),
                        factor.when().evaluate(withoutRisk),
                        Checked.Part.of(factor.when(), withoutRisk)))
            .toList(),
        model.archiveBelow(),
        archives(Decision.RISK_THRESHOLD));
  }

  private Checked.OfRule checked(Rule rule) {
    boolean archives = rule.effect() == Rule.Effect.ARCHIVE;
    Truth condition = rule.when().evaluate(scope);
    return new Checked.OfRule(
        rule.id(),
        archives,
        rule.reason(),
        condition,
        archives ? archives(rule.id()) : condition,
        archives ? heldBack(rule) : null,
        Checked.Part.of(rule.when(), scope));
  }

  private @Nullable String heldBack(Rule rule) {
    if (!rule.isInForce(subject.now())) {
      return "It expired on %s.".formatted(rule.expires());
    }
    return isKeptByGuard(rule)
        ? "The %s, and the rule does not say allowPublic: true.".formatted(forAnyone())
        : null;
  }

  private Explanation.Applied applied(Rule rule, boolean certain) {
    return new Explanation.Applied(
        rule.id(),
        rule.effect() == Rule.Effect.NOTIFY ? "notify" : "archive",
        certain,
        rule.reason(),
        certain ? List.of() : rule.when().unread(scope).stream().limit(MOST_SAW).toList());
  }

  /**
   * An archive rule that does not apply, on the way to finding out how near it is.
   *
   * @param place among the others
   * @param seen how many of its first parts have been looked at
   * @param notTrue how many of those are not true
   */
  private record Candidate(Rule rule, int place, int seen, int notTrue) {
    static final Comparator<Candidate> NEAREST_FIRST =
        Comparator.comparingDouble(Candidate::leastDistance).thenComparingInt(Candidate::place);
    static final Comparator<Candidate> SURELY_NEAREST_FIRST =
        Comparator.comparingDouble(Candidate::mostDistance).thenComparingInt(Candidate::place);

    /** Looks no further than {@link Condition#evaluate} had to. */
    static Candidate of(Rule rule, int place, Scope scope) {
      Candidate candidate = new Candidate(rule, place, 0, 0);
      Truth truth = Truth.TRUE;
      while (!candidate.isWhole() && truth != Truth.FALSE) {
        truth = scope.of(candidate.parts().get(candidate.seen));
        candidate = candidate.with(truth);
      }
      return candidate;
    }

    Candidate next(Scope scope) {
      return with(scope.of(parts().get(seen)));
    }

    boolean isWhole() {
      return seen == parts().size();
    }

    /** The share of its parts that are not true, were those not looked at yet all true. */
    private double leastDistance() {
      return (double) notTrue / parts().size();
    }

    private double mostDistance() {
      return (double) (notTrue + parts().size() - seen) / parts().size();
    }

    private Candidate with(Truth truth) {
      return new Candidate(rule, place, seen + 1, notTrue + (truth == Truth.TRUE ? 0 : 1));
    }

    private List<Condition.Part> parts() {
      return rule.when().parts();
    }
  }

  /**
   * The rules that least is missing of. Of a large file not everything is looked at for that: an
   * explanation must not cost more than the decision.
   */
  private List<Rule> nearest(PriorityQueue<Candidate> near) {
    List<Rule> nearest = new ArrayList<>();
    for (int looks = 0; looks < MOST_LOOKS && nearest.size() < MOST_NEAREST && !near.isEmpty(); ) {
      Candidate candidate = near.remove();
      if (candidate.isWhole()) {
        nearest.add(candidate.rule());
      } else {
        near.add(candidate.next(scope));
        looks++;
      }
    }
    near.stream()
        .sorted(Candidate.SURELY_NEAREST_FIRST)
        .limit(MOST_NEAREST - nearest.size())
        .forEach(candidate -> nearest.add(candidate.rule()));
    return nearest;
  }

  /** Whether the guard against access of anyone holds it back although its condition is true. */
  private boolean isKeptByGuard(Rule rule) {
    return !rule.allowPublic() && isForSomeOnly() != Truth.TRUE;
  }

  private Explanation.Near explain(Rule rule) {
    List<Explanation.Condition> failed = new ArrayList<>();
    List<Condition.Part> parts = rule.when().parts();
    for (int i = 0; i < parts.size() && failed.size() < MOST_CONDITIONS; i++) {
      Truth truth = scope.of(parts.get(i));
      if (truth != Truth.TRUE) {
        failed.add(
            new Explanation.Condition(
                SafeText.line(parts.get(i).text(), LONGEST_EXPRESSION),
                truth == Truth.FALSE,
                parts.get(i).saw(scope).stream().limit(MOST_SAW).toList()));
      }
    }
    if (failed.isEmpty() && isKeptByGuard(rule)) {
      failed.add(
          new Explanation.Condition("allowPublic: true", true, List.of("the " + forAnyone())));
    }
    return new Explanation.Near(rule.id(), rule.reason(), parts.size(), failed);
  }

  /** What calls for allowPublic, for a reader. */
  private String forAnyone() {
    return isNotPublic() != Truth.TRUE
        ? "finding is, or may be, public"
        : "access is, or may be, open, as its conditions limit nobody";
  }

  /** Whether the finding is not public, and the access not open either. */
  private Truth isForSomeOnly() {
    Boolean isOpen = OpenAccess.isOpen(subject.finding());
    return isNotPublic().and(isOpen == null ? Truth.UNDETERMINED : Truth.of(!isOpen));
  }

  private Truth isNotPublic() {
    Boolean isPublic = subject.finding().isPublic();
    if (isPublic == null) {
      return subject.finding().mayBePublic() ? Truth.UNDETERMINED : Truth.TRUE;
    }
    return Truth.of(!isPublic);
  }

  private static Severity defaultSeverity(Finding finding) {
    if (finding.isError()) {
      return Severity.MEDIUM;
    }
    if (finding.mayBePublic() && finding.family() == Family.EXTERNAL) {
      return Severity.HIGH;
    }
    return finding.family() == Family.UNUSED ? Severity.LOW : Severity.MEDIUM;
  }
}
