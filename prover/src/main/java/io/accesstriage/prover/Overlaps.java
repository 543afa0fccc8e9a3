package io.accesstriage.prover;

import io.accesstriage.prover.Finder.Found;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.QuestionId;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether rules archive what others archive, too. Rules that do not archive each other's examples
 * need no proof, which is nearly all of them.
 */
final class Overlaps {
  private final RuleSet rules;
  private final Archiving archiving;
  private final Finder finder;

  /** What is known of each rule's examples: which rules archive them. */
  private final Map<String, List<Judgement>> examples = new HashMap<>();

  Overlaps(RuleSet rules, Archiving archiving, Finder finder) {
    this.rules = rules;
    this.archiving = archiving;
    this.finder = finder;
  }

  /** Takes note of what a rule archives. */
  void add(String rule, Example example) {
    examples.computeIfAbsent(rule, id -> new ArrayList<>()).add(rules.judge(example.subject()));
  }

  /**
   * The answers about a rule that archives something, or may do so: whether one before it archives
   * all of it, and whether another one archives the same.
   *
   * @param all the rules that archive, in the file's order
   */
  List<Answer> of(ArchivingRule rule, List<ArchivingRule> all) {
    Answer shadowed =
        Answer.of(
            QuestionId.SHADOWED,
            rule,
            Verdict.PROVED,
            "No rule before it archives all that it archives.");
    Answer same =
        Answer.of(QuestionId.SAME, rule, Verdict.PROVED, "No other rule archives the same.");
    boolean isBefore = true;
    for (ArchivingRule other : all) {
      if (other.id().equals(rule.id())) {
        isBefore = false;
        continue;
      }
      boolean isWanted =
          (isBefore && shadowed.verdict() != Verdict.REFUTED)
              || (same.verdict() != Verdict.REFUTED && archivesExamplesOf(other, rule));
      if (!isWanted || !archivesExamplesOf(rule, other)) {
        continue;
      }
      Found more = found(rule, other);
      if (more.example() != null) {
        continue;
      }
      if (isBefore && shadowed.verdict() != Verdict.REFUTED) {
        shadowed = shadowed(rule, other, more);
      }
      if (same.verdict() != Verdict.REFUTED && archivesExamplesOf(other, rule)) {
        Found less = found(other, rule);
        if (less.example() == null) {
          same = same(rule, other, more, less);
        }
      }
    }
    return List.of(shadowed, same);
  }

  /** What a rule archives and the other does not. */
  private Found found(ArchivingRule rule, ArchivingRule other) {
    Found found =
        finder.lookAlsoWhereUnread(
            archiving.mayBeUnread(archiving),
            unread -> {
              Archiving here = archiving.where(unread);
              return Formula.and(
                  here.archives(here.rule(rule.id())), here.doesNotArchive(here.rule(other.id())));
            },
            subject -> isMore(subject, rule, other));
    if (found.example() != null) {
      add(rule.id(), found.example());
    }
    return found;
  }

  private static Answer shadowed(ArchivingRule rule, ArchivingRule other, Found more) {
    return more.isNone()
        ? Answer.of(
                QuestionId.SHADOWED,
                rule,
                Verdict.REFUTED,
                "Rule %s comes first and archives all that it archives.".formatted(other.id()))
            .becauseOf(other.id())
        : undecided(QuestionId.SHADOWED, rule, other, more);
  }

  private static Answer same(ArchivingRule rule, ArchivingRule other, Found more, Found less) {
    return more.isNone() && less.isNone()
        ? Answer.of(
                QuestionId.SAME,
                rule,
                Verdict.REFUTED,
                "Rule %s archives the same.".formatted(other.id()))
            .becauseOf(other.id())
        : undecided(QuestionId.SAME, rule, other, more.isNone() ? less : more);
  }

  private static Answer undecided(
      String question, ArchivingRule rule, ArchivingRule other, Found found) {
    return Answer.of(
            question,
            rule,
            Verdict.UNKNOWN,
            "Not decided against rule %s: %s.".formatted(other.id(), found.doubt()))
        .becauseOf(other.id());
  }

  private boolean isMore(Subject subject, ArchivingRule rule, ArchivingRule other) {
    Judgement judgement = rules.judge(subject);
    return judgement.isArchived()
        && judgement.archives(rule.id()) == Truth.TRUE
        && judgement.archives(other.id()) != Truth.TRUE;
  }

  /** Whether the other rule archives all examples that are known of the first. */
  private boolean archivesExamplesOf(ArchivingRule rule, ArchivingRule other) {
    return examples.getOrDefault(rule.id(), List.of()).stream()
        .allMatch(example -> example.archives(other.id()) == Truth.TRUE);
  }
}
