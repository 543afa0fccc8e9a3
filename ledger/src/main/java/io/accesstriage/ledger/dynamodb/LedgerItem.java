package io.accesstriage.ledger.dynamodb;

import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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

  private static final DigestDue UNREADABLE_MARK =
      new DigestDue(
          Instant.EPOCH,
          Severity.HIGH,
          "Another version of this product marked it, in a way that this one cannot read.");

  private LedgerItem() {}

  static Map<String, AttributeValue> write(LedgerEntry entry) {
    Item item = new Item();
    String key = ItemKey.ofFinding(entry.findingId());
    item.text(KEY, key);
    if (!key.equals(entry.findingId())) {
      item.text(ID, entry.findingId());
    }
    item.text("analyzerArn", entry.analyzerArn());
    item.number(VERSION, entry.version());
    if (entry.standing() != null) {
      Standing standing = entry.standing();
      Item map = new Item();
      map.text("kind", standing.kind().name());
      map.text("contentHash", standing.contentHash());
      map.text("severity", standing.severity().name());
      map.text("rule", standing.rule());
      map.text("rulesVersion", standing.rulesVersion());
      map.text("reason", standing.reason());
      Item tags = new Item();
      standing.tagsUsed().forEach(tags::text);
      map.map("tagsUsed", tags);
      map.time("at", standing.at());
      map.text("execution", standing.execution());
      map.time("findingUpdatedAt", standing.findingUpdatedAt());
      map.text("unarchivedFacts", standing.unarchivedFacts());
      item.map("standing", map);
    }
    if (entry.claim() != null) {
      Claim claim = entry.claim();
      Item map = new Item();
      map.text("execution", claim.execution());
      map.time("until", claim.until());
      map.text("effect", claim.effect().name());
      map.text("contentHash", claim.contentHash());
      map.text("rule", claim.rule());
      map.text("leadsTo", claim.leadsTo() == null ? null : claim.leadsTo().name());
      map.number("changes", claim.changes());
      map.number("alerts", claim.alerts());
      item.map("claim", map);
    }
    if (entry.failure() != null) {
      Item map = new Item();
      map.text("cause", entry.failure().cause());
      map.time("at", entry.failure().at());
      map.flag("digestDue", entry.failure().digestDue());
      item.map("failure", map);
    }
    if (entry.review() != null) {
      Item map = new Item();
      map.time("at", entry.review().at());
      map.text("rulesVersion", entry.review().rulesVersion());
      map.time("findingUpdatedAt", entry.review().findingUpdatedAt());
      map.time("undeterminedSince", entry.review().undeterminedSince());
      map.time("missingSince", entry.review().missingSince());
      if (entry.review().archiveEnd() != null) {
        map.map("archiveEnd", archiveEnd(entry.review().archiveEnd()));
      }
      item.map("review", map);
    }
    if (entry.summary() != null) {
      FindingSummary summary = entry.summary();
      Item map = new Item();
      map.text("resourceArn", summary.resourceArn());
      map.text("resourceType", summary.resourceType());
      map.text("account", summary.account());
      map.text("findingType", summary.findingType());
      map.text("principal", summary.principal());
      map.flag("isPublic", summary.isPublic());
      map.text("owner", owner(summary.owner()));
      map.text("accountName", summary.accountName());
      map.text("principalAccountName", summary.principalAccountName());
      item.map("summary", map);
    }
    if (entry.digestDue() != null) {
      Item map = new Item();
      map.time("since", entry.digestDue().since());
      map.text("severity", entry.digestDue().severity().name());
      map.text("reason", entry.digestDue().reason());
      item.map("digestDue", map);
    }
    if (entry.archiveCount() != null) {
      Item map = new Item();
      map.text("rule", entry.archiveCount().rule());
      map.text("day", entry.archiveCount().day().toString());
      item.map("archiveCount", map);
    }
    if (entry.alert().kind() != LastAlert.Kind.UNKNOWN) {
      Item map = new Item();
      map.text("kind", entry.alert().kind().name());
      map.time("since", entry.alert().since());
      map.text("rule", entry.alert().rule());
      item.map("alert", map);
    }
    if (entry.expiresAt() != null) {
      item.number(EXPIRES_AT, entry.expiresAt().getEpochSecond());
    }
    return item.attributes;
  }

  private static Item archiveEnd(ArchiveEnd end) {
    Item map = new Item();
    map.text("rule", end.rule());
    map.text("owner", end.owner());
    map.text("lastDay", end.lastDay() == null ? null : end.lastDay().toString());
    return map;
  }

  static LedgerEntry read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    Standing standing = item.part("standing", LedgerItem::standing);
    return new LedgerEntry(
        Objects.requireNonNullElseGet(item.part(item, ID, i -> i.text(ID)), () -> item.text(KEY)),
        Objects.requireNonNullElse(item.part(item, "analyzerArn", i -> i.text("analyzerArn")), ""),
        Objects.requireNonNullElse(item.part(item, VERSION, i -> i.number(VERSION)), 0L),
        standing,
        item.part("claim", LedgerItem::claim),
        item.part("failure", LedgerItem::failure),
        item.part("review", LedgerItem::review),
        item.part("summary", LedgerItem::summary),
        digestDue(item),
        item.part(
            "archiveCount",
            map -> new ArchiveCount(map.text("rule"), LocalDate.parse(map.text("day")))),
        Objects.requireNonNullElseGet(
            item.part("alert", LedgerItem::alert), () -> LastAlert.of(standing, LastAlert.UNKNOWN)),
        item.part(item, EXPIRES_AT, i -> Instant.ofEpochSecond(i.number(EXPIRES_AT))));
  }

  private static Standing standing(Item map) {
    Map<String, String> tags = new HashMap<>();
    Item used = map.map("tagsUsed");
    used.attributes.keySet().forEach(key -> tags.put(key, used.text(key)));
    return new Standing(
        Standing.Kind.valueOf(map.text("kind")),
        map.optionalText("contentHash"),
        Severity.valueOf(map.text("severity")),
        map.optionalText("rule"),
        map.text("rulesVersion"),
        map.text("reason"),
        tags,
        map.time("at"),
        map.text("execution"),
        map.optionalTime("findingUpdatedAt"),
        map.optionalText("unarchivedFacts"));
  }

  private static Claim claim(Item map) {
    String leadsTo = map.optionalText("leadsTo");
    return new Claim(
        map.text("execution"),
        map.time("until"),
        Outcome.valueOf(map.text("effect")),
        map.optionalText("contentHash"),
        map.optionalText("rule"),
        leadsTo == null ? null : Standing.Kind.valueOf(leadsTo),
        Math.toIntExact(map.number("changes")),
        // An older version did not count them.
        map.attributes.containsKey("alerts") ? Math.toIntExact(map.number("alerts")) : 0);
  }

  private static Failure failure(Item map) {
    return new Failure(map.text("cause"), map.time("at"), map.flag("digestDue"));
  }

  private static FindingSummary summary(Item map) {
    return new FindingSummary(
        map.text("resourceArn"),
        map.text("resourceType"),
        map.optionalText("account"),
        map.text("findingType"),
        map.optionalText("principal"),
        map.flag("isPublic"),
        owner(map.optionalText("owner")),
        map.optionalText("accountName"),
        map.optionalText("principalAccountName"));
  }

  /** A name is never blank; null where it is not known. */
  private static @Nullable String owner(Owner owner) {
    return owner.kind() == Owner.Kind.UNKNOWN ? null : owner.name();
  }

  /** An older version did not write it. */
  private static Owner owner(@Nullable String text) {
    if (text == null) {
      return Owner.UNKNOWN;
    }
    return text.isBlank() ? Owner.NOBODY : Owner.named(text);
  }

  /** A mark that cannot be read is a mark: what is due must be told, if only that it is. */
  private static @Nullable DigestDue digestDue(Item item) {
    return item.attributes.containsKey("digestDue")
        ? Objects.requireNonNullElse(
            item.part(
                "digestDue",
                map ->
                    new DigestDue(
                        map.time("since"),
                        Severity.valueOf(map.text("severity")),
                        map.text("reason"))),
            UNREADABLE_MARK)
        : null;
  }

  private static Review review(Item map) {
    return new Review(
        map.time("at"),
        map.text("rulesVersion"),
        map.optionalTime("findingUpdatedAt"),
        map.optionalTime("undeterminedSince"),
        map.optionalTime("missingSince"),
        map.part("archiveEnd", LedgerItem::archiveEnd));
  }

  private static ArchiveEnd archiveEnd(Item map) {
    String lastDay = map.optionalText("lastDay");
    return new ArchiveEnd(
        map.text("rule"), map.text("owner"), lastDay == null ? null : LocalDate.parse(lastDay));
  }

  private static LastAlert alert(Item map) {
    return new LastAlert(
        LastAlert.Kind.valueOf(map.text("kind")),
        map.optionalTime("since"),
        map.optionalText("rule"));
  }

  /** A part of an item that lacks a field or has one of another shape. */
  private static final class UnreadableItem extends RuntimeException {
    UnreadableItem(String field) {
      super(field);
    }
  }

  private record Item(Map<String, AttributeValue> attributes) {
    Item() {
      this(new HashMap<>());
    }

    void text(String name, @Nullable String value) {
      if (value != null) {
        attributes.put(name, AttributeValue.fromS(value));
      }
    }

    void number(String name, long value) {
      attributes.put(name, AttributeValue.fromN(Long.toString(value)));
    }

    void time(String name, @Nullable Instant value) {
      text(name, value == null ? null : TIME.format(value));
    }

    void flag(String name, boolean value) {
      attributes.put(name, AttributeValue.fromBool(value));
    }

    /** False where an older version did not write it. */
    boolean flag(String name) {
      AttributeValue value = attributes.get(name);
      return value != null && Boolean.TRUE.equals(value.bool());
    }

    void map(String name, Item value) {
      attributes.put(name, AttributeValue.fromM(value.attributes));
    }

    Item map(String name) {
      AttributeValue value = attributes.get(name);
      if (value == null || !value.hasM()) {
        throw new UnreadableItem(name);
      }
      return new Item(value.m());
    }

    String text(String name) {
      String text = optionalText(name);
      if (text == null) {
        throw new UnreadableItem(name);
      }
      return text;
    }

    @Nullable String optionalText(String name) {
      AttributeValue value = attributes.get(name);
      if (value == null || Boolean.TRUE.equals(value.nul())) {
        return null;
      }
      if (value.s() == null) {
        throw new UnreadableItem(name);
      }
      return value.s();
    }

    long number(String name) {
      AttributeValue value = attributes.get(name);
      if (value == null || value.n() == null) {
        throw new UnreadableItem(name);
      }
      return Long.parseLong(value.n());
    }

    Instant time(String name) {
      return Instant.parse(text(name));
    }

    @Nullable Instant optionalTime(String name) {
      String text = optionalText(name);
      return text == null ? null : Instant.parse(text);
    }

    <T> @Nullable T part(String name, Function<Item, T> read) {
      AttributeValue value = attributes.get(name);
      return value == null || !value.hasM() ? null : part(new Item(value.m()), name, read);
    }

    <T> @Nullable T part(Item part, String name, Function<Item, T> read) {
      if (!attributes.containsKey(name)) {
        return null;
      }
      try {
        return read.apply(part);
      } catch (UnreadableItem
          | IllegalArgumentException
          | ArithmeticException
          | DateTimeException e) {
        return null;
      }
    }
  }
}
