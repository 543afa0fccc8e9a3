package io.accesstriage.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {
  @Test
  void add_moreThanAreHeld_handsAllOnInTheirOrder() {
    List<String> results = new ArrayList<>();
    InOrder<Integer, String> inOrder = new InOrder<>(i -> "r" + i, results::add);

    IntStream.range(0, 1_500).forEach(inOrder::add);
    assertTrue(results.size() >= 1_500 - 512, "kept too many: " + results.size());
    inOrder.end();

    assertEquals(IntStream.range(0, 1_500).mapToObj(i -> "r" + i).toList(), results);
  }

  @Test
  void each_isCalledByTheThreadThatAddsAlone() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    InOrder<Integer, Integer> inOrder =
        new InOrder<>(i -> i, i -> threads.add(Thread.currentThread()));

    IntStream.range(0, 600).forEach(inOrder::add);
    inOrder.end();

    assertEquals(Set.of(Thread.currentThread()), threads);
  }
}
