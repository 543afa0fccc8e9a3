package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A deterministic automaton by the construction of subsets. Unlike the library's own it ends where
 * there would be too many of them: some patterns have exponentially many.
 */
final class Determinized {
  private static final int MOST_STATES = 1_000;

  private final Map<Set<State>, State> made = new HashMap<>();
  private final Deque<Set<State>> open = new ArrayDeque<>();
  private final int most;

  private Determinized(int most) {
    this.most = most;
  }

  /**
   * The same texts.
   *
   * @throws Language.TooLarge where it has more than a thousand states, and twice as many as before
   */
  static Automaton of(Automaton automaton) {
    if (automaton.isDeterministic()) {
      return automaton;
    }
    int most = Math.max(MOST_STATES, 2 * automaton.getNumberOfStates());
    Automaton result = new Automaton();
    result.setInitialState(new Determinized(most).from(automaton.getInitialState()));
    result.setDeterministic(true);
    result.removeDeadTransitions();
    return result;
  }

  private State from(State initial) {
    State start = state(Set.of(initial));
    while (!open.isEmpty()) {
      Set<State> subset = open.remove();
      State state = made.get(subset);
      TreeSet<Integer> starts = new TreeSet<>();
      for (State one : subset) {
        for (Transition transition : one.getTransitions()) {
          starts.add((int) transition.getMin());
          starts.add(transition.getMax() + 1);
        }
      }
      for (int from : starts) {
        Set<State> next = next(subset, (char) from);
        if (from <= Character.MAX_VALUE && !next.isEmpty()) {
          Integer after = starts.higher(from);
          char to = after == null ? Character.MAX_VALUE : (char) (after - 1);
          state.addTransition(new Transition((char) from, to, state(next)));
        }
      }
    }
    return start;
  }

  private static Set<State> next(Set<State> subset, char by) {
    Set<State> next = new HashSet<>();
    for (State one : subset) {
      for (Transition transition : one.getTransitions()) {
        if (transition.getMin() <= by && by <= transition.getMax()) {
          next.add(transition.getDest());
        }
      }
    }
    return next;
  }

  private State state(Set<State> subset) {
    State known = made.get(subset);
    if (known != null) {
      return known;
    }
    if (made.size() >= most) {
      throw new Language.TooLarge();
    }
    State state = new State();
    state.setAccept(subset.stream().anyMatch(State::isAccept));
    made.put(subset, state);
    open.add(subset);
    return state;
  }
}
