package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** A ledger's table in memory, with the items that it is given. Conditions always hold. */
final class StoredTable implements DynamoDbClient {
  private static final String KEY = "findingId";

  private final Map<String, Map<String, AttributeValue>> items = new TreeMap<>();

  /**
   * @param stored a list of items in the JSON of DynamoDB
   */
  StoredTable(JsonNode stored) {
    for (JsonNode item : stored) {
      put(map(item));
    }
  }

  private void put(Map<String, AttributeValue> item) {
    items.put(item.get(KEY).s(), item);
  }

  private static Map<String, AttributeValue> map(JsonNode attributes) {
    Map<String, AttributeValue> map = new HashMap<>();
    attributes.properties().forEach(e -> map.put(e.getKey(), value(e.getValue())));
    return map;
  }

  private static AttributeValue value(JsonNode typed) {
    Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
    return switch (only.getKey()) {
      case "S" -> AttributeValue.fromS(only.getValue().asText());
      case "N" -> AttributeValue.fromN(only.getValue().asText());
      case "BOOL" -> AttributeValue.fromBool(only.getValue().asBoolean());
      case "M" -> AttributeValue.fromM(map(only.getValue()));
      default -> throw new IllegalArgumentException("no type of these items: " + only.getKey());
    };
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return GetItemResponse.builder().item(items.get(request.key().get(KEY).s())).build();
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    put(request.item());
    return PutItemResponse.builder().build();
  }

  /** Adds one to a counter. */
  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    return UpdateItemResponse.builder()
        .attributes(count(request.key(), request.expressionAttributeNames().get("#count")))
        .build();
  }

  private Map<String, AttributeValue> count(Map<String, AttributeValue> key, String counter) {
    Map<String, AttributeValue> item = new HashMap<>(items.getOrDefault(key.get(KEY).s(), key));
    AttributeValue before = item.getOrDefault(counter, AttributeValue.fromN("0"));
    item.put(counter, AttributeValue.fromN("" + (Long.parseLong(before.n()) + 1)));
    put(item);
    return item;
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    for (TransactWriteItem one : request.transactItems()) {
      if (one.put() == null) {
        count(one.update().key(), one.update().expressionAttributeNames().get("#count"));
      } else {
        put(one.put().item());
      }
    }
    return TransactWriteItemsResponse.builder().build();
  }

  /** Of one table. */
  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    Map.Entry<String, KeysAndAttributes> asked =
        request.requestItems().entrySet().iterator().next();
    return BatchGetItemResponse.builder()
        .responses(
            Map.of(
                asked.getKey(),
                asked.getValue().keys().stream()
                    .flatMap(key -> Stream.ofNullable(items.get(key.get(KEY).s())))
                    .toList()))
        .unprocessedKeys(Map.of())
        .build();
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return ScanResponse.builder()
        .items(items.values().stream().filter(i -> !i.get(KEY).s().contains("#")).toList())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
