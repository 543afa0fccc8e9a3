package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.List;

/** Texts of lower-case letters, each of which may be a capital as well. */
final class AnyCase {
  private AnyCase() {}

  /** Lets an automaton of such texts accept them with capitals, too. */
  static void allow(Automaton texts) {
    for (State state : texts.getStates()) {
      for (Transition transition : List.copyOf(state.getTransitions())) {
        for (char c = transition.getMin(); c <= transition.getMax(); c++) {
          if (c >= 'a' && c <= 'z') {
            state.addTransition(new Transition(Character.toUpperCase(c), transition.getDest()));
          }
        }
      }
    }
  }
}
