package io.accesstriage.ledger.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.ledger.ArchiveCount;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ItemKeyTest {
  @Test
  void ofFinding_idOfAccessAnalyzer_isTheId() {
    assertEquals(
        "0910eedb-381e-4e95-adda-0d25c19e6e90",
        ItemKey.ofFinding("0910eedb-381e-4e95-adda-0d25c19e6e90"));
  }

  /** Whoever may start executions may name any id. */
  @Test
  void ofFinding_idThatIsTheKeyOfSomethingElse_isAnotherKey() {
    LocalDate day = LocalDate.of(2026, 11, 24);
    for (String taken :
        List.of(
            ItemKey.ofMark("digest"),
            ItemKey.ofMark("told#content"),
            ItemKey.ofArchived(new ArchiveCount("rule", day)),
            ItemKey.ofMessages(Instant.EPOCH),
            ItemKey.ofFinding("mark#digest"))) {
      String key = ItemKey.ofFinding(taken);

      assertTrue(key.matches("finding#[0-9a-f]{64}"), key);
      assertNotEquals(taken, key);
    }
  }

  @Test
  void ofFinding_anyTwoIds_haveTwoKeysThatDynamoDbTakes() {
    Random random = new Random(1);
    String[] parts = {"#", "mark", "finding#", "told#", "a", "\u4e2d", "x".repeat(700), ""};
    Set<String> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      StringBuilder id = new StringBuilder();
      for (int length = random.nextInt(5); length >= 0; length--) {
        id.append(parts[random.nextInt(parts.length)]);
      }
      ids.add(id.toString());
      String key = ItemKey.ofFinding(id.toString());
      keys.add(key);
      int bytes = key.getBytes(StandardCharsets.UTF_8).length;
      assertTrue(bytes > 0 && bytes <= 2048, key);
    }
    assertEquals(ids.size(), keys.size());
  }
}
