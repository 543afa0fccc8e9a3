package io.accesstriage.prover;

import io.accesstriage.prover.Finder.Found;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RuleSource;
import io.accesstriage.rules.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the rules of a file ever archive what those of another one do not. Not thread-safe. */
public final class RulesComparison {
  /** Tells what two files say, each itself, apart. */
  private static final String OTHERS = "other";

  private final RuleSet rules;
  private final RuleSet others;
  private final Archiving archiving;
  private final Archiving archivingOfOthers;
  private final Finder finder;

  /**
   * @param hasReadableTags whether the tags of a type of resource are read
   * @param now when it is: what is archived then and later is looked at
   * @param most how long it may take; what it does not suffice for is unknown
   */
  public RulesComparison(
      RuleSet rules,
      RuleSet others,
      Predicate<String> hasReadableTags,
      Instant now,
      Duration most) {
    Languages languages = new Languages();
    this.rules = rules;
    this.others = others;
    this.archiving = new Archiving(rules, languages, now);
    this.archivingOfOthers =
        new Archiving(others, languages, now, rules.saysTheSame(others) ? "" : OTHERS);
    Formula world = World.formula(archiving.translator(), languages);
    this.finder = new Finder(languages, world, new LeveledActions(languages), hasReadableTags, now);
    finder.limit(most);
  }

  /**
   * What the rules archive and the others do not.
   *
   * @param verdict proved: nothing
   * @param rule that archives the example, or of which it is not known
   * @param example a smallest one of the rules' examples
   * @param doubt why it is not known; empty where it is
   */
  public record More(
      Verdict verdict, @Nullable String rule, @Nullable Example example, String doubt) {}

  /** Looks at every rule that the others do not have in the same words. */
  public More more() {
    Map<Unread, Formula> left = new EnumMap<>(Unread.class);
    Optional<More> best = Optional.empty();
    More unknown = new More(Verdict.PROVED, null, null, "");
    for (ArchivingRule rule : archiving.rules()) {
      if (isThereToo(rule)) {
        continue;
      }
      Found found =
          finder.lookAlsoWhereUnread(
              archiving.mayBeUnread(archivingOfOthers),
              unread -> {
                Archiving here = archiving.where(unread);
                return Formula.and(
                    here.archives(here.rule(rule.id())),
                    left.computeIfAbsent(
                        unread, one -> archivingOfOthers.where(one).archivesNothing()));
              },
              this::isMore);
      if (found.example() != null) {
        More more = new More(Verdict.REFUTED, rule.id(), found.example(), "");
        best = Stream.concat(best.stream(), Stream.of(more)).min(Comparator.comparing(this::size));
      } else if (!found.isNone() && unknown.verdict() == Verdict.PROVED) {
        unknown = new More(Verdict.UNKNOWN, rule.id(), null, found.doubt());
      }
    }
    return best.orElse(unknown);
  }

  private int size(More more) {
    Example example = more.example();
    return example == null
        ? Integer.MAX_VALUE
        : example.event().toString().length() + example.account().length();
  }

  private boolean isMore(Subject subject) {
    return rules.judge(subject).isArchived() && !others.judge(subject).isArchived();
  }

  /** Whether the others archive by the same rule and alert no more. */
  private boolean isThereToo(ArchivingRule rule) {
    return rules.isSame(rule.id(), others)
        && archivingOfOthers.rules().stream().anyMatch(other -> other.id().equals(rule.id()))
        && archivingOfOthers.notifying().stream()
            .map(RuleSource::id)
            .allMatch(id -> rules.notifyRules().contains(id) && rules.isSame(id, others));
  }
}
