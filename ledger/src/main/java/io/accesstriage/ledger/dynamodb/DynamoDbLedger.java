package io.accesstriage.ledger.dynamodb;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The ledger in a DynamoDB table: one item a finding, one a rule and day. Reads are consistent,
 * writes conditional on the version.
 */
public final class DynamoDbLedger implements Ledger {
  private static final String COUNT = "archived";

  /** Counts are asked for on their own day only; a few more help whoever looks into a table. */
  private static final int DAYS_COUNTS_ARE_KEPT = 7;

  private final DynamoDbClient client;
  private final String table;

  public DynamoDbLedger(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public Optional<LedgerEntry> read(String findingId) {
    return item(findingId).map(item -> LedgerItem.read(findingId, item));
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
    return item(countKey(rule, day))
        .map(item -> item.get(COUNT))
        .map(count -> Integer.parseInt(count.n()))
        .orElse(0);
  }

  @Override
  public void countArchived(String rule, LocalDate day) {
    long expiresAt =
        day.plusDays(DAYS_COUNTS_ARE_KEPT).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    try {
      client.updateItem(
          r ->
              r.tableName(table)
                  .key(key(countKey(rule, day)))
                  .updateExpression("ADD #count :one SET #expiresAt = :expiresAt")
                  .expressionAttributeNames(
                      Map.of("#count", COUNT, "#expiresAt", LedgerItem.EXPIRES_AT))
                  .expressionAttributeValues(
                      Map.of(
                          ":one",
                          AttributeValue.fromN("1"),
                          ":expiresAt",
                          AttributeValue.fromN(Long.toString(expiresAt)))));
    } catch (SdkException e) {
      throw AwsCallException.of("dynamodb:UpdateItem", e);
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

  /** No finding's id contains a "#". */
  private static String countKey(String rule, LocalDate day) {
    return "archived#" + day + "#" + rule;
  }
}
