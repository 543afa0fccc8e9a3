package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic automaton in arrays, which are walked many times as fast as the library's sets of
 * objects. It starts in state 0, from there each of its states is reached, and from each a text is
 * accepted, but for the only state of one that accepts nothing. Immutable.
 */
final class Deterministic {
  private static final Deterministic NOTHING =
      new Deterministic(new boolean[1], new int[2], new char[0], new char[0], new int[0]);

  private final boolean[] accepts;

  /** Where a state's transitions begin; they end where the next state's begin. */
  private final int[] first;

  private final char[] low;
  private final char[] high;
  private final int[] to;

  private Deterministic(boolean[] accepts, int[] first, char[] low, char[] high, int[] to) {
    this.accepts = accepts;
    this.first = first;
    this.low = low;
    this.high = high;
    this.to = to;
  }

  int states() {
    return accepts.length;
  }

  boolean accepts(int state) {
    return accepts[state];
  }

  /** The first of a state's transitions, which are in the order of their characters. */
  int first(int state) {
    return first[state];
  }

  /** What comes after the last of them. */
  int end(int state) {
    return first[state + 1];
  }

  char low(int transition) {
    return low[transition];
  }

  char high(int transition) {
    return high[transition];
  }

  int to(int transition) {
    return to[transition];
  }

  /**
   * Makes one, state by state in the order of their numbers, each with its transitions; all of them
   * are reached from the first.
   */
  static final class Builder {
    private static final int DEAD = -1;

    private boolean[] accepts = new boolean[16];
    private int[] first = new int[16];
    private char[] low = new char[16];
    private char[] high = new char[16];
    private int[] to = new int[16];
    private int states;
    private int transitions;

    /** Begins the next state. */
    void addState(boolean isAccepting) {
      if (states == accepts.length) {
        accepts = Arrays.copyOf(accepts, 2 * states);
        first = Arrays.copyOf(first, 2 * states);
      }
      accepts[states] = isAccepting;
      first[states++] = transitions;
    }

    /** Adds a transition of that state; they come in the order of their characters. */
    void addTransition(char from, char until, int target) {
      int last = transitions - 1;
      if (last >= first[states - 1] && to[last] == target && high[last] + 1 == from) {
        high[last] = until;
        return;
      }
      if (transitions == to.length) {
        low = Arrays.copyOf(low, 2 * transitions);
        high = Arrays.copyOf(high, 2 * transitions);
        to = Arrays.copyOf(to, 2 * transitions);
      }
      low[transitions] = from;
      high[transitions] = until;
      to[transitions++] = target;
    }

    /** The automaton, without the states from which nothing is accepted. */
    Deterministic build() {
      int[] numbers = living();
      if (numbers[0] == DEAD) {
        return NOTHING;
      }
      int kept = 0;
      int keptTransitions = 0;
      for (int state = 0; state < states; state++) {
        int begin = first[state];
        int end = end(state);
        if (numbers[state] == DEAD) {
          continue;
        }
        accepts[kept] = accepts[state];
        first[kept++] = keptTransitions;
        for (int i = begin; i < end; i++) {
          if (numbers[to[i]] != DEAD) {
            low[keptTransitions] = low[i];
            high[keptTransitions] = high[i];
            to[keptTransitions++] = numbers[to[i]];
          }
        }
      }
      int[] starts = Arrays.copyOf(first, kept + 1);
      starts[kept] = keptTransitions;
      return new Deterministic(
          Arrays.copyOf(accepts, kept),
          starts,
          Arrays.copyOf(low, keptTransitions),
          Arrays.copyOf(high, keptTransitions),
          Arrays.copyOf(to, keptTransitions));
    }

    private int end(int state) {
      return state + 1 < states ? first[state + 1] : transitions;
    }

    /** The new numbers of the states from which a text is accepted. */
    private int[] living() {
      int[] into = new int[states + 1];
      for (int i = 0; i < transitions; i++) {
        into[to[i] + 1]++;
      }
      for (int state = 0; state < states; state++) {
        into[state + 1] += into[state];
      }
      int[] sources = new int[transitions];
      int[] next = into.clone();
      for (int state = 0; state < states; state++) {
        for (int i = first[state]; i < end(state); i++) {
          sources[next[to[i]]++] = state;
        }
      }
      boolean[] isAlive = new boolean[states];
      int[] open = new int[states];
      int found = 0;
      for (int state = 0; state < states; state++) {
        if (accepts[state]) {
          isAlive[state] = true;
          open[found++] = state;
        }
      }
      for (int at = 0; at < found; at++) {
        for (int i = into[open[at]]; i < into[open[at] + 1]; i++) {
          if (!isAlive[sources[i]]) {
            isAlive[sources[i]] = true;
            open[found++] = sources[i];
          }
        }
      }
      int[] numbers = new int[states];
      int kept = 0;
      for (int state = 0; state < states; state++) {
        numbers[state] = isAlive[state] ? kept++ : DEAD;
      }
      return numbers;
    }
  }

  /** Of the library's form, which puts automata together. */
  Automaton automaton() {
    State[] all = new State[states()];
    for (int state = 0; state < all.length; state++) {
      all[state] = new State();
      all[state].setAccept(accepts[state]);
    }
    for (int state = 0; state < all.length; state++) {
      for (int i = first(state); i < end(state); i++) {
        all[state].addTransition(new Transition(low[i], high[i], all[to[i]]));
      }
    }
    Automaton automaton = new Automaton();
    automaton.setInitialState(all[0]);
    automaton.setDeterministic(true);
    return automaton;
  }

  /** All other texts. */
  Deterministic complement() {
    int rest = states();
    boolean isLeft = false;
    Builder builder = new Builder();
    for (int state = 0; state < rest; state++) {
      builder.addState(!accepts[state]);
      int from = Character.MIN_VALUE;
      for (int i = first(state); i < end(state); i++) {
        if (from < low[i]) {
          builder.addTransition((char) from, (char) (low[i] - 1), rest);
          isLeft = true;
        }
        builder.addTransition(low[i], high[i], to[i]);
        from = high[i] + 1;
      }
      if (from <= Character.MAX_VALUE) {
        builder.addTransition((char) from, Character.MAX_VALUE, rest);
        isLeft = true;
      }
    }
    if (isLeft) {
      builder.addState(true);
      builder.addTransition(Character.MIN_VALUE, Character.MAX_VALUE, rest);
    }
    return builder.build();
  }

  boolean isEmpty() {
    return this == NOTHING;
  }

  boolean has(String text) {
    int state = 0;
    for (int at = 0; at < text.length() && state >= 0; at++) {
      state = next(state, text.charAt(at));
    }
    return state >= 0 && accepts[state];
  }

  private int next(int state, char by) {
    for (int i = first(state); i < end(state) && low[i] <= by; i++) {
      if (by <= high[i]) {
        return to[i];
      }
    }
    return -1;
  }

  /** How all its texts begin. */
  String start() {
    StringBuilder start = new StringBuilder();
    int state = 0;
    // It ends before it comes back: each state accepts something.
    while (goesOnOneWay(state)) {
      start.append(low[first(state)]);
      state = to[first(state)];
    }
    return start.toString();
  }

  private boolean goesOnOneWay(int state) {
    int way = first(state);
    return !accepts[state] && end(state) == way + 1 && low[way] == high[way];
  }

  /** Its only text; null where it has none or several. */
  @Nullable String only() {
    int state = 0;
    while (goesOnOneWay(state)) {
      state = to[first(state)];
    }
    return accepts[state] && first(state) == end(state) ? start() : null;
  }

  /** All its texts, or null where there are more than so many. */
  @Nullable Set<String> texts(int most) {
    Set<String> texts = new TreeSet<>();
    return addTexts(0, new StringBuilder(), new HashSet<>(), most, texts) ? texts : null;
  }

  /**
   * Calls itself only where ways part, and from each of them goes a text: so no deeper than there
   * may be texts, however long they are.
   *
   * @param parted where ways parted before
   */
  private boolean addTexts(
      int from, StringBuilder text, Set<Integer> parted, int most, Set<String> texts) {
    int length = text.length();
    int state = from;
    while (goesOnOneWay(state)) {
      text.append(low[first(state)]);
      state = to[first(state)];
    }
    boolean areAll =
        !parted.contains(state)
            && parted.size() <= most
            && addParted(state, text, parted, most, texts);
    text.setLength(length);
    return areAll;
  }

  private boolean addParted(
      int state, StringBuilder text, Set<Integer> parted, int most, Set<String> texts) {
    if (accepts[state] && texts.add(text.toString()) && texts.size() > most) {
      return false;
    }
    parted.add(state);
    for (int i = first(state); i < end(state); i++) {
      for (int by = low[i]; by <= high[i]; by++) {
        text.append((char) by);
        if (!addTexts(to[i], text, parted, most, texts)) {
          return false;
        }
        text.setLength(text.length() - 1);
      }
    }
    parted.remove(state);
    return true;
  }

  /** The first of its shortest texts; null where it has none. */
  @Nullable String shortest() {
    int[] ways = new int[states()];
    int[] before = new int[states()];
    int[] open = new int[states()];
    Arrays.fill(before, -1);
    int found = 1;
    for (int at = 0; at < found; at++) {
      int state = open[at];
      if (accepts[state]) {
        return text(state, ways, before);
      }
      for (int i = first(state); i < end(state); i++) {
        if (to[i] != 0 && before[to[i]] < 0) {
          before[to[i]] = state;
          ways[to[i]] = i;
          open[found++] = to[i];
        }
      }
    }
    return null;
  }

  private String text(int end, int[] ways, int[] before) {
    StringBuilder backwards = new StringBuilder();
    for (int state = end; state != 0; state = before[state]) {
      backwards.append(low[ways[state]]);
    }
    // Half a pair would be turned round, too, by the method that reverses.
    char[] text = new char[backwards.length()];
    for (int i = 0; i < text.length; i++) {
      text[i] = backwards.charAt(text.length - 1 - i);
    }
    return new String(text);
  }
}
