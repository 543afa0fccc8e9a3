package io.accesstriage.rules;

import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Risk;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.ConfusedDeputy;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.ReadFrom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the rules say of one finding. */
public final class Judgement {
  /** From these scores on, the risk raises an alert's severity. */
  private static final int HIGH_RISK = 70;

  private static final int CRITICAL_RISK = 90;

  private final Scope scope;
  private final Scope withoutRisk;
  private final Subject subject;
  private final AccountNames accounts;
  private final RiskModel model;
  private final RiskModel.Score score;
  private final List<Rule> rules;

  /** The conditions of all other rules are false. */
  private final List<RuleIndex.Evaluation> evaluated;

  private final List<Notifying> notifying = new ArrayList<>();
  private final Map<String, Truth> archiving = new HashMap<>();
  private final List<String> guards;
  private final Truth archive;
  private final @Nullable Rule archiveRule;
  private final boolean archivedByRisk;
  private final boolean undetermined;
  private final AnyoneGuard anyone;
  private final Explanations explanations;

  /** A notify rule that applies, for sure or because it could not be checked. */
  private record Notifying(Rule rule, boolean certain, Severity severity) {}

  Judgement(
      RuleIndex index, RiskModel model, Scope withoutRisk, Subject subject, AccountNames accounts) {
    this.accounts = accounts;
    this.rules = index.rules();
    this.subject = subject;
    this.model = model;
    this.score = model.score(withoutRisk);
    this.withoutRisk = withoutRisk;
    this.scope = withoutRisk.withRisk(score.certain());
    this.anyone = AnyoneGuard.of(subject.finding());
    boolean anyUndetermined = score.certain() == null;
    Truth best = Truth.FALSE;
    Rule first = null;
    this.evaluated = index.evaluate(scope);
    for (RuleIndex.Evaluation one : evaluated) {
      Rule rule = one.rule();
      Truth truth = one.truth();
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
                  ? truth.and(rule.allowPublic() ? Truth.TRUE : anyone.isForSomeOnly())
                  : Truth.FALSE;
          first = first == null && mayArchive == Truth.TRUE ? rule : first;
          best = best.or(mayArchive);
          if (mayArchive != Truth.FALSE) {
            archiving.put(rule.id(), mayArchive);
          }
        }
      }
    }
    Truth byRisk =
        subject.finding().family() == Family.UNKNOWN
            ? Truth.FALSE
            : model
                .archives(score, subject.finding().resource().type())
                .and(anyone.isForSomeOnly());
    archiving.put(Decision.RISK_THRESHOLD, byRisk);
    this.archive = best.or(byRisk);
    this.archiveRule = first;
    this.archivedByRisk = first == null && byRisk == Truth.TRUE;
    this.undetermined = anyUndetermined;
    this.guards = Guards.of(subject.finding());
    this.explanations = new Explanations(index, evaluated, scope, subject.now(), anyone);
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

  /** Whether this rule asks for an alert; false for what is no notify rule. */
  public Truth notifies(String rule) {
    for (Notifying one : notifying) {
      if (one.rule().id().equals(rule)) {
        return one.certain() ? Truth.TRUE : Truth.UNDETERMINED;
      }
    }
    return Truth.FALSE;
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

  /** Whether a rule takes part in the decision: its condition, and nothing holds it back. */
  Truth applies(Rule rule) {
    return rule.effect() == Rule.Effect.ARCHIVE ? archives(rule.id()) : rule.when().evaluate(scope);
  }

  /** The parts of a rule's condition that could not be determined. */
  List<Condition.Part> open(Rule rule) {
    return rule.when().parts().stream()
        .filter(part -> scope.of(part) == Truth.UNDETERMINED)
        .toList();
  }

  /** Whether it could not be determined that a rule may archive what anyone may have access to. */
  boolean isOpenToAnyone(Rule rule) {
    return rule.effect() == Rule.Effect.ARCHIVE
        && !rule.allowPublic()
        && anyone.isForSomeOnly() == Truth.UNDETERMINED;
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

  /**
   * What rules in force, the guard against access of anyone and risk factors asked for in vain,
   * each once; nothing of what decided without it.
   */
  public List<UnreadFact> unread() {
    Set<String> lacking = new LinkedHashSet<>();
    for (RuleIndex.Evaluation one : evaluated) {
      Rule rule = one.rule();
      if (one.truth() == Truth.FALSE || !rule.isInForce(subject.now())) {
        continue;
      }
      lacking.addAll(rule.when().lacking(scope));
      if (rule.effect() == Rule.Effect.ARCHIVE && !rule.allowPublic()) {
        lacking.addAll(anyone.lacking(subject.finding()));
      }
    }
    model.factors().forEach(factor -> lacking.addAll(factor.when().lacking(withoutRisk)));
    return lacking.stream().flatMap(name -> scope.unreadFact(name).stream()).toList();
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

  /**
   * Until when rules archive the finding, by the one of them that is in force longest, the first of
   * several; nothing where none archives it for sure.
   */
  public Optional<ArchiveEnd> archiveEnd() {
    if (archiving.get(Decision.RISK_THRESHOLD) == Truth.TRUE) {
      return Optional.of(new ArchiveEnd(Decision.RISK_THRESHOLD, "", null));
    }
    return evaluated.stream()
        .map(RuleIndex.Evaluation::rule)
        .filter(rule -> archives(rule.id()) == Truth.TRUE)
        .max(Comparator.comparing(rule -> rule.end().orElse(Instant.MAX)))
        .map(rule -> new ArchiveEnd(rule.id(), rule.owner(), rule.expires()));
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

  /**
   * The id of the notify rule with the highest severity, one that is true before others. Of what
   * Access Analyzer could not analyze hardly a rule can be checked, so that says nothing of any.
   */
  public Optional<String> notifyRule() {
    return firstNotifying().map(n -> n.rule().id());
  }

  private Optional<Notifying> firstNotifying() {
    return notifying.stream().filter(n -> n.certain() || !subject.finding().isError()).findFirst();
  }

  /** Why {@link #notifyRule} alerts. */
  public String notifyReason() {
    Notifying first = firstNotifying().orElseThrow();
    return first.certain()
        ? first.rule().reason()
        : "Rule %s could not be checked.".formatted(first.rule().id());
  }

  /**
   * Whose the principal's account is, or the one to which a condition limits anyone: by the rules
   * file or as a well-known vendor's; nothing where neither names it, or the finding does not tell
   * the account.
   */
  public Optional<String> principalAccountName() {
    return Optional.ofNullable(subject.finding().principal())
        .map(Principal::account)
        .filter(account -> !account.isEmpty())
        .or(() -> OpenAccess.limitedToAccount(subject.finding()))
        .map(accounts::of)
        .filter(name -> !name.isEmpty());
  }

  /** The severity of an alert about the finding. */
  public Severity severity() {
    Severity severity = severityWithoutRules();
    for (Notifying one : notifying) {
      severity = severity.atLeast(one.severity());
    }
    return severity;
  }

  private Severity severityWithoutRules() {
    Severity severity = defaultSeverity(subject.finding());
    int points = score.risk().certainScore();
    if (points >= CRITICAL_RISK) {
      return Severity.CRITICAL;
    }
    return points >= HIGH_RISK ? severity.atLeast(Severity.HIGH) : severity;
  }

  public Risk risk() {
    return score.risk();
  }

  /** The rule that archives, as an explanation. */
  public Explanation explainArchive() {
    return new Explanation(
        archiveRule == null ? List.of() : List.of(explanations.applied(archiveRule, true)),
        List.of(),
        0,
        List.of(),
        List.of());
  }

  /** Why the finding is not archived. */
  public Explanation explainNotify(List<String> guards, List<String> notes) {
    return explanations.ofNotify(
        notifying.stream()
            .limit(Explanations.MOST_APPLIED)
            .map(n -> explanations.applied(n.rule(), n.certain()))
            .toList(),
        guards,
        notes);
  }

  /** What is missing of a rule, however far it is; nothing where nothing is, or it is no rule. */
  public Optional<Explanation.Near> missing(String rule) {
    return rules.stream()
        .filter(r -> r.id().equals(rule))
        .map(explanations::near)
        .filter(near -> !near.failed().isEmpty())
        .findFirst();
  }

  /** A rule that would archive exactly this finding, or why none is suggested. */
  public SuggestedRule suggestedRule() {
    if (firstNotifying().isPresent()) {
      Notifying first = firstNotifying().get();
      return SuggestedRule.none(
          (first.certain()
                  ? "Notify rule %s applies, which no archive rule overrides."
                  : "Notify rule %s could not be checked, and no archive rule overrides it.")
              .formatted(first.rule().id()));
    }
    if (archive == Truth.TRUE) {
      return SuggestedRule.none(
          archiveRule == null
              ? "The risk threshold archives it already."
              : "Rule %s archives it already.".formatted(archiveRule.id()));
    }
    if (principalAccountName().isPresent() && ConfusedDeputy.isPossible(subject.finding())) {
      return SuggestedRule.none(
          "The role's trust policy asks that account for no sts:ExternalId: require one first.");
    }
    return SuggestedRule.of(subject);
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
        applies(rule),
        archives ? explanations.heldBack(rule) : null,
        Checked.Part.of(rule.when(), scope));
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
