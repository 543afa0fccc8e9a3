package io.accesstriage.reliability;

import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * A ledger's table of any size, whose items are made when they are asked for: so that what a
 * function keeps of them can be measured. Counts its calls and units.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">Read
 *     and write units</a>
 */
final class GeneratedTable implements DynamoDbClient {
  private static final String KEY = "findingId";

  /** Of a page of a scan, before its filter. */
  private static final int PAGE_BYTES = 1 << 20;

  /** Of a unit of a consistent read, and of a write. */
  private static final int READ_BYTES = 4_096;

  private static final int WRITE_BYTES = 1_024;

  private final int findings;
  private final IntFunction<@Nullable LedgerEntry> entries;
  private final Map<String, Integer> made = new TreeMap<>();
  private long readUnits;
  private long writeUnits;
  private @Nullable Map<String, AttributeValue> written;

  /**
   * @param entries of a finding by its number; null where it has none
   */
  GeneratedTable(int findings, IntFunction<@Nullable LedgerEntry> entries) {
    this.findings = findings;
    this.entries = entries;
  }

  /** The id of a finding by its number. */
  static String id(int number) {
    return "%08d-aaaa-bbbb-cccc-0123456789ab".formatted(number);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(0, 8));
  }

  /** How often each call was made. */
  Map<String, Integer> made() {
    return made;
  }

  long readUnits() {
    return readUnits;
  }

  long writeUnits() {
    return writeUnits;
  }

  private @Nullable Map<String, AttributeValue> item(int number) {
    LedgerEntry entry = entries.apply(number);
    if (entry == null) {
      return null;
    }
    GeneratedTable paper = new GeneratedTable(0, n -> null);
    new DynamoDbLedger(paper, "ledger").write(entry);
    return Objects.requireNonNull(paper.written);
  }

  private static int bytes(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToInt(attribute -> attribute.getKey().length() + bytes(attribute.getValue()))
        .sum();
  }

  private static int bytes(AttributeValue value) {
    return value.hasM() ? bytes(value.m()) : value.s() == null ? 8 : value.s().length();
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    made.merge("dynamodb:BatchGetItem", 1, Integer::sum);
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (Map<String, AttributeValue> key : request.requestItems().get("ledger").keys()) {
      Map<String, AttributeValue> item = item(number(key.get(KEY).s()));
      readUnits += item == null ? 1 : 1 + bytes(item) / READ_BYTES;
      if (item != null) {
        items.add(item);
      }
    }
    return BatchGetItemResponse.builder()
        .responses(Map.of("ledger", items))
        .unprocessedKeys(Map.of())
        .build();
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    made.merge("dynamodb:Scan", 1, Integer::sum);
    int number =
        request.hasExclusiveStartKey() ? number(request.exclusiveStartKey().get(KEY).s()) + 1 : 0;
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    int bytes = 0;
    while (number < findings && bytes < PAGE_BYTES) {
      Map<String, AttributeValue> item = item(number++);
      if (item != null) {
        items.add(item);
        bytes += bytes(item);
      }
    }
    readUnits += 1 + bytes / READ_BYTES;
    return ScanResponse.builder()
        .items(items)
        .lastEvaluatedKey(
            number < findings ? Map.of(KEY, AttributeValue.fromS(id(number - 1))) : null)
        .build();
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    made.merge("dynamodb:GetItem", 1, Integer::sum);
    readUnits++;
    return GetItemResponse.builder().build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    made.merge("dynamodb:PutItem", 1, Integer::sum);
    writeUnits += 1 + bytes(request.item()) / WRITE_BYTES;
    written = new HashMap<>(request.item());
    return PutItemResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
