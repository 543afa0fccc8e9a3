package io.accesstriage.ledger.dynamodb;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Sought;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The ledger in a DynamoDB table: one item a finding, one a rule and day, one an hour with
 * messages, one a mark, one an access that was accepted or alerted, one in all of what is known of
 * the analyzers. Reads are consistent, writes conditional on the version.
 */
public final class DynamoDbLedger implements Ledger {
  private static final String COUNT = "archived";
  private static final String MESSAGES = "messages";
  private static final String BATCH_READ = "dynamodb:BatchGetItem";
  private static final String TRANSACTION = "dynamodb:TransactWriteItems";

  /** Counts are asked for on their own day only; a few more help whoever looks into a table. */
  private static final int DAYS_COUNTS_ARE_KEPT = 7;

  private static final String AT = "at";
  private static final String SAID_BY = "toldBy";
  private static final String BASELINE = "baseline";
  private static final String HEALTH = "health";

  /** A hot partition answers part of a batch: then the rest is asked for, a little later. */
  private static final int BATCH_ATTEMPTS = 5;

  private static final Duration BATCH_PAUSE = Duration.ofMillis(50);

  /**
   * Why a transaction was canceled that met another write under way: nobody need have changed it.
   */
  private static final String CONFLICT = "TransactionConflict";

  /**
   * Many executions meet at a rule's count or a mark. An alert was sent before this write, so that
   * one given up is sent again.
   */
  private static final int TRANSACTION_ATTEMPTS = 5;

  private static final Duration CONFLICT_PAUSE = Duration.ofMillis(50);

  private final DynamoDbClient client;
  private final String table;

  public DynamoDbLedger(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /**
   * The ledgers of the function's own region, by their tables' names, each made on first use and
   * kept.
   */
  public static Function<String, Ledger> byTable(AwsClients aws) {
    Map<String, Ledger> ledgers = new ConcurrentHashMap<>();
    return table ->
        ledgers.computeIfAbsent(
            table, name -> new DynamoDbLedger(aws.client(DynamoDbClient::builder), name));
  }

  @Override
  public Reading read(String findingId, Sought sought) {
    String finding = ItemKey.ofFinding(findingId);
    if (sought.equals(Sought.NOTHING)) {
      LedgerEntry entry = item(finding).map(LedgerItem::read).orElse(null);
      return new Reading(entry, null, 0, Map.of());
    }
    Optional<String> access = Optional.ofNullable(sought.access()).map(ItemKey::ofAccess);
    Optional<String> count = Optional.ofNullable(sought.count()).map(ItemKey::ofArchived);
    Set<String> keys = new HashSet<>(Set.of(finding));
    access.ifPresent(keys::add);
    count.ifPresent(keys::add);
    sought.marks().forEach(name -> keys.add(ItemKey.ofMark(name)));
    Map<String, Map<String, AttributeValue>> items = items(keys);
    Map<String, Mark> marks = new HashMap<>();
    for (String name : sought.marks()) {
      mark(items.get(ItemKey.ofMark(name))).ifPresent(mark -> marks.put(name, mark));
    }
    return new Reading(
        items.containsKey(finding) ? LedgerItem.read(items.get(finding)) : null,
        access
            .map(items::get)
            .flatMap(item -> text(item, BASELINE))
            .flatMap(BaselineItem::read)
            .orElse(null),
        count.map(items::get).map(DynamoDbLedger::count).orElse(0),
        marks);
  }

  @Override
  public Map<String, LedgerEntry> readAll(Set<String> findingIds) {
    Map<String, LedgerEntry> found = new HashMap<>();
    items(findingIds.stream().map(ItemKey::ofFinding).collect(Collectors.toSet()))
        .values()
        .forEach(
            item -> {
              LedgerEntry entry = LedgerItem.read(item);
              found.put(entry.findingId(), entry);
            });
    return found;
  }

  /** The items that exist, by key. */
  private Map<String, Map<String, AttributeValue>> items(Set<String> wanted) {
    Map<String, Map<String, AttributeValue>> found = new HashMap<>();
    List<Map<String, AttributeValue>> keys = wanted.stream().map(DynamoDbLedger::key).toList();
    for (int attempt = 0; !keys.isEmpty(); attempt++) {
      if (attempt == BATCH_ATTEMPTS) {
        throw new AwsCallException(
            BATCH_READ,
            "ProvisionedThroughputExceededException",
            400,
            "%d of %d keys stayed unprocessed in %d attempts"
                .formatted(keys.size(), wanted.size(), BATCH_ATTEMPTS));
      }
      if (attempt > 0) {
        pause(BATCH_READ, BATCH_PAUSE.multipliedBy(1L << attempt));
      }
      keys = readSome(keys, found);
    }
    return found;
  }

  /**
   * @return the keys that were not processed
   */
  private List<Map<String, AttributeValue>> readSome(
      List<Map<String, AttributeValue>> keys, Map<String, Map<String, AttributeValue>> found) {
    try {
      BatchGetItemResponse page =
          client.batchGetItem(
              r ->
                  r.requestItems(
                      Map.of(
                          table,
                          KeysAndAttributes.builder().keys(keys).consistentRead(true).build())));
      page.responses()
          .getOrDefault(table, List.of())
          .forEach(item -> found.put(item.get(LedgerItem.KEY).s(), item));
      KeysAndAttributes rest = page.unprocessedKeys().get(table);
      return rest == null ? List.of() : rest.keys();
    } catch (SdkException e) {
      throw AwsCallException.of(BATCH_READ, e);
    }
  }

  private static void pause(String operation, Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwsCallException(operation, "RequestTimeout", 408, "interrupted");
    }
  }

  @Override
  public void forEach(Consumer<LedgerEntry> reader) {
    Map<String, AttributeValue> start = null;
    do {
      ScanResponse page = scan(start);
      page.items().stream().map(LedgerItem::read).forEach(reader);
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (start != null);
  }

  private ScanResponse scan(@Nullable Map<String, AttributeValue> start) {
    try {
      return client.scan(
          r ->
              r.tableName(table)
                  .consistentRead(true)
                  .exclusiveStartKey(start)
                  .filterExpression("NOT contains(#key, :separator) OR begins_with(#key, :odd)")
                  .expressionAttributeNames(Map.of("#key", LedgerItem.KEY))
                  .expressionAttributeValues(
                      Map.of(
                          ":separator", AttributeValue.fromS(ItemKey.SEPARATOR),
                          ":odd", AttributeValue.fromS(ItemKey.ODD_FINDING))));
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:Scan", e);
    }
  }

  @Override
  public LedgerEntry write(LedgerEntry entry, List<Kept> kept) {
    LedgerEntry stored = entry.stored();
    Put put = put(entry.version(), LedgerItem.write(stored));
    if (kept.isEmpty()) {
      write(entry.findingId(), put);
    } else {
      List<TransactWriteItem> all = new ArrayList<>();
      all.add(TransactWriteItem.builder().put(put).build());
      kept.forEach(each -> all.add(transacted(each)));
      write(entry.findingId(), all);
    }
    return stored;
  }

  /**
   * @param version that is stored, if nobody has written since; 0 for none
   */
  private Put put(long version, Map<String, AttributeValue> item) {
    Put.Builder put =
        Put.builder()
            .tableName(table)
            .item(item)
            .expressionAttributeNames(Map.of("#version", LedgerItem.VERSION));
    return version == 0
        ? put.conditionExpression("attribute_not_exists(#version)").build()
        : put.conditionExpression("#version = :version")
            .expressionAttributeValues(
                Map.of(":version", AttributeValue.fromN(Long.toString(version))))
            .build();
  }

  private void write(String findingId, Put put) {
    try {
      client.putItem(
          r ->
              r.tableName(table)
                  .item(put.item())
                  .conditionExpression(put.conditionExpression())
                  .expressionAttributeNames(put.expressionAttributeNames())
                  .expressionAttributeValues(
                      put.hasExpressionAttributeValues() ? put.expressionAttributeValues() : null));
    } catch (ConditionalCheckFailedException | TransactionConflictException e) {
      throw new LedgerConflict(findingId);
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:PutItem", e);
    }
  }

  /**
   * Writes all or nothing, again where it only met another write. The SDK gives each request a
   * token, by which DynamoDB knows the one that it repeats after a lost answer.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>
   */
  private void write(String findingId, List<TransactWriteItem> all) {
    for (int attempt = 1; ; attempt++) {
      List<String> reasons = canceled(all);
      if (reasons.isEmpty()) {
        return;
      }
      if (!reasons.stream().allMatch(CONFLICT::equals) || attempt == TRANSACTION_ATTEMPTS) {
        throw new LedgerConflict(findingId);
      }
      long longest = CONFLICT_PAUSE.multipliedBy(1L << attempt).toMillis();
      pause(TRANSACTION, Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest)));
    }
  }

  /**
   * @return why it was canceled because of other writes; nothing where it was written
   */
  private List<String> canceled(List<TransactWriteItem> all) {
    try {
      client.transactWriteItems(r -> r.transactItems(all));
      return List.of();
    } catch (TransactionCanceledException e) {
      List<String> reasons =
          e.cancellationReasons().stream()
              .map(CancellationReason::code)
              .filter(code -> code != null && !code.equals("None"))
              .toList();
      if (reasons.contains("ConditionalCheckFailed") || reasons.contains(CONFLICT)) {
        return reasons;
      }
      throw new AwsCallException(
          TRANSACTION,
          reasons.isEmpty() ? "TransactionCanceledException" : reasons.get(0),
          e.statusCode(),
          String.valueOf(e.getMessage()));
    } catch (SdkException e) {
      throw AwsCallException.of(TRANSACTION, e);
    }
  }

  private TransactWriteItem transacted(Kept kept) {
    TransactWriteItem.Builder write = TransactWriteItem.builder();
    if (kept instanceof Kept.Counted counted) {
      UpdateItemRequest one =
          addOne(ItemKey.ofArchived(counted.count()), COUNT, counted.count().day());
      return write
          .update(
              u ->
                  u.tableName(table)
                      .key(one.key())
                      .updateExpression(one.updateExpression())
                      .expressionAttributeNames(one.expressionAttributeNames())
                      .expressionAttributeValues(one.expressionAttributeValues()))
          .build();
    }
    Map<String, AttributeValue> item =
        kept instanceof Kept.Baseline baseline ? item(baseline) : item((Kept.Marked) kept);
    return write.put(p -> p.tableName(table).item(item)).build();
  }

  /** A count that is not understood is as many as can be: the brake holds on doubt. */
  private static int count(Map<String, AttributeValue> item) {
    AttributeValue count = item.get(COUNT);
    try {
      return count == null || count.n() == null ? Integer.MAX_VALUE : Integer.parseInt(count.n());
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  @Override
  public int countMessage(Instant hour) {
    Instant whole = hour.truncatedTo(ChronoUnit.HOURS);
    UpdateItemRequest one =
        addOne(ItemKey.ofMessages(whole), MESSAGES, whole.atOffset(ZoneOffset.UTC).toLocalDate());
    try {
      return Integer.parseInt(client.updateItem(one).attributes().get(MESSAGES).n());
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:UpdateItem", e);
    }
  }

  private UpdateItemRequest addOne(String key, String counter, LocalDate day) {
    long expiresAt =
        day.plusDays(DAYS_COUNTS_ARE_KEPT).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key(key))
        .updateExpression("ADD #count :one SET #expiresAt = :expiresAt")
        .expressionAttributeNames(Map.of("#count", counter, "#expiresAt", LedgerItem.EXPIRES_AT))
        .expressionAttributeValues(
            Map.of(
                ":one",
                AttributeValue.fromN("1"),
                ":expiresAt",
                AttributeValue.fromN(Long.toString(expiresAt))))
        .returnValues(ReturnValue.UPDATED_NEW)
        .build();
  }

  @Override
  public Optional<Mark> mark(String name) {
    return mark(item(ItemKey.ofMark(name)).orElse(null));
  }

  /** Nothing where the item does not say when, in a way that is understood. */
  private static Optional<Mark> mark(@Nullable Map<String, AttributeValue> item) {
    try {
      return Optional.ofNullable(item)
          .flatMap(i -> text(i, AT))
          .map(at -> new Mark(text(item, SAID_BY).orElse(null), Instant.parse(at)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<HealthRecord> health() {
    return item(ItemKey.OF_HEALTH).map(item -> health(text(item, HEALTH).orElse("")));
  }

  private static HealthRecord health(String text) {
    try {
      return HealthRecord.read(Fields.of(Json.read(text, HEALTH), HEALTH));
    } catch (MalformedInput e) {
      return HealthRecord.UNREADABLE;
    }
  }

  @Override
  public void keepHealth(HealthRecord health) {
    Map<String, AttributeValue> item = item(ItemKey.OF_HEALTH, health.checkedAt(), null);
    item.put(HEALTH, AttributeValue.fromS(Json.text(health.write())));
    put(item);
  }

  @Override
  public void keep(Kept.Marked mark) {
    put(item(mark));
  }

  /** Whatever is there. */
  private void put(Map<String, AttributeValue> item) {
    try {
      client.putItem(r -> r.tableName(table).item(item));
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:PutItem", e);
    }
  }

  private static Map<String, AttributeValue> item(Kept.Marked kept) {
    Map<String, AttributeValue> item =
        item(ItemKey.ofMark(kept.name()), kept.mark().at(), kept.forgottenAt());
    if (kept.mark().findingId() != null) {
      item.put(SAID_BY, AttributeValue.fromS(kept.mark().findingId()));
    }
    return item;
  }

  private static Map<String, AttributeValue> item(Kept.Baseline kept) {
    Map<String, AttributeValue> item =
        item(ItemKey.ofAccess(kept.access()), kept.baseline().since().at(), kept.forgottenAt());
    item.put(BASELINE, AttributeValue.fromS(BaselineItem.write(kept.baseline())));
    return item;
  }

  private static Map<String, AttributeValue> item(
      String key, Instant at, @Nullable Instant forgottenAt) {
    Map<String, AttributeValue> item = new HashMap<>(key(key));
    item.put(AT, AttributeValue.fromS(LedgerItem.TIME.format(at)));
    if (forgottenAt != null) {
      item.put(
          LedgerItem.EXPIRES_AT, AttributeValue.fromN(Long.toString(forgottenAt.getEpochSecond())));
    }
    return item;
  }

  private Optional<Map<String, AttributeValue>> item(String key) {
    try {
      return Optional.of(
              client.getItem(r -> r.tableName(table).key(key(key)).consistentRead(true)).item())
          .filter(item -> !item.isEmpty());
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:GetItem", e);
    }
  }

  private static Map<String, AttributeValue> key(String value) {
    return Map.of(LedgerItem.KEY, AttributeValue.fromS(value));
  }

  private static Optional<String> text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }
}
