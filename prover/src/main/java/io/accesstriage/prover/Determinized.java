package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A deterministic automaton by the construction of subsets. Unlike the library's own it ends where
 * there would be too many of them: some patterns have exponentially many.
 */
final class Determinized {
  private static final int MOST_STATES = 1_000;

  /** After all characters. */
  private static final int END = Character.MAX_VALUE + 1;

  /** The automaton's states by their numbers. */
  private final List<State> states = new ArrayList<>();

  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<List<Step>> steps = new ArrayList<>();
  private final BitSet accepting = new BitSet();
  private final List<Subset> subsets = new ArrayList<>();
  private final Map<Subset, Integer> made = new HashMap<>();

  private Determinized(Automaton automaton) {
    number(automaton.getInitialState());
    for (int state = 0; state < states.size(); state++) {
      accepting.set(state, states.get(state).isAccept());
      List<Step> all = new ArrayList<>();
      for (Transition transition : states.get(state).getTransitions()) {
        all.add(new Step(transition.getMin(), transition.getMax(), number(transition.getDest())));
      }
      steps.add(all);
    }
  }

  private int number(State state) {
    Integer known = numbers.putIfAbsent(state, states.size());
    if (known != null) {
      return known;
    }
    states.add(state);
    return states.size() - 1;
  }

  private record Step(char low, char high, int to) {
    Stream<Step> without(char first, char last) {
      return high < first || last < low
          ? Stream.of(this)
          : Stream.of(new Step(low, (char) (first - 1), to), new Step((char) (last + 1), high, to))
              .filter(step -> step.low <= step.high);
    }
  }

  /** States in the order of their numbers. */
  private static final class Subset {
    private final int[] states;
    private final int hash;

    Subset(int[] states) {
      this.states = states;
      this.hash = Arrays.hashCode(states);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Subset subset && Arrays.equals(states, subset.states);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * The same texts.
   *
   * @throws Language.TooLarge where it has more than a thousand states, and twice as many as before
   */
  static Deterministic of(Automaton automaton) {
    Determinized determinized = new Determinized(automaton);
    return determinized.from(new int[] {0}, determinized.accepting.get(0));
  }

  /**
   * The texts that are accepted with marks around them, any number of the first before and of the
   * last after. An empty text ends where it begins, so all may be around it in any order.
   *
   * @param last the character after the first
   * @throws Language.TooLarge as above
   */
  static Deterministic unmarked(Automaton marked, char first, char last) {
    Determinized determinized = new Determinized(marked);
    int[] start = determinized.after(first, first, 0);
    boolean hasEmpty = determinized.accepts(determinized.after(first, last, 0));
    for (int state = 0; state < determinized.states.size(); state++) {
      boolean isEnd = determinized.accepts(determinized.after(last, last, state));
      determinized.accepting.set(state, isEnd);
    }
    determinized.steps.replaceAll(
        all -> all.stream().flatMap(step -> step.without(first, last)).toList());
    return determinized.from(start, hasEmpty);
  }

  /** Where any number of some characters lead to. */
  private int[] after(char low, char high, int state) {
    BitSet found = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(state));
    while (!open.isEmpty()) {
      int one = open.remove();
      if (!found.get(one)) {
        found.set(one);
        for (Step step : steps.get(one)) {
          if (step.low() <= high && low <= step.high()) {
            open.add(step.to());
          }
        }
      }
    }
    return found.stream().toArray();
  }

  private boolean accepts(int[] subset) {
    for (int state : subset) {
      if (accepting.get(state)) {
        return true;
      }
    }
    return false;
  }

  /** How many states it may have that is made of so many. */
  static int most(int states) {
    return Math.max(MOST_STATES, 2 * states);
  }

  private Deterministic from(int[] start, boolean hasEmpty) {
    Deterministic.Builder builder = new Deterministic.Builder();
    Subset first = new Subset(start);
    subsets.add(first);
    if (hasEmpty == accepts(start)) {
      made.put(first, 0);
    }
    for (int i = 0; i < subsets.size(); i++) {
      int[] subset = subsets.get(i).states;
      builder.addState(i == 0 ? hasEmpty : accepts(subset));
      List<Step> all = new ArrayList<>();
      for (int state : subset) {
        all.addAll(steps.get(state));
      }
      int[] bounds = bounds(all);
      for (int at = 0; at < bounds.length && bounds[at] < END; at++) {
        int[] next = next(all, bounds[at]);
        if (next.length > 0) {
          int after = at + 1 < bounds.length ? bounds[at + 1] : END;
          builder.addTransition((char) bounds[at], (char) (after - 1), subset(next));
        }
      }
    }
    return builder.build();
  }

  /** Where other steps begin or end, in order. */
  private static int[] bounds(List<Step> steps) {
    int[] bounds = new int[2 * steps.size()];
    int count = 0;
    for (Step step : steps) {
      bounds[count++] = step.low();
      bounds[count++] = step.high() + 1;
    }
    Arrays.sort(bounds);
    int different = 0;
    for (int bound : bounds) {
      if (different == 0 || bounds[different - 1] != bound) {
        bounds[different++] = bound;
      }
    }
    return Arrays.copyOf(bounds, different);
  }

  private static int[] next(List<Step> steps, int by) {
    int[] next = new int[steps.size()];
    int count = 0;
    for (Step step : steps) {
      if (step.low() <= by && by <= step.high()) {
        next[count++] = step.to();
      }
    }
    Arrays.sort(next, 0, count);
    int different = 0;
    for (int i = 0; i < count; i++) {
      if (different == 0 || next[different - 1] != next[i]) {
        next[different++] = next[i];
      }
    }
    return Arrays.copyOf(next, different);
  }

  private int subset(int[] next) {
    Subset subset = new Subset(next);
    Integer known = made.get(subset);
    if (known != null) {
      return known;
    }
    if (subsets.size() >= most(states.size())) {
      throw new Language.TooLarge();
    }
    made.put(subset, subsets.size());
    subsets.add(subset);
    return subsets.size() - 1;
  }
}
