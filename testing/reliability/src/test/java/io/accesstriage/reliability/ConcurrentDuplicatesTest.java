package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two executions about one finding, in every order of their calls, with every call going wrong in
 * every way: the function or the whole execution dies before or after it, or it hangs; and with a
 * function that begins when claims are about to end, while a tag changes. All of them, not a
 * sample; what {@link Interleavings} came through is printed.
 */
class ConcurrentDuplicatesTest {
  /** With the whole fault run also what takes longer to go through. */
  private static final boolean IS_WHOLE = Integer.getInteger("faults.findings", 500) > 500;

  private static final List<Fate> CRASHES =
      IS_WHOLE
          ? List.of(
              Fate.FUNCTION_DIES_BEFORE,
              Fate.FUNCTION_DIES_AFTER,
              Fate.EXECUTION_DIES_BEFORE,
              Fate.EXECUTION_DIES_AFTER,
              Fate.HANGS)
          : List.of(Fate.FUNCTION_DIES_BEFORE, Fate.FUNCTION_DIES_AFTER);

  @ParameterizedTest
  @CsvSource({
    "SAME_EVENT_TWICE, ARCHIVE",
    "SAME_EVENT_TWICE, ALERT",
    "EVENT_AND_SWEEP, ARCHIVE",
    "EVENT_AND_SWEEP, ALERT"
  })
  void duplicates_inEveryOrderWithACrash_keepThePromises(
      Duplicates.Kind kind, Duplicates.Wish wish) {
    Duplicates.Outcome outcome = Duplicates.explore(kind, wish, Sabotage.NONE, CRASHES);

    System.out.printf(
        "%s, %s: %d runs through %d states%n",
        kind, wish, outcome.extent().runs(), outcome.extent().states());
    assertEquals(0, outcome.failures().size(), () -> outcome.failures().get(0));
    assertTrue(outcome.extent().states() > 300, outcome.extent()::toString);
  }

  static List<Duplicates.Kind> kinds() {
    return IS_WHOLE ? List.of(Duplicates.Kind.values()) : List.of(Duplicates.Kind.SAME_EVENT_TWICE);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void duplicates_whileATagChangesAndAFunctionBeginsLate_keepThePromises(Duplicates.Kind kind) {
    Duplicates.Outcome outcome =
        Duplicates.explore(kind, Duplicates.Wish.EITHER, Sabotage.NONE, List.of(Fate.BEGINS_LATE));

    System.out.printf(
        "%s, a tag changes: %d runs through %d states%n",
        kind, outcome.extent().runs(), outcome.extent().states());
    assertEquals(0, outcome.failures().size(), () -> outcome.failures().get(0));
    assertTrue(outcome.extent().states() > 300, outcome.extent()::toString);
  }
}
