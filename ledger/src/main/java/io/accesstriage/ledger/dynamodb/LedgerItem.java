package io.accesstriage.ledger.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An entry as a DynamoDB item. A part that this version cannot read, because an older or newer one
 * wrote it, counts as absent: then the finding is judged anew, never taken as archived by us.
 */
final class LedgerItem {
  static final String KEY = "findingId";

  /** The finding's id, where it is not the key. */
  private static final String ID = "id";

  static final String VERSION = "version";
  static final String EXPIRES_AT = "expiresAt";

  /** Fixed width, so that times sort as text. */
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  static final RecordJson JSON = RecordJson.kept(TIME);

  private static final String ANALYZER = "analyzerArn";
  private static final String DIGEST_DUE = "digestDue";
  private static final String OWNER = "owner";
  private static final String ARCHIVE_END = "archiveEnd";

  private static final DigestDue UNREADABLE_MARK =
      new DigestDue(
          Instant.EPOCH,
          Severity.HIGH,
          "Another version of this product marked it, in a way that this one cannot read.");

  private final Map<String, AttributeValue> attributes;

  private LedgerItem(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  static Map<String, AttributeValue> write(LedgerEntry entry) {
    LedgerItem item = new LedgerItem(new HashMap<>());
    String key = ItemKey.ofFinding(entry.findingId());
    item.put(KEY, key);
    if (!key.equals(entry.findingId())) {
      item.put(ID, entry.findingId());
    }
    item.put(ANALYZER, entry.analyzerArn());
    item.put(VERSION, entry.version());
    item.put("standing", entry.standing());
    item.put("claim", entry.claim());
    item.put("failure", entry.failure());
    item.put("review", entry.review());
    if (entry.summary() != null) {
      item.attributes.put("summary", AttributeJson.attribute(summary(entry.summary())));
    }
    item.put(DIGEST_DUE, entry.digestDue());
    item.put("archiveCount", entry.archiveCount());
    item.put("alert", entry.alert().kind() == LastAlert.Kind.UNKNOWN ? null : entry.alert());
    if (entry.expiresAt() != null) {
      item.put(EXPIRES_AT, entry.expiresAt().getEpochSecond());
    }
    return item.attributes;
  }

  static LedgerEntry read(Map<String, AttributeValue> attributes) {
    LedgerItem item = new LedgerItem(attributes);
    Standing standing = item.part("standing", Standing.class, LedgerItem::withTags).orElse(null);
    return new LedgerEntry(
        item.text(ID).or(() -> item.text(KEY)).orElseThrow(),
        item.text(ANALYZER).orElse(""),
        item.number(VERSION).orElse(0L),
        standing,
        item.part("claim", Claim.class).orElse(null),
        item.part("failure", Failure.class).orElse(null),
        item.part("review", Review.class, LedgerItem::withoutUnreadableEnd).orElse(null),
        item.part("summary", FindingSummary.class, LedgerItem::withOwner).orElse(null),
        item.digestDue(),
        item.part("archiveCount", ArchiveCount.class).orElse(null),
        item.part("alert", LastAlert.class)
            .orElseGet(() -> LastAlert.of(standing, LastAlert.UNKNOWN)),
        item.number(EXPIRES_AT)
            .flatMap(s -> readable(() -> Instant.ofEpochSecond(s)))
            .orElse(null));
  }

  private void put(String name, String value) {
    attributes.put(name, AttributeValue.fromS(value));
  }

  private void put(String name, long value) {
    attributes.put(name, AttributeValue.fromN(Long.toString(value)));
  }

  private void put(String name, @Nullable Record part) {
    if (part != null) {
      attributes.put(name, AttributeJson.attribute(JSON.write(part)));
    }
  }

  /** An owner is its name, blank for nobody; it is left out where it is not known. */
  private static ObjectNode summary(FindingSummary summary) {
    ObjectNode json = JSON.write(summary);
    json.remove(OWNER);
    return summary.owner().kind() == Owner.Kind.UNKNOWN
        ? json
        : json.put(OWNER, summary.owner().name());
  }

  /** No version left them out where there were none. */
  private static ObjectNode withTags(ObjectNode standing) {
    Fields.of(standing, "standing").object("tagsUsed");
    return standing;
  }

  /** An older version did not write it. */
  private static ObjectNode withOwner(ObjectNode summary) {
    Fields fields = Fields.of(summary, "summary");
    Owner owner =
        fields
            .optionalText(OWNER)
            .map(name -> name.isBlank() ? Owner.NOBODY : Owner.named(name))
            .orElse(Owner.UNKNOWN);
    return summary.set(OWNER, JSON.write(owner));
  }

  /** A review is worth more than the end of a rule in it. */
  private static ObjectNode withoutUnreadableEnd(ObjectNode review) {
    if (readable(() -> Fields.of(review, "review").object(ARCHIVE_END))
        .flatMap(end -> readable(() -> JSON.read(ArchiveEnd.class, end)))
        .isEmpty()) {
      review.remove(ARCHIVE_END);
    }
    return review;
  }

  /** A mark that cannot be read is a mark: what is due must be told, if only that it is. */
  private @Nullable DigestDue digestDue() {
    return attributes.containsKey(DIGEST_DUE)
        ? part(DIGEST_DUE, DigestDue.class).orElse(UNREADABLE_MARK)
        : null;
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
  }

  private Optional<Long> number(String name) {
    return Optional.ofNullable(attributes.get(name))
        .map(AttributeValue::n)
        .flatMap(number -> readable(() -> Long.valueOf(number)));
  }

  private <T extends Record> Optional<T> part(String name, Class<T> type) {
    return part(name, type, UnaryOperator.identity());
  }

  /**
   * @param newer makes of what an older version wrote what this one reads
   */
  private <T extends Record> Optional<T> part(
      String name, Class<T> type, UnaryOperator<ObjectNode> newer) {
    AttributeValue value = attributes.get(name);
    if (value == null || !value.hasM()) {
      return Optional.empty();
    }
    return readable(
        () -> JSON.read(type, Fields.of(newer.apply(AttributeJson.object(value.m())), name)));
  }

  private static <T> Optional<T> readable(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (MalformedInput | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
