package io.accesstriage.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FactsTest {
  private static Facts withAliases(String... aliases) {
    return new Facts(Fact.known(Map.of()), Fact.known(List.of(aliases)));
  }

  /** A rule may compare them as a list, and KMS promises no order. */
  @Test
  void keyAliases_inAnotherOrderOrTwice_areTheSame() {
    assertEquals(withAliases("alias/a", "alias/b"), withAliases("alias/b", "alias/a", "alias/b"));
  }
}
