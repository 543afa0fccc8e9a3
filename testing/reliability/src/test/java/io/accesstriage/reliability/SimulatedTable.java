package io.accesstriage.reliability;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * A DynamoDB table with a text as its key, which knows the expressions that the ledger uses and no
 * others.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">Limits
 *     of DynamoDB</a>
 */
final class SimulatedTable implements DynamoDbClient {
  private static final String KEY = "findingId";
  private static final int LONGEST_KEY = 2_048;
  private static final int PAGE = 1_000;
  private static final String COUNT = "ADD #count :one SET #expiresAt = :expiresAt";

  /** As often as a write that met another one meets one again. */
  private static final double AGAIN = 0.25;

  private final TreeMap<String, Map<String, AttributeValue>> items = new TreeMap<>();
  private final Chance chance;
  private final double meeting;
  private boolean hasMet;

  /**
   * @param meeting of the writes is refused because it met another one
   */
  SimulatedTable(Chance chance, double meeting) {
    this.chance = chance;
    this.meeting = meeting;
  }

  private boolean meetsAnother() {
    hasMet = chance.of(hasMet ? AGAIN : meeting);
    return hasMet;
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return GetItemResponse.builder().item(items.getOrDefault(key(request.key()), Map.of())).build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    Put put =
        Put.builder()
            .item(request.item())
            .conditionExpression(request.conditionExpression())
            .expressionAttributeNames(request.expressionAttributeNames())
            .expressionAttributeValues(request.expressionAttributeValues())
            .build();
    if (meetsAnother()) {
      throw TransactionConflictException.builder()
          .statusCode(400)
          .awsErrorDetails(
              AwsErrorDetails.builder().errorCode("TransactionConflictException").build())
          .message("simulated")
          .build();
    }
    if (!holds(put)) {
      throw ConditionalCheckFailedException.builder().message("simulated").build();
    }
    items.put(key(put.item()), Map.copyOf(put.item()));
    return PutItemResponse.builder().build();
  }

  private boolean holds(Put put) {
    Map<String, AttributeValue> stored = items.getOrDefault(key(put.item()), Map.of());
    String condition = put.conditionExpression();
    return switch (condition == null ? "" : condition) {
      case "" -> true;
      case "attribute_not_exists(#version)" ->
          !stored.containsKey(put.expressionAttributeNames().get("#version"));
      case "#version = :version" ->
          put.expressionAttributeValues()
              .get(":version")
              .equals(stored.get(put.expressionAttributeNames().get("#version")));
      default -> throw new IllegalStateException("not simulated: " + condition);
    };
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    Update update =
        Update.builder()
            .key(request.key())
            .updateExpression(request.updateExpression())
            .expressionAttributeNames(request.expressionAttributeNames())
            .expressionAttributeValues(request.expressionAttributeValues())
            .build();
    String counter = update.expressionAttributeNames().get("#count");
    return UpdateItemResponse.builder()
        .attributes(Map.of(counter, AttributeValue.fromN(Integer.toString(count(update)))))
        .build();
  }

  private int count(Update update) {
    if (!update.updateExpression().equals(COUNT)) {
      throw new IllegalStateException("not simulated: " + update.updateExpression());
    }
    String key = key(update.key());
    Map<String, String> names = update.expressionAttributeNames();
    Map<String, AttributeValue> item =
        new HashMap<>(items.getOrDefault(key, Map.copyOf(update.key())));
    String counter = names.get("#count");
    int count = (item.containsKey(counter) ? Integer.parseInt(item.get(counter).n()) : 0) + 1;
    item.put(counter, AttributeValue.fromN(Integer.toString(count)));
    item.put(names.get("#expiresAt"), update.expressionAttributeValues().get(":expiresAt"));
    items.put(key, item);
    return count;
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    Set<String> keys = new HashSet<>();
    List<CancellationReason> reasons = new ArrayList<>();
    for (TransactWriteItem one : request.transactItems()) {
      if (!keys.add(key(one.put() == null ? one.update().key() : one.put().item()))) {
        throw new IllegalStateException("a transaction writes an item once: " + keys);
      }
      boolean holds = one.put() == null || holds(one.put());
      reasons.add(
          CancellationReason.builder().code(holds ? "None" : "ConditionalCheckFailed").build());
    }
    if (meetsAnother()) {
      int met = chance.below(reasons.size());
      if (reasons.get(met).code().equals("None")) {
        reasons.set(met, CancellationReason.builder().code("TransactionConflict").build());
      }
    }
    if (reasons.stream().anyMatch(reason -> !reason.code().equals("None"))) {
      throw TransactionCanceledException.builder()
          .cancellationReasons(reasons)
          .message("simulated")
          .build();
    }
    for (TransactWriteItem one : request.transactItems()) {
      if (one.put() == null) {
        count(one.update());
      } else {
        items.put(key(one.put().item()), Map.copyOf(one.put().item()));
      }
    }
    return TransactWriteItemsResponse.builder().build();
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
    request
        .requestItems()
        .forEach(
            (table, keys) -> {
              List<Map<String, AttributeValue>> all = new ArrayList<>();
              for (Map<String, AttributeValue> each : keys.keys()) {
                Map<String, AttributeValue> item = items.get(key(each));
                if (item != null) {
                  all.add(item);
                }
              }
              found.put(table, all);
            });
    return BatchGetItemResponse.builder().responses(found).build();
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    if (!"NOT contains(#key, :separator) OR begins_with(#key, :odd)"
        .equals(request.filterExpression())) {
      throw new IllegalStateException("not simulated: " + request.filterExpression());
    }
    String separator = request.expressionAttributeValues().get(":separator").s();
    String odd = request.expressionAttributeValues().get(":odd").s();
    String start = request.hasExclusiveStartKey() ? key(request.exclusiveStartKey()) : "";
    List<Map<String, AttributeValue>> page = new ArrayList<>();
    int looked = 0;
    for (Map.Entry<String, Map<String, AttributeValue>> item :
        items.tailMap(start, false).entrySet()) {
      if (!item.getKey().contains(separator) || item.getKey().startsWith(odd)) {
        page.add(item.getValue());
      }
      if (++looked == PAGE) {
        return ScanResponse.builder()
            .items(page)
            .lastEvaluatedKey(Map.of(KEY, AttributeValue.fromS(item.getKey())))
            .build();
      }
    }
    return ScanResponse.builder().items(page).build();
  }

  private static String key(Map<String, AttributeValue> item) {
    String key = item.get(KEY).s();
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > LONGEST_KEY) {
      throw DynamoDbException.builder()
          .statusCode(400)
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .errorCode("ValidationException")
                  .errorMessage("the key has %d bytes".formatted(bytes))
                  .build())
          .build();
    }
    return key;
  }
}
