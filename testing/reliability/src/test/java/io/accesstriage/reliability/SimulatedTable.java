package io.accesstriage.reliability;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
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
  private static final String COUNT_FINDING = COUNT + ", #last = :id";

  private final TreeMap<String, Map<String, AttributeValue>> items = new TreeMap<>();

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
    String key = key(request.item());
    check(
        request.conditionExpression(),
        request.expressionAttributeNames(),
        request.expressionAttributeValues(),
        items.getOrDefault(key, Map.of()));
    items.put(key, Map.copyOf(request.item()));
    return PutItemResponse.builder().build();
  }

  private static void check(
      @Nullable String condition,
      Map<String, String> names,
      Map<String, AttributeValue> values,
      Map<String, AttributeValue> stored) {
    boolean holds =
        switch (condition == null ? "" : condition) {
          case "" -> true;
          case "attribute_not_exists(#version)" -> !stored.containsKey(names.get("#version"));
          case "#version = :version" ->
              values.get(":version").equals(stored.get(names.get("#version")));
          case "attribute_not_exists(#last) OR #last <> :id" ->
              !values.get(":id").equals(stored.get(names.get("#last")));
          default -> throw new IllegalStateException("not simulated: " + condition);
        };
    if (!holds) {
      throw ConditionalCheckFailedException.builder().message("simulated").build();
    }
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    boolean isOfFinding = request.updateExpression().equals(COUNT_FINDING);
    if (!isOfFinding && !request.updateExpression().equals(COUNT)) {
      throw new IllegalStateException("not simulated: " + request.updateExpression());
    }
    String key = key(request.key());
    Map<String, String> names = request.expressionAttributeNames();
    Map<String, AttributeValue> values = request.expressionAttributeValues();
    Map<String, AttributeValue> item =
        new HashMap<>(items.getOrDefault(key, Map.copyOf(request.key())));
    check(request.conditionExpression(), names, values, item);
    String counter = names.get("#count");
    int count = item.containsKey(counter) ? Integer.parseInt(item.get(counter).n()) : 0;
    item.put(counter, AttributeValue.fromN(Integer.toString(count + 1)));
    item.put(names.get("#expiresAt"), values.get(":expiresAt"));
    if (isOfFinding) {
      item.put(names.get("#last"), values.get(":id"));
    }
    items.put(key, item);
    return UpdateItemResponse.builder().attributes(Map.of(counter, item.get(counter))).build();
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
