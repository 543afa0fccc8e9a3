package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.BasicOperations;
import dk.brics.automaton.SpecialOperations;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our automata accept what the library says that they do. */
class DeterministicTest {
  private static final int PAIRS = 3_000;

  /** Not deterministic, mostly. */
  private static Automaton random(Random random, int depth) {
    if (depth == 0) {
      return switch (random.nextInt(8)) {
        case 0 -> BasicAutomata.makeEmptyString();
        case 1 -> BasicAutomata.makeAnyString();
        case 2 -> BasicAutomata.makeAnyChar();
        case 3 -> BasicAutomata.makeCharRange('b', 'y');
        case 4 -> BasicAutomata.makeCharRange('\uff00', '\uffff');
        case 5 -> BasicAutomata.makeString(List.of("ab", "ba", "abc").get(random.nextInt(3)));
        default -> BasicAutomata.makeChar((char) ('a' + random.nextInt(3)));
      };
    }
    Automaton one = random(random, depth - 1);
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> one.concatenate(random(random, depth - 1));
      case 3, 4 -> one.union(random(random, depth - 1));
      case 5 -> one.repeat();
      case 6 -> one.intersection(random(random, depth - 1));
      default -> one.optional();
    };
  }

  private static void assertSame(Automaton expected, Deterministic actual) {
    assertEquals(expected, actual.automaton());
    assertEquals(expected.isEmpty(), actual.isEmpty());
  }

  @Test
  void product_randomPairs_isWhatTheLibrarySays() {
    Random random = new Random(18);
    int in = 0;
    int empty = 0;
    for (int i = 0; i < PAIRS; i++) {
      Automaton a = random(random, random.nextInt(5));
      Automaton b = random(random, random.nextInt(5));
      Deterministic one = Determinized.of(a);
      Deterministic other = Determinized.of(b);
      Product both = Product.both(one, other);
      assertSame(a.intersection(b), both.automaton());
      Product either = Product.either(one, other, Integer.MAX_VALUE);
      assertSame(a.union(b), either.automaton());
      for (Product product : List.of(both, either)) {
        assertEquals(a.subsetOf(b), product.isOneIn());
        assertEquals(b.subsetOf(a), product.isOtherIn());
      }
      in += both.isOneIn() ? 1 : 0;
      empty += both.automaton().isEmpty() ? 1 : 0;
    }
    assertTrue(in > PAIRS / 10 && empty > PAIRS / 10, in + " in the other, " + empty + " apart");
  }

  @Test
  void texts_randomAutomata_areWhatTheLibrarySays() {
    Random random = new Random(19);
    for (int i = 0; i < PAIRS; i++) {
      Automaton automaton = random(random, random.nextInt(5));
      Deterministic ours = Determinized.of(automaton);
      assertSame(automaton, ours);
      assertSame(automaton.complement(), ours.complement());
      assertEquals(BasicOperations.getShortestExample(automaton, true), ours.shortest());
      assertEquals(texts(automaton, 20), ours.texts(20));
      Set<String> one = texts(automaton, 1);
      assertEquals(one == null || one.isEmpty() ? null : one.iterator().next(), ours.only());
      automaton.determinize();
      assertEquals(SpecialOperations.getCommonPrefix(automaton), ours.start());
      for (String text : List.of("", "a", "ab", "abc", "ba", "b\uffff")) {
        assertEquals(automaton.run(text), ours.has(text));
      }
    }
  }

  private static Set<String> texts(Automaton automaton, int most) {
    Set<String> texts = automaton.isFinite() ? automaton.getFiniteStrings(most) : null;
    if (texts == null) {
      return null;
    }
    Set<String> all = new HashSet<>(texts);
    if (automaton.run("")) {
      // The library leaves it out.
      all.add("");
    }
    return all.size() > most ? null : all;
  }

  @Test
  void texts_longOnes_areFound() {
    String text = "x".repeat(100_000);
    Language either = Language.of(text).or(Language.of(text + "yz"));

    assertEquals(Set.of(text), Language.of(text).texts(1));
    assertEquals(Set.of(text, text + "yz"), either.texts(2));
    assertNull(either.texts(1));
    assertNull(Language.ofLength(5_000, 5_000).texts(3));
    assertNull(Language.of(text).repeated().texts(3));
  }

  @Test
  void either_morePairsThanAllowed_isTooLarge() {
    Deterministic one = Determinized.of(BasicAutomata.makeString("abc"));
    Deterministic other = Determinized.of(BasicAutomata.makeString("xyz"));
    assertThrows(Language.TooLarge.class, () -> Product.either(one, other, 6));
    assertEquals(7, Product.either(one, other, 7).automaton().states());
  }
}
