package io.accesstriage.ledger.dynamodb;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.PublishedAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The ledger in a DynamoDB table: one item a finding, one a rule and day, one an hour with
 * messages, one a mark, one an alert that others need not repeat, one an access that was accepted
 * or alerted. Reads are consistent, writes conditional on the version.
 */
public final class DynamoDbLedger implements Ledger {
  private static final String COUNT = "archived";
  private static final String LAST_COUNTED = "lastCounted";
  private static final String MESSAGES = "messages";
  private static final String BATCH_READ = "dynamodb:BatchGetItem";

  /** Counts are asked for on their own day only; a few more help whoever looks into a table. */
  private static final int DAYS_COUNTS_ARE_KEPT = 7;

  private static final String AT = "at";
  private static final String TOLD_BY = "toldBy";
  private static final String BASELINE = "baseline";

  /** A hot partition answers part of a batch: then the rest is asked for, a little later. */
  private static final int BATCH_ATTEMPTS = 5;

  private static final Duration BATCH_PAUSE = Duration.ofMillis(50);

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
            table, name -> new DynamoDbLedger(aws.client(DynamoDbClient.builder()), name));
  }

  @Override
  public Optional<LedgerEntry> read(String findingId) {
    return item(ItemKey.ofFinding(findingId)).map(LedgerItem::read);
  }

  @Override
  public Map<String, LedgerEntry> readAll(Set<String> findingIds) {
    Map<String, LedgerEntry> found = new HashMap<>();
    List<Map<String, AttributeValue>> keys =
        findingIds.stream().map(ItemKey::ofFinding).map(DynamoDbLedger::key).toList();
    for (int attempt = 0; !keys.isEmpty(); attempt++) {
      if (attempt == BATCH_ATTEMPTS) {
        throw new AwsCallException(
            BATCH_READ,
            "ProvisionedThroughputExceededException",
            400,
            "%d of %d keys stayed unprocessed in %d attempts"
                .formatted(keys.size(), findingIds.size(), BATCH_ATTEMPTS));
      }
      pause(attempt);
      keys = readSome(keys, found);
    }
    return found;
  }

  /**
   * @return the keys that were not processed
   */
  private List<Map<String, AttributeValue>> readSome(
      List<Map<String, AttributeValue>> keys, Map<String, LedgerEntry> found) {
    try {
      BatchGetItemResponse page =
          client.batchGetItem(
              r ->
                  r.requestItems(
                      Map.of(
                          table,
                          KeysAndAttributes.builder().keys(keys).consistentRead(true).build())));
      page.responses().getOrDefault(table, List.of()).stream()
          .map(LedgerItem::read)
          .forEach(entry -> found.put(entry.findingId(), entry));
      KeysAndAttributes rest = page.unprocessedKeys().get(table);
      return rest == null ? List.of() : rest.keys();
    } catch (SdkException e) {
      throw AwsCallException.of(BATCH_READ, e);
    }
  }

  private static void pause(int attempt) {
    if (attempt == 0) {
      return;
    }
    try {
      Thread.sleep(BATCH_PAUSE.multipliedBy(1L << attempt).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwsCallException(BATCH_READ, "RequestTimeout", 408, "interrupted");
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
  public LedgerEntry write(LedgerEntry entry) {
    LedgerEntry stored = entry.stored();
    try {
      client.putItem(
          r -> {
            r.tableName(table).item(LedgerItem.write(stored));
            r.expressionAttributeNames(Map.of("#version", LedgerItem.VERSION));
            if (entry.version() == 0) {
              r.conditionExpression("attribute_not_exists(#version)");
            } else {
              r.conditionExpression("#version = :version")
                  .expressionAttributeValues(
                      Map.of(":version", AttributeValue.fromN(Long.toString(entry.version()))));
            }
          });
      return stored;
    } catch (ConditionalCheckFailedException e) {
      throw new LedgerConflict(entry.findingId());
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:PutItem", e);
    }
  }

  @Override
  public int archived(String rule, LocalDate day) {
    return item(ItemKey.ofArchived(rule, day)).map(DynamoDbLedger::count).orElse(0);
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
  public void countArchived(String rule, LocalDate day, String findingId) {
    UpdateItemRequest one = addOne(ItemKey.ofArchived(rule, day), COUNT, day);
    try {
      update(
          one.toBuilder()
              .updateExpression(one.updateExpression() + ", #last = :id")
              .conditionExpression("attribute_not_exists(#last) OR #last <> :id")
              .expressionAttributeNames(with(one.expressionAttributeNames(), "#last", LAST_COUNTED))
              .expressionAttributeValues(
                  with(
                      one.expressionAttributeValues(),
                      ":id",
                      AttributeValue.fromS(ItemKey.ofFinding(findingId))))
              .build());
    } catch (ConditionalCheckFailedException e) {
      // An earlier try of the same step has counted it.
    }
  }

  private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
    Map<String, T> more = new HashMap<>(map);
    more.put(key, value);
    return more;
  }

  @Override
  public int countMessage(Instant hour) {
    Instant whole = hour.truncatedTo(ChronoUnit.HOURS);
    UpdateItemRequest one =
        addOne(ItemKey.ofMessages(whole), MESSAGES, whole.atOffset(ZoneOffset.UTC).toLocalDate());
    return Integer.parseInt(update(one).attributes().get(MESSAGES).n());
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

  /**
   * @throws ConditionalCheckFailedException where the request has a condition that does not hold
   */
  private UpdateItemResponse update(UpdateItemRequest request) {
    try {
      return client.updateItem(request);
    } catch (ConditionalCheckFailedException e) {
      throw e;
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:UpdateItem", e);
    }
  }

  @Override
  public Optional<Instant> markedAt(String mark) {
    return item(ItemKey.ofMark(mark)).flatMap(DynamoDbLedger::time);
  }

  @Override
  public void mark(String mark, Instant at, @Nullable Instant forgottenAt) {
    keep(ItemKey.ofMark(mark), at, Map.of(), forgottenAt);
  }

  @Override
  public Optional<PublishedAlert> publishedAlert(String content) {
    return item(ItemKey.ofAlert(content))
        .flatMap(
            item ->
                text(item, TOLD_BY)
                    .flatMap(by -> time(item).map(at -> new PublishedAlert(by, at))));
  }

  @Override
  public void keepAlert(String content, PublishedAlert alert, Instant forgottenAt) {
    keep(
        ItemKey.ofAlert(content),
        alert.at(),
        Map.of(TOLD_BY, AttributeValue.fromS(alert.findingId())),
        forgottenAt);
  }

  @Override
  public Optional<AccessBaseline> baseline(String access) {
    return item(ItemKey.ofAccess(access))
        .flatMap(item -> text(item, BASELINE))
        .flatMap(BaselineItem::read);
  }

  @Override
  public void keep(String access, AccessBaseline baseline, Instant forgottenAt) {
    keep(
        ItemKey.ofAccess(access),
        baseline.since().at(),
        Map.of(BASELINE, AttributeValue.fromS(BaselineItem.write(baseline))),
        forgottenAt);
  }

  private void keep(
      String key, Instant at, Map<String, AttributeValue> more, @Nullable Instant forgottenAt) {
    Map<String, AttributeValue> item = new HashMap<>(key(key));
    item.putAll(more);
    item.put(AT, AttributeValue.fromS(LedgerItem.TIME.format(at)));
    if (forgottenAt != null) {
      item.put(
          LedgerItem.EXPIRES_AT, AttributeValue.fromN(Long.toString(forgottenAt.getEpochSecond())));
    }
    try {
      client.putItem(r -> r.tableName(table).item(item));
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:PutItem", e);
    }
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

  /**
   * When something was kept; nothing where the item does not say it in a way that is understood.
   */
  private static Optional<Instant> time(Map<String, AttributeValue> item) {
    try {
      return text(item, AT).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
