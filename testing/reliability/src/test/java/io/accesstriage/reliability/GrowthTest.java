package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class GrowthTest {
  private static final int FINDINGS = 2_000;

  /** A page more or less. */
  private static final int ROUNDING = 1;

  private interface Measured {
    Growth.Figures of(int findings) throws Exception;
  }

  /** Of those that were resolved long ago one page is read. */
  @Test
  void sweep_ofMoreFindings_makesAsManyMoreCallsAndTransitions() throws Exception {
    Map<String, Long> grown = grown(Growth::ofSweep);

    assertEquals(19, grown.get("access-analyzer:ListFindings"), grown::toString);
    assertEquals(2 * 19, grown.get("transitions"), grown::toString);
  }

  @Test
  void digest_ofMoreFindings_makesAsManyMoreCalls() throws Exception {
    Map<String, Long> grown = grown(Growth::ofDigest);

    assertEquals(20, grown.get("dynamodb:PutItem"), grown::toString);
    assertEquals(0, grown.get("sns:Publish"), grown::toString);
  }

  /** For testing/bench/run. */
  @Test
  @EnabledIfSystemProperty(named = "growth.findings", matches = "[0-9]+(,[0-9]+)*")
  void rows_ofManyFindings_areWritten() throws Exception {
    List<String> rows = new ArrayList<>();
    for (String what : List.of("sweep", "digest")) {
      for (String findings : System.getProperty("growth.findings").split(",", -1)) {
        int number = Integer.parseInt(findings);
        Growth.Figures figures =
            what.equals("sweep") ? Growth.ofSweep(number) : Growth.ofDigest(number);
        rows.add(figures.row(what));
      }
    }
    Files.write(Path.of("target", "growth.md"), rows);
  }

  /** By how much each figure grows with so many findings more; twice that with twice as many. */
  private static Map<String, Long> grown(Measured measured) throws Exception {
    Map<String, Long> one = figures(measured.of(FINDINGS));
    Map<String, Long> two = figures(measured.of(2 * FINDINGS));
    Map<String, Long> four = figures(measured.of(4 * FINDINGS));
    Map<String, Long> grown = new TreeMap<>();
    assertEquals(one.keySet(), four.keySet());
    for (String figure : four.keySet()) {
      long first = two.get(figure) - one.get(figure);
      long second = four.get(figure) - two.get(figure);
      assertEquals(
          2.0 * first, (double) second, 2 * ROUNDING, () -> figure + ": " + one + two + four);
      grown.put(figure, first);
    }
    return grown;
  }

  private static Map<String, Long> figures(Growth.Figures figures) {
    Map<String, Long> all = new TreeMap<>();
    figures.calls().forEach((call, times) -> all.put(call, (long) times));
    all.put("transitions", (long) figures.transitions());
    return all;
  }
}
