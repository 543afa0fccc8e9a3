package io.accesstriage.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The archive rules that came nearest to archiving a finding: those of which at least half of the
 * parts are true, or none is false for sure. That a finding has the type that a rule is for brings
 * it no nearer. Of a large file not everything is looked at for that: an explanation must not cost
 * more than the decision.
 */
final class NearestRules {
  private static final int MOST_NEAREST = 5;

  /** At how many parts of conditions to look only to tell which rules are nearest. */
  private static final int MOST_LOOKS = 200;

  private final RuleIndex index;
  private final Scope scope;
  private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(Candidate.NEAREST_FIRST);

  NearestRules(RuleIndex index, Scope scope) {
    this.index = index;
    this.scope = scope;
  }

  /** Adds an archive rule that does not apply. */
  void add(RuleIndex.Evaluation evaluated) {
    candidates.add(Candidate.of(evaluated, scope));
  }

  /**
   * The rules that least is missing of, nearest first; empties the queue.
   *
   * @param notEvaluated the places of others that do not apply, those first that may come nearest
   */
  List<Rule> take(Iterator<Integer> notEvaluated) {
    List<Rule> nearest = new ArrayList<>();
    Candidate other = next(notEvaluated);
    int looks = 0;
    while (looks < MOST_LOOKS && nearest.size() < MOST_NEAREST) {
      Candidate candidate = candidates.peek();
      if (other != null
          && (candidate == null || Candidate.NEAREST_FIRST.compare(other, candidate) < 0)) {
        candidate = other;
        other = next(notEvaluated);
      } else if (candidate != null) {
        candidates.remove();
      } else {
        break;
      }
      if (!candidate.mayBeNear()) {
        continue;
      }
      if (candidate.isWhole()) {
        nearest.add(candidate.rule);
      } else {
        candidates.add(candidate.next(scope));
        looks++;
      }
    }
    candidates.stream()
        .filter(Candidate::isSurelyNear)
        .sorted(Candidate.SURELY_NEAREST_FIRST)
        .limit(MOST_NEAREST - nearest.size())
        .forEach(candidate -> nearest.add(candidate.rule));
    return nearest;
  }

  private @Nullable Candidate next(Iterator<Integer> notEvaluated) {
    return notEvaluated.hasNext() ? Candidate.ofNotEvaluated(index, notEvaluated.next()) : null;
  }

  /**
   * An archive rule that does not apply, on the way to finding out how near it is.
   *
   * @param place among the others
   * @param parts those that count
   * @param seen how many of the first of them have been looked at
   * @param notTrue how many of those are not true
   * @param isFalse whether any of them is false for sure
   */
  private record Candidate(
      Rule rule, int place, List<Condition.Part> parts, int seen, int notTrue, boolean isFalse) {
    static final Comparator<Candidate> NEAREST_FIRST =
        Comparator.comparingDouble(Candidate::leastDistance).thenComparingInt(Candidate::place);
    static final Comparator<Candidate> SURELY_NEAREST_FIRST =
        Comparator.comparingDouble(Candidate::mostDistance).thenComparingInt(Candidate::place);

    /** Looks no further than {@link Condition#evaluate} had to. */
    static Candidate of(RuleIndex.Evaluation evaluated, Scope scope) {
      Rule rule = evaluated.rule();
      Candidate candidate =
          new Candidate(rule, evaluated.place(), rule.when().partsBesidesType(), 0, 0, false);
      while (!candidate.isWhole() && !candidate.isFalse) {
        candidate = candidate.next(scope);
      }
      return candidate;
    }

    /** Has looked at the one part that is known to be false. */
    static Candidate ofNotEvaluated(RuleIndex index, int place) {
      Rule rule = index.rules().get(place);
      Condition.Part isFalse = index.falsePart(place);
      List<Condition.Part> parts = new ArrayList<>(rule.when().partsBesidesType());
      parts.remove(isFalse);
      parts.add(0, isFalse);
      return new Candidate(rule, place, parts, 1, 1, true);
    }

    Candidate next(Scope scope) {
      Truth truth = scope.of(parts.get(seen));
      return new Candidate(
          rule,
          place,
          parts,
          seen + 1,
          notTrue + (truth == Truth.TRUE ? 0 : 1),
          isFalse || truth == Truth.FALSE);
    }

    boolean isWhole() {
      return seen == parts.size();
    }

    /** Whether it is near if all parts not looked at yet are true. */
    boolean mayBeNear() {
      return !parts.isEmpty() && (!isFalse || notTrue * 2 <= parts.size());
    }

    /** Whether it is near though none of them is. */
    boolean isSurelyNear() {
      return !parts.isEmpty() && (notTrue + parts.size() - seen) * 2 <= parts.size();
    }

    /** The share of its parts that are not true, were those not looked at yet all true. */
    private double leastDistance() {
      return (double) notTrue / Math.max(1, parts.size());
    }

    private double mostDistance() {
      return (double) (notTrue + parts.size() - seen) / Math.max(1, parts.size());
    }
  }
}
