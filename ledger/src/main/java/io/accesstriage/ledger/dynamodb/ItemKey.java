package io.accesstriage.ledger.dynamodb;

import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The keys of the table's items. Those of findings and of each other kind have nothing in common,
 * whatever a finding's id says: the id is its key only where it is short and has no "#", which is
 * so for every id that Access Analyzer gives.
 */
final class ItemKey {
  static final String SEPARATOR = "#";
  private static final String ALERT = "told" + SEPARATOR;
  static final String ODD_FINDING = "finding" + SEPARATOR;

  /** Far below the 2,048 bytes that DynamoDB allows for a partition key. */
  private static final int LONGEST_ID_BYTES = 512;

  private ItemKey() {}

  static final String OF_HEALTH = "health" + SEPARATOR + "analyzers";

  static String ofFinding(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    boolean isPlain = !id.contains(SEPARATOR) && !id.isEmpty() && bytes.length <= LONGEST_ID_BYTES;
    return isPlain ? id : ODD_FINDING + Sha256.hex(bytes);
  }

  /** What findings have in common has names of its own, since the first version. */
  static String ofMark(String name) {
    return name.startsWith(ALERT) ? name : "mark" + SEPARATOR + name;
  }

  static String ofAccess(String access) {
    return "access" + SEPARATOR + access;
  }

  static String ofArchived(ArchiveCount count) {
    return "archived" + SEPARATOR + count.day() + SEPARATOR + count.rule();
  }

  static String ofMessages(Instant hour) {
    return "messages" + SEPARATOR + hour;
  }
}
