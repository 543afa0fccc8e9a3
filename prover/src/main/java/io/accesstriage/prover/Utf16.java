package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import java.util.List;

/** Characters of Unicode as the pairs of UTF-16 that automata read. */
final class Utf16 {
  /** These 32 are no characters of any text. */
  static final char FIRST_NONCHARACTER = '\ufdd0';

  private static final char LAST_NONCHARACTER = '\ufdef';

  private Utf16() {}

  /** Whether it is one of those that no text has. */
  static boolean isNoncharacter(int point) {
    return point >= FIRST_NONCHARACTER && point <= LAST_NONCHARACTER;
  }

  /** Adds the characters of a range. */
  static void addRange(int low, int high, List<Automaton> to) {
    single(low, Math.min(high, 0xd7ff), to);
    single(Math.max(low, 0xe000), Math.min(high, FIRST_NONCHARACTER - 1), to);
    single(Math.max(low, LAST_NONCHARACTER + 1), Math.min(high, 0xffff), to);
    int from = Math.max(low, 0x10000);
    while (from <= high) {
      char lead = Character.highSurrogate(from);
      int last = Math.min(high, Character.toCodePoint(lead, '\udfff'));
      boolean isWholeBlock = from == Character.toCodePoint(lead, '\udc00');
      char lastLead = Character.highSurrogate(high);
      if (isWholeBlock && lastLead > lead) {
        char full = Character.lowSurrogate(high) == '\udfff' ? lastLead : (char) (lastLead - 1);
        to.add(pairs(lead, full, '\udc00', '\udfff'));
        from = Character.toCodePoint(full, '\udfff') + 1;
      } else {
        to.add(pairs(lead, lead, Character.lowSurrogate(from), Character.lowSurrogate(last)));
        from = last + 1;
      }
    }
  }

  /** Half a pair is no character. */
  private static void single(int low, int high, List<Automaton> to) {
    if (low <= high) {
      to.add(BasicAutomata.makeCharRange((char) low, (char) high));
    }
  }

  private static Automaton pairs(char lead, char lastLead, char trail, char lastTrail) {
    return BasicAutomata.makeCharRange(lead, lastLead)
        .concatenate(BasicAutomata.makeCharRange(trail, lastTrail));
  }
}
