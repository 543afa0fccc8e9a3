package io.accesstriage.prover;

import io.accesstriage.decision.Decision;
import io.accesstriage.finding.AwsNames;
import io.accesstriage.prover.Constraint.AtMost;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.TextIn;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When the rules of a file archive, with all that holds them back, as formulas. */
final class Archiving {
  /** A finding of another type is not archived. */
  static final List<String> TYPES =
      List.of(
          "ExternalAccess",
          "InternalAccess",
          "UnusedIAMRole",
          "UnusedIAMUserAccessKey",
          "UnusedIAMUserPassword",
          "UnusedPermission");

  private final RuleSet rules;
  private final Languages languages;
  private final Instant now;
  private final String origin;
  private final Unread unread;
  private final Map<Unread, Archiving> others = new EnumMap<>(Unread.class);
  private final Translator plain;
  private final Translator untagged;
  private final Translator unnamed;
  private final Formula notified;

  /**
   * @param now when it is: what is archived then and later is looked at
   */
  Archiving(RuleSet rules, Languages languages, Instant now) {
    this(rules, languages, now, "");
  }

  /**
   * @param now when it is: what is archived then and later is looked at
   * @param origin tells what the file says itself apart from what another one says; else empty
   */
  Archiving(RuleSet rules, Languages languages, Instant now, String origin) {
    this(rules, languages, now, origin, Unread.NOTHING);
  }

  private Archiving(RuleSet rules, Languages languages, Instant now, String origin, Unread unread) {
    this.origin = origin;
    this.unread = unread;
    this.rules = rules;
    this.languages = languages;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.plain = translator(unread::has);
    this.untagged = translator(Unread.TAGS_AND_ALIASES::has);
    this.unnamed = translator(Archiving::isOfPrincipal);
    this.notified =
        Formula.and(notifying().stream().map(rule -> plain.of(rule.when(), Mode.FALSE)).toList());
  }

  private static boolean isOfPrincipal(String name) {
    return name.startsWith(Variables.PRINCIPAL);
  }

  private RiskFormula risk() {
    return new RiskFormula(rules.riskSource(), rules.lists(), languages, origin);
  }

  private Translator translator(Predicate<String> unread) {
    return new Translator(rules.lists(), languages, risk(), unread, origin);
  }

  /** What these rules or the others read that is no part of a finding. */
  List<Unread> mayBeUnread(Archiving other) {
    return Unread.ofWhatIsRead(
        rules.readsTags() || other.rules.readsTags(), readsAccount() || other.readsAccount());
  }

  private boolean readsAccount() {
    return Stream.concat(
            rules.sources().stream().flatMap(rule -> rule.when().stream()),
            risk().clauses().stream())
        .anyMatch(clause -> Named.of(List.of(clause), Map.of()).readsAccount());
  }

  /** The same of findings of which this could not be read. */
  Archiving where(Unread missing) {
    return missing == unread
        ? this
        : others.computeIfAbsent(missing, one -> new Archiving(rules, languages, now, origin, one));
  }

  /** Makes formulas of conditions of the file, of findings of which everything was read. */
  Translator translator() {
    return plain;
  }

  List<RuleSource> notifying() {
    return rules.sources().stream().filter(rule -> !rule.archives()).toList();
  }

  /** The rules that archive, in the file's order, and the threshold last. */
  List<ArchivingRule> rules() {
    List<ArchivingRule> all = new ArrayList<>();
    rules.sources().stream().filter(RuleSource::archives).map(this::rule).forEach(all::add);
    if (rules.hasRiskThreshold()) {
      all.add(threshold());
    }
    return all;
  }

  /** One of them, by its id. */
  ArchivingRule rule(String id) {
    return rules.sources().stream()
        .filter(rule -> rule.archives() && rule.id().equals(id))
        .findFirst()
        .map(this::rule)
        .orElseGet(this::threshold);
  }

  private ArchivingRule rule(RuleSource rule) {
    return new ArchivingRule(
        rule.id(),
        rule.allowPublic(),
        rule.end(),
        rule.accept(),
        plain.of(rule.when(), Mode.TRUE),
        plain.of(rule.when(), Mode.NOT_TRUE),
        untagged.of(rule.when(), Mode.NOT_TRUE),
        unnamed.of(rule.when(), Mode.TRUE),
        Named.of(rule.when(), rules.lists()));
  }

  private ArchivingRule threshold() {
    RiskFormula risk = risk();
    Language known = languages.oneOf(AwsNames.RESOURCE_TYPES);
    Formula isKnown = only(new TextIn(Variables.RESOURCE_TYPE, known));
    Formula isUnknown = only(new TextIn(Variables.RESOURCE_TYPE, known.not()));
    return new ArchivingRule(
        Decision.RISK_THRESHOLD,
        false,
        null,
        rules.riskSource().accept(),
        Formula.and(isKnown, risk.isBelowThreshold(unread::has)),
        Formula.or(isUnknown, risk.isNotBelowThreshold(unread::has)),
        Formula.or(isUnknown, risk.isNotBelowThreshold(Unread.TAGS_AND_ALIASES::has)),
        Formula.and(isKnown, risk.isBelowThreshold(Archiving::isOfPrincipal)),
        Named.of(risk.clauses(), rules.lists()));
  }

  /** When a finding is archived by this rule, if it is not by another one before. */
  Formula archives(ArchivingRule rule) {
    return Formula.and(archivesUnlessNotified(rule), notified);
  }

  /** The same where no notify rule is looked at, or only this one. */
  Formula archivesUnlessNotified(ArchivingRule rule) {
    List<Formula> parts = new ArrayList<>();
    parts.add(rule.isTrue());
    parts.add(only(new TextIn(Variables.ERROR, languages.of(""))));
    parts.add(isOfKnownType());
    if (!rule.allowPublic()) {
      parts.add(only(new FlagIn(Variables.IS_PUBLIC, Truths.FALSE)));
      parts.add(only(new FlagIn(Variables.OPEN, Truths.FALSE)));
    }
    parts.add(fromNowOn());
    parts.add(isBefore(rule.end()));
    return Formula.and(parts);
  }

  /** When a finding that nothing else holds back is not archived by this rule. */
  Formula doesNotArchive(ArchivingRule rule) {
    List<Formula> any = new ArrayList<>();
    any.add(rule.isNotTrue());
    any.add(isNotBefore(rule.end()));
    if (!rule.allowPublic()) {
      any.add(only(new FlagIn(Variables.IS_PUBLIC, Truths.NOT_FALSE)));
      any.add(only(new FlagIn(Variables.OPEN, Truths.NOT_FALSE)));
    }
    return Formula.or(any);
  }

  /** When a finding that other rules archive is archived by none of these. */
  Formula archivesNothing() {
    List<Formula> any = new ArrayList<>();
    any.add(Formula.and(rules().stream().map(this::doesNotArchive).toList()));
    notifying().forEach(rule -> any.add(plain.of(rule.when(), Mode.NOT_FALSE)));
    return Formula.or(any);
  }

  Formula isOfKnownType() {
    return only(new TextIn(Variables.TYPE, languages.oneOf(TYPES)));
  }

  Formula fromNowOn() {
    return only(new AtMost(Differences.ZERO, Variables.NOW, -Times.nanos(now)));
  }

  private static Formula isBefore(@Nullable Instant end) {
    try {
      return end == null
          ? Formula.TRUE
          : only(new AtMost(Variables.NOW, Differences.ZERO, Times.nanos(end) - 1));
    } catch (ArithmeticException e) {
      return Formula.TRUE;
    }
  }

  private static Formula isNotBefore(@Nullable Instant end) {
    try {
      return end == null
          ? Formula.FALSE
          : only(new AtMost(Differences.ZERO, Variables.NOW, -Times.nanos(end)));
    } catch (ArithmeticException e) {
      // Later than any time that is looked at.
      return Formula.TRUE;
    }
  }

  private static Formula only(Constraint constraint) {
    return new Formula.Only(constraint);
  }
}
