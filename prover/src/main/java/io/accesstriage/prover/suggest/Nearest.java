package io.accesstriage.prover.suggest;

import io.accesstriage.decision.Explanation;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.prover.suggest.Suggestion.Left;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The findings that rules leave by the least: of those that have most in common with what a rule
 * archives, the one of which the fewest parts of its condition are not true.
 */
final class Nearest {
  /** So many are looked at closely. */
  private static final int MOST = 12;

  private final RuleSet rules;
  private final List<Subject> seen;

  /**
   * @param rules the suggested ones
   */
  Nearest(RuleSet rules, List<Subject> seen) {
    this.rules = rules;
    this.seen =
        seen.stream()
            .filter(s -> !s.finding().isError() && s.finding().readFrom() == ReadFrom.API)
            .toList();
  }

  Optional<Left> leftBy(String rule, Shape shape) {
    Seen one = shape.group().get(0);
    Set<String> resources = shape.all(Seen::resource);
    Set<String> accounts = shape.all(Seen::resourceAccount);
    Set<String> principals = shape.all(Seen::principal);
    record Scored(Subject subject, int score) {}
    return seen.stream()
        .filter(s -> s.finding().family() == one.subject().finding().family())
        .map(s -> new Scored(s, score(s.finding(), one, resources, accounts, principals)))
        .sorted(Comparator.comparingInt(scored -> -scored.score()))
        .map(Scored::subject)
        .filter(s -> rules.judge(s).archives(rule) != Truth.TRUE)
        .limit(MOST)
        .map(s -> new Left(s, missing(rule, s)))
        .min(Comparator.comparingInt(left -> left.missing().size()));
  }

  private List<Explanation.Condition> missing(String rule, Subject subject) {
    return rules.judge(subject).missing(rule).map(Explanation.Near::failed).orElse(List.of());
  }

  private static int score(
      Finding finding,
      Seen one,
      Set<String> resources,
      Set<String> accounts,
      Set<String> principals) {
    Principal principal = finding.principal();
    Access access = finding.access();
    int score = 0;
    score += finding.type().name().equals(one.type()) ? 4 : 0;
    score += finding.resource().type().equals(one.resourceType()) ? 4 : 0;
    score += contains(accounts, finding.resource().account()) ? 2 : 0;
    score += resources.contains(finding.resource().arn()) ? 2 : 0;
    if (principal != null) {
      score += principal.kind().label().equals(one.kind()) ? 1 : 0;
      score +=
          principals.contains(
                  one.isWholeAccount() ? String.valueOf(principal.account()) : principal.value())
              ? 3
              : 0;
      score += Objects.equals(principal.account(), one.principalAccount()) ? 1 : 0;
    }
    score += access != null && one.actions().equals(access.actions()) ? 2 : 0;
    return score;
  }

  private static boolean contains(Set<String> set, @Nullable String value) {
    return value != null && set.contains(value);
  }
}
