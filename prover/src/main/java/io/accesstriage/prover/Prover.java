package io.accesstriage.prover;

import io.accesstriage.prover.Finder.Found;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.PropertySource;
import io.accesstriage.rules.QuestionId;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleSource;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the rules of a file may ever archive, from now on. What it proves is so of every
 * finding; what it refutes has an example that the rules engine archives. Not thread-safe.
 */
public final class Prover {
  private final RuleSet rules;
  private final Instant now;
  private final Archiving archiving;
  private final List<ArchivingRule> all;
  private final Finder finder;
  private final Overlaps overlaps;
  private final BuiltInQuestions questions;

  /**
   * @param hasReadableTags whether the tags of a type of resource are read
   * @param now when it is: what is archived then and later is looked at
   */
  public Prover(RuleSet rules, Predicate<String> hasReadableTags, Instant now) {
    Languages languages = new Languages();
    this.rules = rules;
    this.now = now;
    this.archiving = new Archiving(rules, languages, now);
    this.all = archiving.rules();
    Formula world = World.formula(archiving.translator(), languages);
    LeveledActions actions = new LeveledActions(languages);
    this.finder = new Finder(languages, world, actions, hasReadableTags, now);
    this.overlaps = new Overlaps(rules, archiving, finder);
    this.questions = new BuiltInQuestions(rules, languages, actions);
  }

  /** Whether an id is that of a question that is asked about every rule, and not a property's. */
  public static boolean isBuiltIn(String question) {
    return QuestionId.ALL.contains(question);
  }

  /**
   * The answers to all questions: about the rules that archive, in the file's order, then the
   * threshold, then whether notify rules ever apply.
   */
  public List<Answer> answers() {
    return answers(rules.properties());
  }

  /** The same without the file's own properties. */
  public List<Answer> builtIn() {
    return answers(List.of());
  }

  /** Bounds the time of all that is asked from now on; what it does not suffice for is unknown. */
  public Prover within(Duration most) {
    finder.limit(most);
    return this;
  }

  /**
   * Something that a rule archives and that is none of these; nothing where there is none, or none
   * was found.
   *
   * @param arns of resources
   * @param principals their values
   */
  public Optional<Example> beyond(String rule, Set<String> arns, Set<String> principals) {
    Formula isOther =
        Formula.or(
            questions.isNoneOf(Variables.RESOURCE_ARN, arns),
            questions.isNoneOf(Variables.PRINCIPAL_VALUE, principals));
    return all.stream()
        .filter(one -> one.id().equals(rule))
        .findFirst()
        .map(
            one ->
                finder
                    .look(
                        Formula.and(isOther, archiving.archives(one)),
                        subject -> isArchived(one, subject))
                    .example());
  }

  private List<Answer> answers(List<PropertySource> properties) {
    List<List<Answer>> byRule = new ArrayList<>();
    for (ArchivingRule rule : all) {
      byRule.add(widths(rule));
    }
    List<ArchivingRule> living = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!isDead(byRule.get(i))) {
        living.add(all.get(i));
      }
    }
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      // Only now there are examples of all rules.
      ArchivingRule rule = all.get(i);
      answers.addAll(byRule.get(i));
      answers.addAll(
          !isDead(byRule.get(i))
              ? overlaps.of(rule, living)
              : List.of(nothing(QuestionId.SHADOWED, rule), nothing(QuestionId.SAME, rule)));
      properties.forEach(property -> answers.add(answer(property, rule)));
    }
    archiving.notifying().forEach(rule -> answers.add(dead(rule)));
    return answers;
  }

  /** The answers about the file's own properties only. */
  public List<Answer> properties() {
    List<Answer> answers = new ArrayList<>();
    for (ArchivingRule rule : all) {
      rules.properties().forEach(property -> answers.add(answer(property, rule)));
    }
    return answers;
  }

  /** What a rule archives, and whether it archives anything. */
  private List<Answer> widths(ArchivingRule rule) {
    Answer dead = dead(rule);
    boolean isDead = dead.verdict() == Verdict.REFUTED;
    List<Answer> answers = new ArrayList<>();
    for (Question question : questions.of(rule)) {
      answers.add(isDead ? nothing(question.id(), rule) : answer(question, rule));
    }
    answers.add(dead);
    return answers;
  }

  private static boolean isDead(List<Answer> widths) {
    return widths.stream()
        .anyMatch(a -> a.question().equals(QuestionId.DEAD) && a.verdict() == Verdict.REFUTED);
  }

  private static Answer nothing(String question, ArchivingRule rule) {
    return Answer.of(question, rule, Verdict.PROVED, "It archives nothing.");
  }

  private Answer answer(PropertySource property, ArchivingRule rule) {
    Named named = Named.of(property.when(), rules.lists());
    Found found =
        finder.lookAlsoWhereUnread(
            Unread.ofWhatIsRead(named.readsTags(), named.readsAccount()),
            unread -> {
              Archiving here = archiving.where(unread);
              return Formula.and(
                  here.translator().of(property.when(), Mode.NOT_TRUE),
                  here.archives(here.rule(rule.id())));
            },
            subject ->
                isArchived(rule, subject) && rules.satisfies(property.id(), subject) != Truth.TRUE);
    if (found.isNone()) {
      String proved = "It is true of all that the rule archives.";
      return Answer.of(property.id(), rule, Verdict.PROVED, proved);
    }
    String because = property.reason().isEmpty() ? "" : " " + property.reason();
    return found.example() == null
        ? undecided(property.id(), rule, found.doubt())
        : refuted(
            property.id(),
            rule,
            found.example(),
            "The rule archives findings of which it is not true." + because);
  }

  private Answer refuted(String question, ArchivingRule rule, Example example, String why) {
    overlaps.add(rule.id(), example);
    return Answer.of(question, rule, Verdict.REFUTED, why).refutedBy(example);
  }

  private Answer answer(Question question, ArchivingRule rule) {
    String doubt = "";
    Formula archives = archiving.archives(rule);
    for (Supplier<Formula> formula : question.formulas()) {
      Found found =
          finder.look(
              () -> Formula.and(formula.get(), archives),
              subject -> isArchived(rule, subject) && question.isSuch().test(subject));
      if (found.example() != null) {
        return refuted(
            question.id(),
            rule,
            found.example(),
            question.refuted().apply(found.example().subject()));
      }
      doubt = found.doubt();
    }
    return doubt.isEmpty()
        ? Answer.of(question.id(), rule, Verdict.PROVED, question.proved())
        : undecided(question.id(), rule, doubt);
  }

  private static Answer undecided(String question, ArchivingRule rule, String doubt) {
    return Answer.of(question, rule, Verdict.UNKNOWN, "Not decided: %s.".formatted(doubt));
  }

  private boolean isArchived(ArchivingRule rule, Subject subject) {
    Judgement judgement = rules.judge(subject);
    return judgement.isArchived() && judgement.archives(rule.id()) == Truth.TRUE;
  }

  private Answer dead(ArchivingRule rule) {
    if (rule.end() != null && !now.isBefore(rule.end())) {
      return dead(rule, null, "It has expired.");
    }
    Found found = finder.look(archiving.archives(rule), subject -> isArchived(rule, subject));
    if (found.example() != null) {
      overlaps.add(rule.id(), found.example());
      return Answer.of(QuestionId.DEAD, rule, Verdict.PROVED, "It archives some findings.");
    }
    return found.isNone() ? whyDead(rule) : undecided(QuestionId.DEAD, rule, found.doubt());
  }

  private static Answer dead(ArchivingRule rule, @Nullable String other, String why) {
    return Answer.of(QuestionId.DEAD, rule, Verdict.REFUTED, why).becauseOf(other);
  }

  private Answer whyDead(ArchivingRule rule) {
    if (isNever(Formula.and(rule.isTrue(), archiving.fromNowOn()))) {
      return dead(rule, null, "No finding makes its condition true.");
    }
    Formula unlessNotified = archiving.archivesUnlessNotified(rule);
    if (isNever(unlessNotified)) {
      return dead(
          rule,
          null,
          rule.allowPublic()
              ? "A guard holds back whatever makes its condition true."
              : "It does not say allowPublic, and only what is public or open makes its condition"
                  + " true.");
    }
    for (RuleSource notifying : archiving.notifying()) {
      Formula isSilent = archiving.translator().of(notifying.when(), Mode.FALSE);
      if (isNever(Formula.and(unlessNotified, isSilent))) {
        return dead(
            rule,
            notifying.id(),
            "Notify rule %s alerts whatever makes its condition true.".formatted(notifying.id()));
      }
    }
    return dead(rule, null, "Notify rules alert whatever makes its condition true.");
  }

  private boolean isNever(Formula formula) {
    return finder.look(formula, subject -> false).isNone();
  }

  /** Whether a notify rule ever applies. */
  private Answer dead(RuleSource rule) {
    Found found =
        finder.look(
            Formula.and(
                archiving.translator().of(rule.when(), Mode.TRUE),
                archiving.isOfKnownType(),
                archiving.fromNowOn()),
            subject -> rules.judge(subject).notifies(rule.id()) == Truth.TRUE);
    Verdict verdict =
        found.example() != null
            ? Verdict.PROVED
            : found.isNone() ? Verdict.REFUTED : Verdict.UNKNOWN;
    String why =
        switch (verdict) {
          case PROVED -> "It alerts some findings.";
          case REFUTED -> "No finding of a known type that was read makes its condition true.";
          case UNKNOWN -> "Not decided: %s.".formatted(found.doubt());
        };
    return new Answer(QuestionId.DEAD, rule.id(), verdict, null, null, why, null);
  }
}
