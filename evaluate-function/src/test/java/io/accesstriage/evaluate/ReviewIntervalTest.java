package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ReviewIntervalTest {
  private static final long SEED = 20261124;

  @Test
  void of_sameFinding_isTheSame() {
    String id = "9b27dbdf-e0a3-491f-a346-cc13fc27ed12";
    assertEquals(ReviewInterval.of(id, 30), ReviewInterval.of(id, 30));
    assertEquals(Duration.parse("PT756H43M12S"), ReviewInterval.of(id, 30));
  }

  @Test
  void of_manyFindings_spreadsThemOverATenthMoreOrLess() {
    Random random = new Random(SEED);
    Map<Long, Integer> perDay = new TreeMap<>();
    for (int i = 0; i < 2_000; i++) {
      Duration interval =
          ReviewInterval.of(new UUID(random.nextLong(), random.nextLong()).toString(), 30);
      assertTrue(
          interval.compareTo(Duration.ofDays(27)) >= 0
              && interval.compareTo(Duration.ofDays(33)) <= 0,
          () -> interval + " of seed " + SEED);
      perDay.merge(interval.toDays(), 1, Integer::sum);
    }
    for (long day = 27; day < 33; day++) {
      int onDay = perDay.getOrDefault(day, 0);
      assertTrue(onDay > 250 && onDay < 420, () -> perDay + " of seed " + SEED);
    }
  }
}
