package io.accesstriage.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RiskTest {
  private static final Risk.Factor CERTAIN = new Risk.Factor("production", 20, true);
  private static final Risk.Factor UNCERTAIN = new Risk.Factor("sensitive", 50, false);

  @Test
  void range_ofWhatCouldBeChecked_isTheScore() {
    assertEquals("0", new Risk(0, List.of()).range());
    assertEquals("20", new Risk(20, List.of(CERTAIN)).range());
  }

  @Test
  void range_ofWhatCouldNotBeChecked_saysWhatIsCertain() {
    assertEquals("20 to 70", new Risk(70, List.of(CERTAIN, UNCERTAIN)).range());
    assertEquals("0 to 50, nothing certain", new Risk(50, List.of(UNCERTAIN)).range());
  }

  @Test
  void certainScore_countsWhatIsCertain() {
    assertEquals(20, new Risk(70, List.of(CERTAIN, UNCERTAIN)).certainScore());
  }
}
