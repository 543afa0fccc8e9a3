package io.accesstriage.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The archive rules that came nearest to archiving a finding. Of a large file not everything is
 * looked at for that: an explanation must not cost more than the decision.
 */
final class NearestRules {
  private static final int MOST_NEAREST = 5;

  /** At how many parts of conditions to look only to tell which rules are nearest. */
  private static final int MOST_LOOKS = 200;

  private final Scope scope;
  private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(Candidate.NEAREST_FIRST);

  NearestRules(Scope scope) {
    this.scope = scope;
  }

  /** Adds an archive rule that does not apply. */
  void add(Rule rule) {
    candidates.add(Candidate.of(rule, candidates.size(), scope));
  }

  int size() {
    return candidates.size();
  }

  /** The rules that least is missing of, nearest first; empties the queue. */
  List<Rule> take() {
    List<Rule> nearest = new ArrayList<>();
    int looks = 0;
    while (looks < MOST_LOOKS && nearest.size() < MOST_NEAREST && !candidates.isEmpty()) {
      Candidate candidate = candidates.remove();
      if (candidate.isWhole()) {
        nearest.add(candidate.rule());
      } else {
        candidates.add(candidate.next(scope));
        looks++;
      }
    }
    candidates.stream()
        .sorted(Candidate.SURELY_NEAREST_FIRST)
        .limit(MOST_NEAREST - nearest.size())
        .forEach(candidate -> nearest.add(candidate.rule()));
    return nearest;
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
}
