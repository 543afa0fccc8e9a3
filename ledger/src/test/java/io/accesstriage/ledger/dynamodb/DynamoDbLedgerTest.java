package io.accesstriage.ledger.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.ledger.AccessBaseline;
import io.accesstriage.ledger.ArchiveCount;
import io.accesstriage.ledger.Claim;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.Kept;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerConflict;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Mark;
import io.accesstriage.ledger.Reading;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Sought;
import io.accesstriage.ledger.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
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
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** What is sent to DynamoDB, and what becomes of items that another version wrote. */
final class DynamoDbLedgerTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00.120Z");
  private static final Standing STANDING =
      new Standing(
          Standing.Kind.ARCHIVED_BY_US,
          "1:abc",
          Severity.LOW,
          "rule-1",
          "rules-1",
          "why",
          Map.of("Environment", "development"),
          AT,
          "execution-1",
          null,
          null);
  private static final Claim CLAIM = claim(Standing.Kind.ARCHIVED_BY_US);
  private static final Failure FAILURE =
      new Failure("Archive finding: denied", AT, true, List.of("Evaluate finding: denied"));
  private static final Review REVIEW =
      new Review(AT, "rules-1", AT.minusMillis(119), AT.minusSeconds(1));

  private static final FindingSummary SUMMARY =
      new FindingSummary(
          "arn:aws:s3:::bucket",
          "AWS::S3::Bucket",
          "111122223333",
          "ExternalAccess",
          "*",
          true,
          Owner.UNKNOWN,
          null,
          null,
          null,
          false);
  private static final DigestDue DUE = new DigestDue(AT, Severity.MEDIUM, "No rule applies.");

  /** The whole entry at version 3 and its item; the item is this product's format since 0.1. */
  private static final LedgerEntry ENTRY =
      LedgerEntry.builder("id-1", "analyzer")
          .version(3)
          .standing(STANDING)
          .claim(CLAIM)
          .failure(FAILURE)
          .review(REVIEW)
          .summary(SUMMARY)
          .digestDue(DUE)
          .expiresAt(Instant.parse("2026-11-24T12:00:00Z"))
          .build()
          .withAlert(LastAlert.UNKNOWN);

  private static final AccessBaseline BASELINE =
      new AccessBaseline(
          new AccessChange.Since("id-1", AccessChange.Act.ACCEPTED, "rule-1", AT),
          false,
          List.of("s3:GetObject"),
          Map.of("aws:SourceVpc", "vpc-1"));
  private static final Kept.Marked MARKED =
      new Kept.Marked("told#content", new Mark("id-1", AT), Instant.parse("2026-12-01T00:00:00Z"));
  private static final String BASELINE_TEXT =
      "{\"findingId\":\"id-1\",\"act\":\"ACCEPTED\",\"rule\":\"rule-1\","
          + "\"at\":\"2026-11-24T12:00:00.120Z\",\"isPublic\":false,"
          + "\"actions\":[\"s3:GetObject\"],\"condition\":{\"aws:SourceVpc\":\"vpc-1\"}}";

  private static final LedgerEntry ENTRY_WITHOUT_SUMMARY =
      LedgerEntry.builder("id-1", "analyzer")
          .version(3)
          .standing(STANDING)
          .claim(CLAIM)
          .failure(FAILURE)
          .review(REVIEW)
          .digestDue(DUE)
          .expiresAt(ENTRY.expiresAt())
          .build()
          .withAlert(LastAlert.UNKNOWN);

  private static final DigestDue UNREADABLE =
      new DigestDue(
          Instant.EPOCH,
          Severity.HIGH,
          "Another version of this product marked it, in a way that this one cannot read.");

  private final DynamoDbClient client = mock(DynamoDbClient.class, CALLS_REAL_METHODS);
  private final DynamoDbLedger ledger = new DynamoDbLedger(client, "Ledger");

  @Test
  void read_item_isTheEntryReadConsistently() {
    answer(item());

    assertEquals(Optional.of(ENTRY), ledger.read("id-1"));
    verify(client)
        .getItem(
            GetItemRequest.builder()
                .tableName("Ledger")
                .key(Map.of("findingId", text("id-1")))
                .consistentRead(true)
                .build());
  }

  @Test
  void read_noItem_isNothing() {
    doReturn(GetItemResponse.builder().build()).when(client).getItem(any(GetItemRequest.class));

    assertEquals(Optional.empty(), ledger.read("id-1"));
  }

  @Test
  void write_first_asksThatThereIsNone() {
    stored();

    ledger.write(LedgerEntry.first("id-1", "analyzer"));

    verify(client)
        .putItem(
            PutItemRequest.builder()
                .tableName("Ledger")
                .item(
                    Map.of(
                        "findingId", text("id-1"),
                        "analyzerArn", text("analyzer"),
                        "version", number("1"),
                        "alert", map(Map.of("kind", text("NEVER")))))
                .conditionExpression("attribute_not_exists(#version)")
                .expressionAttributeNames(Map.of("#version", "version"))
                .build());
  }

  @Test
  void write_entry_asksForTheVersionThatWasRead() {
    stored();
    Map<String, AttributeValue> item = item();
    item.put("version", number("4"));

    assertEquals(ENTRY.stored(), ledger.write(ENTRY));

    verify(client)
        .putItem(
            PutItemRequest.builder()
                .tableName("Ledger")
                .item(item)
                .conditionExpression("#version = :version")
                .expressionAttributeNames(Map.of("#version", "version"))
                .expressionAttributeValues(Map.of(":version", number("3")))
                .build());
  }

  @Test
  void write_nanoseconds_areCutToMillisecondsOfFixedWidth() {
    stored();

    ledger.write(
        LedgerEntry.first("id-1", "analyzer")
            .withFailure(new Failure("c", Instant.parse("2026-11-24T12:00:00.000999999Z"), false)));

    verify(client)
        .putItem(
            PutItemRequest.builder()
                .tableName("Ledger")
                .item(
                    Map.of(
                        "findingId", text("id-1"),
                        "analyzerArn", text("analyzer"),
                        "version", number("1"),
                        "alert", map(Map.of("kind", text("NEVER"))),
                        "failure",
                            map(
                                Map.of(
                                    "cause",
                                    text("c"),
                                    "at",
                                    text("2026-11-24T12:00:00.000Z"),
                                    "digestDue",
                                    AttributeValue.fromBool(false),
                                    "earlier",
                                    AttributeValue.fromL(List.of())))))
                .conditionExpression("attribute_not_exists(#version)")
                .expressionAttributeNames(Map.of("#version", "version"))
                .build());
  }

  @Test
  void write_refusedCondition_isAConflict() {
    doThrow(ConditionalCheckFailedException.builder().message("no").build())
        .when(client)
        .putItem(any(PutItemRequest.class));

    assertEquals(
        "the ledger entry of finding id-1 was written meanwhile",
        assertThrows(LedgerConflict.class, () -> ledger.write(ENTRY)).getMessage());
  }

  @Test
  void calls_thatFail_nameTheirOperation() {
    DynamoDbException denied =
        (DynamoDbException)
            DynamoDbException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("no")
                        .build())
                .statusCode(400)
                .build();
    doThrow(denied).when(client).getItem(any(GetItemRequest.class));
    doThrow(denied).when(client).putItem(any(PutItemRequest.class));
    doThrow(denied).when(client).updateItem(any(UpdateItemRequest.class));
    doThrow(denied).when(client).batchGetItem(any(BatchGetItemRequest.class));
    doThrow(denied).when(client).transactWriteItems(any(TransactWriteItemsRequest.class));
    doThrow(denied).when(client).scan(any(ScanRequest.class));

    assertFails("dynamodb:GetItem", () -> ledger.read("id-1"));
    assertFails("dynamodb:BatchGetItem", () -> ledger.read("id-1", Sought.marks(Set.of("mark-1"))));
    assertFails("dynamodb:PutItem", () -> ledger.write(ENTRY));
    assertFails("dynamodb:TransactWriteItems", () -> ledger.write(ENTRY, List.of(MARKED)));
    assertFails("dynamodb:UpdateItem", () -> ledger.countMessage(AT));
    assertFails("dynamodb:GetItem", () -> ledger.mark("mark-1"));
    assertFails("dynamodb:PutItem", () -> ledger.keep(MARKED));
    assertFails("dynamodb:GetItem", ledger::health);
    assertFails("dynamodb:PutItem", () -> ledger.keepHealth(HealthRecord.NONE));
    assertFails("dynamodb:BatchGetItem", () -> ledger.readAll(Set.of("id-1")));
    assertFails("dynamodb:Scan", () -> ledger.forEach(entry -> {}));
  }

  @Test
  void write_withWhatIsKept_isOneTransaction() {
    doReturn(TransactWriteItemsResponse.builder().build())
        .when(client)
        .transactWriteItems(any(TransactWriteItemsRequest.class));
    Map<String, AttributeValue> item = item();
    item.put("version", number("4"));

    LedgerEntry stored =
        ledger.write(
            ENTRY,
            List.of(
                new Kept.Counted(new ArchiveCount("rule-1", LocalDate.parse("2026-11-24"))),
                new Kept.Baseline("hash", BASELINE, Instant.parse("2026-12-01T00:00:00Z")),
                MARKED));

    assertEquals(ENTRY.stored(), stored);
    verify(client)
        .transactWriteItems(
            TransactWriteItemsRequest.builder()
                .transactItems(
                    TransactWriteItem.builder()
                        .put(
                            p ->
                                p.tableName("Ledger")
                                    .item(item)
                                    .conditionExpression("#version = :version")
                                    .expressionAttributeNames(Map.of("#version", "version"))
                                    .expressionAttributeValues(Map.of(":version", number("3"))))
                        .build(),
                    TransactWriteItem.builder()
                        .update(
                            u ->
                                u.tableName("Ledger")
                                    .key(key("archived#2026-11-24#rule-1"))
                                    .updateExpression("ADD #count :one SET #expiresAt = :expiresAt")
                                    .expressionAttributeNames(
                                        Map.of("#count", "archived", "#expiresAt", "expiresAt"))
                                    .expressionAttributeValues(
                                        Map.of(
                                            ":one",
                                            number("1"),
                                            ":expiresAt",
                                            number(epochSecond("2026-12-01T00:00:00Z")))))
                        .build(),
                    TransactWriteItem.builder()
                        .put(
                            p ->
                                p.tableName("Ledger")
                                    .item(
                                        Map.of(
                                            "findingId", text("access#hash"),
                                            "at", text("2026-11-24T12:00:00.120Z"),
                                            "baseline", text(BASELINE_TEXT),
                                            "expiresAt", number("1796083200"))))
                        .build(),
                    TransactWriteItem.builder()
                        .put(
                            p ->
                                p.tableName("Ledger")
                                    .item(
                                        Map.of(
                                            "findingId", text("told#content"),
                                            "at", text("2026-11-24T12:00:00.120Z"),
                                            "toldBy", text("id-1"),
                                            "expiresAt", number("1796083200"))))
                        .build())
                .build());
  }

  /** Of several reasons, that somebody else writes the entry is the one to act on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ConditionalCheckFailed,None",
        "TransactionConflict,None",
        "None,TransactionConflict",
        "ThrottlingError,ConditionalCheckFailed"
      })
  void write_transactionThatAnotherWriteHasOvertaken_isAConflict(String reasons) {
    canceled(reasons.split(",", -1));

    assertEquals(
        "the ledger entry of finding id-1 was written meanwhile",
        assertThrows(LedgerConflict.class, () -> ledger.write(ENTRY, List.of(MARKED)))
            .getMessage());
  }

  /** Given up at once, a storm would fail: each has changed nothing of what the other writes. */
  @Test
  void write_transactionThatMeetsAnotherWrite_isWrittenAgain() {
    TransactionCanceledException met =
        TransactionCanceledException.builder()
            .cancellationReasons(
                CancellationReason.builder().code("None").build(),
                CancellationReason.builder().code("TransactionConflict").build())
            .build();
    doThrow(met, met)
        .doReturn(TransactWriteItemsResponse.builder().build())
        .when(client)
        .transactWriteItems(any(TransactWriteItemsRequest.class));

    assertEquals(ENTRY.stored(), ledger.write(ENTRY, List.of(MARKED)));

    verify(client, times(3)).transactWriteItems(any(TransactWriteItemsRequest.class));
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingError, TRANSIENT",
    "ProvisionedThroughputExceeded, TRANSIENT",
    "ValidationError, OTHER",
    "ItemCollectionSizeLimitExceeded, OTHER",
  })
  void write_transactionThatIsCanceled_isAFailureOfItsReason(
      String reason, AwsCallException.Kind kind) {
    canceled("None", reason);

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> ledger.write(ENTRY, List.of(MARKED)));

    assertEquals(reason, failure.code());
    assertEquals(kind, failure.kind());
  }

  @Test
  void write_transactionThatIsCanceledWithoutAReason_isAFailure() {
    canceled();

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> ledger.write(ENTRY, List.of(MARKED)));

    assertEquals("TransactionCanceledException", failure.code());
  }

  @Test
  void write_whileATransactionWritesTheEntry_isAConflict() {
    doThrow(TransactionConflictException.builder().message("no").build())
        .when(client)
        .putItem(any(PutItemRequest.class));

    assertThrows(LedgerConflict.class, () -> ledger.write(ENTRY));
  }

  private void canceled(String... reasons) {
    doThrow(
            TransactionCanceledException.builder()
                .cancellationReasons(
                    Stream.of(reasons)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .message("canceled")
                .statusCode(400)
                .build())
        .when(client)
        .transactWriteItems(any(TransactWriteItemsRequest.class));
  }

  @Test
  void countMessage_message_isAddedToItsHourAndKeptForAWeek() {
    counted("messages", 3);

    assertEquals(3, ledger.countMessage(Instant.parse("2026-11-24T12:34:56Z")));

    verify(client)
        .updateItem(
            UpdateItemRequest.builder()
                .tableName("Ledger")
                .key(Map.of("findingId", text("messages#2026-11-24T12:00:00Z")))
                .updateExpression("ADD #count :one SET #expiresAt = :expiresAt")
                .expressionAttributeNames(Map.of("#count", "messages", "#expiresAt", "expiresAt"))
                .expressionAttributeValues(
                    Map.of(
                        ":one",
                        number("1"),
                        ":expiresAt",
                        number(epochSecond("2026-12-01T00:00:00Z"))))
                .returnValues(ReturnValue.UPDATED_NEW)
                .build());
  }

  private static String epochSecond(String time) {
    return Long.toString(Instant.parse(time).getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{\"findingId\":\"id-1\",\"act\":\"FORGIVEN\",\"at\":\"2026-11-24T12:00:00Z\"}",
        "{\"findingId\":\"id-1\",\"act\":\"ALERTED\"}",
        "{\"findingId\":\"id-1\",\"act\":\"ALERTED\",\"at\":\"2026-11-24T12:00:00Z\",\"actions\":\"s3:*\"}"
      })
  void baseline_thatAnotherVersionWrote_isNothing(String text) {
    answerBatch(List.of(Map.of("findingId", text("access#hash"), "baseline", text(text))));

    assertEquals(Optional.empty(), baseline("hash"));
  }

  @Test
  void read_withWhatIsSought_isOneConsistentCall() {
    answerBatch(
        List.of(
            Map.of("findingId", text("archived#2026-11-24#rule-1"), "archived", number("7")),
            item()));

    assertEquals(
        new Reading(ENTRY, null, 7, Map.of()),
        ledger.read(
            "id-1",
            new Sought(null, new ArchiveCount("rule-1", LocalDate.parse("2026-11-24")), Set.of())));
    ArgumentCaptor<BatchGetItemRequest> asked = ArgumentCaptor.forClass(BatchGetItemRequest.class);
    verify(client).batchGetItem(asked.capture());
    KeysAndAttributes keys = asked.getValue().requestItems().get("Ledger");
    assertEquals(true, keys.consistentRead());
    assertEquals(Set.of(key("id-1"), key("archived#2026-11-24#rule-1")), Set.copyOf(keys.keys()));
  }

  @Test
  void readAll_unprocessedKeys_areAskedForAgain() {
    doReturn(
            batch(List.of(item()), List.of(key("id-2"), key("id-3"))),
            batch(List.of(), List.of(key("id-3"))),
            batch(List.of(key("id-3")), List.of()))
        .when(client)
        .batchGetItem(any(BatchGetItemRequest.class));

    assertEquals(
        Map.of("id-1", ENTRY, "id-3", keyOnly("id-3")),
        ledger.readAll(Set.of("id-1", "id-2", "id-3")));
    verify(client).batchGetItem(asking(List.of(key("id-2"), key("id-3"))));
    verify(client).batchGetItem(asking(List.of(key("id-3"))));
  }

  @Test
  void readAll_keysThatStayUnprocessed_areAFailureThatMayPass() {
    doReturn(batch(List.of(), List.of(key("id-1"))))
        .when(client)
        .batchGetItem(any(BatchGetItemRequest.class));

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> ledger.readAll(Set.of("id-1")));

    assertEquals(
        "dynamodb:BatchGetItem: ProvisionedThroughputExceededException: 1 of 1 keys stayed unprocessed in 5 attempts",
        failure.getMessage());
    assertEquals(AwsCallException.Kind.TRANSIENT, failure.kind());
  }

  @Test
  void forEach_pages_areAllShown() {
    ScanRequest first =
        ScanRequest.builder()
            .tableName("Ledger")
            .consistentRead(true)
            .filterExpression("NOT contains(#key, :separator) OR begins_with(#key, :odd)")
            .expressionAttributeNames(Map.of("#key", "findingId"))
            .expressionAttributeValues(Map.of(":separator", text("#"), ":odd", text("finding#")))
            .build();
    doReturn(ScanResponse.builder().items(List.of(item())).lastEvaluatedKey(key("id-1")).build())
        .when(client)
        .scan(first);
    doReturn(ScanResponse.builder().items(List.of(key("id-2"))).build())
        .when(client)
        .scan(first.toBuilder().exclusiveStartKey(key("id-1")).build());

    List<LedgerEntry> shown = new ArrayList<>();
    ledger.forEach(shown::add);

    assertEquals(List.of(ENTRY, keyOnly("id-2")), shown);
  }

  @Test
  void write_idWithTheSeparator_keepsTheIdBesideTheKey() {
    LedgerEntry odd = LedgerEntry.first("mark#digest", "analyzer").stored();
    Map<String, AttributeValue> item = LedgerItem.write(odd);

    assertEquals(text(ItemKey.ofFinding("mark#digest")), item.get("findingId"));
    assertEquals(odd, LedgerItem.read(item));
  }

  /** What 0.1 wrote has no owner: that is not the same as nobody. */
  @Test
  void summaryOwner_isReadAsItWasWritten() {
    for (Owner owner : List.of(Owner.named("Payments"), Owner.NOBODY, Owner.UNKNOWN)) {
      LedgerEntry entry =
          ENTRY.withSummary(
              new FindingSummary(
                  "arn",
                  "type",
                  null,
                  "ExternalAccess",
                  null,
                  false,
                  owner,
                  null,
                  null,
                  null,
                  false));

      Map<String, AttributeValue> item = LedgerItem.write(entry);

      assertEquals(entry, LedgerItem.read(item));
      assertEquals(
          owner.kind() != Owner.Kind.UNKNOWN, item.get("summary").m().containsKey("owner"));
    }
  }

  /** What 0.1 wrote tells of an alert only while the finding stands as alerted. */
  @Test
  void alert_ofAnItemWithoutOne_isKnownByTheStandingOrNotAtAll() {
    Standing alerted = STANDING.as(Standing.Kind.ALERTED);
    Map<String, AttributeValue> open = LedgerItem.write(ENTRY.withStanding(alerted));
    open.remove("alert");
    Map<String, AttributeValue> settled = LedgerItem.write(ENTRY);

    assertEquals(LastAlert.alerted(AT, "rule-1"), LedgerItem.read(open).alert());
    assertEquals(LastAlert.UNKNOWN, LedgerItem.read(settled).alert());
    settled.put("alert", map(Map.of("kind", text("ALERTED"))));
    assertEquals(LastAlert.UNKNOWN, LedgerItem.read(settled).alert());
  }

  /** A review is worth more than the end of a rule in it. */
  @Test
  void archiveEnd_thatCannotBeRead_isNotKnown() {
    ArchiveEnd end = new ArchiveEnd("rule-1", "owner", LocalDate.of(2026, 12, 31));
    LedgerEntry entry =
        ENTRY.withReview(new Review(AT, "rules-1", AT.minusMillis(119), null, null, end));
    Map<String, AttributeValue> item = LedgerItem.write(entry);
    Map<String, AttributeValue> review = new HashMap<>(item.get("review").m());

    assertEquals(entry, LedgerItem.read(item));
    review.put("archiveEnd", map(Map.of("rule", text("r"), "lastDay", text("soon"))));
    item.put("review", map(review));
    assertEquals(
        entry.withReview(new Review(AT, "rules-1", AT.minusMillis(119), null)),
        LedgerItem.read(item));
  }

  @Test
  void health_thatAnotherVersionWrote_isUnreadableAndNotAbsent() {
    Map<String, AttributeValue> item = item();
    item.put("findingId", text("health#analyzers"));
    answer(item);
    assertEquals(Optional.of(HealthRecord.UNREADABLE), ledger.health());

    item.put("health", text("{\"checkedAt\":\"2026-11-30T00:00:00Z\",\"open\":[{}]}"));
    answer(item);
    assertEquals(Optional.of(HealthRecord.UNREADABLE), ledger.health());
  }

  /** An older version could be made to write a finding over a mark or a counter. */
  @Test
  void itemsOfAnotherKind_areNotUnderstood() {
    answer(item());
    answerBatch(
        List.of(
            withKey("mark#digest"), withKey("access#access"), withKey("archived#1970-01-01#rule")));

    assertEquals(Optional.empty(), ledger.mark("digest"));
    assertEquals(Map.of(), ledger.read("id-1", Sought.marks(Set.of("digest"))).marks());
    assertEquals(Optional.empty(), baseline("access"));
    assertEquals(
        Integer.MAX_VALUE,
        ledger
            .read(
                "no-finding", new Sought(null, new ArchiveCount("rule", LocalDate.EPOCH), Set.of()))
            .archived());
  }

  private static Map<String, AttributeValue> withKey(String key) {
    Map<String, AttributeValue> item = item();
    item.put("findingId", text(key));
    return item;
  }

  private void answerBatch(List<Map<String, AttributeValue>> items) {
    doReturn(batch(items, List.of())).when(client).batchGetItem(any(BatchGetItemRequest.class));
  }

  private static BatchGetItemResponse batch(
      List<Map<String, AttributeValue>> items, List<Map<String, AttributeValue>> unprocessed) {
    return BatchGetItemResponse.builder()
        .responses(Map.of("Ledger", items))
        .unprocessedKeys(
            unprocessed.isEmpty()
                ? Map.of()
                : Map.of("Ledger", KeysAndAttributes.builder().keys(unprocessed).build()))
        .build();
  }

  private static BatchGetItemRequest asking(List<Map<String, AttributeValue>> keys) {
    return BatchGetItemRequest.builder()
        .requestItems(
            Map.of("Ledger", KeysAndAttributes.builder().keys(keys).consistentRead(true).build()))
        .build();
  }

  private static Map<String, AttributeValue> key(String findingId) {
    return Map.of("findingId", text(findingId));
  }

  private void counted(String counter, int count) {
    doReturn(
            UpdateItemResponse.builder()
                .attributes(Map.of(counter, number(Integer.toString(count))))
                .build())
        .when(client)
        .updateItem(any(UpdateItemRequest.class));
  }

  record Changed(String what, Consumer<Map<String, AttributeValue>> change, LedgerEntry expected) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Changed> otherVersions() {
    return Stream.of(
        new Changed("an unknown field", item -> item.put("novelty", text("x")), ENTRY),
        inPart("standing", "an unknown field", p -> p.put("novelty", text("x")), ENTRY),
        withoutStanding("an unknown kind", p -> p.put("kind", text("ARCHIVED_BY_ALIENS"))),
        withoutStanding("no kind", p -> p.remove("kind")),
        withoutStanding("no at", p -> p.remove("at")),
        withoutStanding("a time of another shape", p -> p.put("at", text("yesterday"))),
        withoutStanding("a time as a number", p -> p.put("at", number("1700000000"))),
        withoutStanding("an unknown severity", p -> p.put("severity", text("DIRE"))),
        withoutStanding("no severity", p -> p.remove("severity")),
        withoutStanding("no rulesVersion", p -> p.remove("rulesVersion")),
        withoutStanding("no execution", p -> p.remove("execution")),
        withoutStanding("no tagsUsed", p -> p.remove("tagsUsed")),
        withoutStanding("tagsUsed as a text", p -> p.put("tagsUsed", text("a=b"))),
        withoutStanding("a tag as a number", p -> p.put("tagsUsed", map(Map.of("a", number("1"))))),
        withoutStanding("a hash as a number", p -> p.put("contentHash", number("1"))),
        withoutStanding(
            "a rule as a list", p -> p.put("rule", AttributeValue.fromSs(java.util.List.of("a")))),
        new Changed(
            "a standing as a text",
            item -> item.put("standing", text("ARCHIVED_BY_US")),
            entry(null, CLAIM, FAILURE, REVIEW)),
        new Changed(
            "no standing", item -> item.remove("standing"), entry(null, CLAIM, FAILURE, REVIEW)),
        withoutClaim("no changes", p -> p.remove("changes")),
        withoutClaim("changes as a text", p -> p.put("changes", text("2"))),
        withoutClaim("too many changes", p -> p.put("changes", number("99999999999"))),
        withoutClaim("changes of a fraction", p -> p.put("changes", number("1.5"))),
        withoutClaim("an unknown effect", p -> p.put("effect", text("DELETE"))),
        withoutClaim("an unknown standing to lead to", p -> p.put("leadsTo", text("LOST"))),
        withoutClaim("no until", p -> p.remove("until")),
        withoutClaim("no execution", p -> p.remove("execution")),
        inPart(
            "claim",
            "leading nowhere",
            p -> p.put("leadsTo", AttributeValue.fromNul(true)),
            entry(STANDING, claim(null), FAILURE, REVIEW)),
        inPart("failure", "no at", p -> p.remove("at"), entry(STANDING, CLAIM, null, REVIEW)),
        inPart(
            "review",
            "no rulesVersion",
            p -> p.remove("rulesVersion"),
            entry(STANDING, CLAIM, FAILURE, null)),
        inPart(
            "review",
            "a time of the finding of another shape",
            p -> p.put("findingUpdatedAt", text("?")),
            entry(STANDING, CLAIM, FAILURE, null)),
        inPart("summary", "no resource", p -> p.remove("resourceArn"), ENTRY_WITHOUT_SUMMARY),
        new Changed("no summary", item -> item.remove("summary"), ENTRY_WITHOUT_SUMMARY),
        new Changed("no mark", item -> item.remove("digestDue"), ENTRY.withDigestDue(null)),
        inPart("digestDue", "no since", p -> p.remove("since"), ENTRY.withDigestDue(UNREADABLE)),
        inPart(
            "digestDue",
            "an unknown severity",
            p -> p.put("severity", text("DIRE")),
            ENTRY.withDigestDue(UNREADABLE)),
        new Changed(
            "a mark as a text",
            item -> item.put("digestDue", text("yes")),
            ENTRY.withDigestDue(UNREADABLE)),
        inPart("failure", "no mark", p -> p.remove("digestDue"), ENTRY.withFailure(FAILURE.told())),
        inPart(
            "failure",
            "no earlier causes",
            p -> p.remove("earlier"),
            ENTRY.withFailure(new Failure(FAILURE.cause(), FAILURE.at(), true))),
        new Changed("no version", item -> item.remove("version"), version(0)),
        new Changed("a version as a text", item -> item.put("version", text("3")), version(0)),
        new Changed("no analyzer", item -> item.remove("analyzerArn"), withoutAnalyzer()),
        new Changed(
            "an analyzer as a number",
            item -> item.put("analyzerArn", number("1")),
            withoutAnalyzer()),
        new Changed(
            "an expiry as a text",
            item -> item.put("expiresAt", text("soon")),
            ENTRY.expiringAt(null)),
        new Changed(
            "an expiry beyond all time",
            item -> item.put("expiresAt", number("9223372036854775807")),
            ENTRY.expiringAt(null)));
  }

  @ParameterizedTest
  @MethodSource("otherVersions")
  void read_itemOfAnotherVersion_lacksOnlyThePartThatCannotBeRead(Changed changed) {
    Map<String, AttributeValue> item = item();
    changed.change().accept(item);
    answer(item);

    assertEquals(Optional.of(changed.expected()), ledger.read("id-1"));
  }

  @Test
  void read_itemOfTheKeyOnly_isTheFirstEntryButForItsAlert() {
    answer(Map.of("findingId", text("id-1")));

    assertEquals(Optional.of(keyOnly("id-1")), ledger.read("id-1"));
  }

  @Test
  void write_entryReadWithoutVersion_replacesTheItem() {
    stored();
    Map<String, AttributeValue> item = item();
    item.remove("version");
    answer(item);

    ledger.write(ledger.read("id-1").orElseThrow());

    Map<String, AttributeValue> expected = item();
    expected.put("version", number("1"));
    verify(client)
        .putItem(
            PutItemRequest.builder()
                .tableName("Ledger")
                .item(expected)
                .conditionExpression("attribute_not_exists(#version)")
                .expressionAttributeNames(Map.of("#version", "version"))
                .build());
  }

  private static Changed withoutStanding(
      String what, Consumer<Map<String, AttributeValue>> change) {
    return inPart("standing", what, change, entry(null, CLAIM, FAILURE, REVIEW));
  }

  private static Changed withoutClaim(String what, Consumer<Map<String, AttributeValue>> change) {
    return inPart("claim", what, change, entry(STANDING, null, FAILURE, REVIEW));
  }

  private static Changed inPart(
      String part,
      String what,
      Consumer<Map<String, AttributeValue>> change,
      LedgerEntry expected) {
    return new Changed(
        part + " with " + what,
        item -> {
          Map<String, AttributeValue> fields = new HashMap<>(item.get(part).m());
          change.accept(fields);
          item.put(part, map(fields));
        },
        expected);
  }

  private static LedgerEntry entry(
      @org.jspecify.annotations.Nullable Standing standing,
      @org.jspecify.annotations.Nullable Claim claim,
      @org.jspecify.annotations.Nullable Failure failure,
      @org.jspecify.annotations.Nullable Review review) {
    return LedgerEntry.builder("id-1", "analyzer")
        .version(3)
        .standing(standing)
        .claim(claim)
        .failure(failure)
        .review(review)
        .summary(SUMMARY)
        .digestDue(DUE)
        .expiresAt(ENTRY.expiresAt())
        .build()
        .withAlert(LastAlert.UNKNOWN);
  }

  private static Claim claim(Standing.@org.jspecify.annotations.Nullable Kind leadsTo) {
    return new Claim(
        "execution-2", AT.plusSeconds(900), Outcome.ARCHIVE, "1:abc", "rule-1", leadsTo, 2, 0);
  }

  private Optional<AccessBaseline> baseline(String access) {
    return ledger.read("no-finding", new Sought(access, null, Set.of())).baseline();
  }

  private static LedgerEntry keyOnly(String id) {
    return LedgerEntry.first(id, "").withAlert(LastAlert.UNKNOWN);
  }

  private static LedgerEntry version(long version) {
    return LedgerEntry.builder("id-1", "analyzer")
        .version(version)
        .standing(STANDING)
        .claim(CLAIM)
        .failure(FAILURE)
        .review(REVIEW)
        .summary(SUMMARY)
        .digestDue(DUE)
        .expiresAt(ENTRY.expiresAt())
        .build()
        .withAlert(LastAlert.UNKNOWN);
  }

  private static LedgerEntry withoutAnalyzer() {
    return LedgerEntry.builder("id-1", "")
        .version(3)
        .standing(STANDING)
        .claim(CLAIM)
        .failure(FAILURE)
        .review(REVIEW)
        .summary(SUMMARY)
        .digestDue(DUE)
        .expiresAt(ENTRY.expiresAt())
        .build()
        .withAlert(LastAlert.UNKNOWN);
  }

  private static Map<String, AttributeValue> item() {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("findingId", text("id-1"));
    item.put("analyzerArn", text("analyzer"));
    item.put("version", number("3"));
    item.put(
        "standing",
        map(
            Map.of(
                "kind", text("ARCHIVED_BY_US"),
                "contentHash", text("1:abc"),
                "severity", text("LOW"),
                "rule", text("rule-1"),
                "rulesVersion", text("rules-1"),
                "reason", text("why"),
                "tagsUsed", map(Map.of("Environment", text("development"))),
                "at", text("2026-11-24T12:00:00.120Z"),
                "execution", text("execution-1"))));
    item.put(
        "claim",
        map(
            Map.of(
                "execution", text("execution-2"),
                "until", text("2026-11-24T12:15:00.120Z"),
                "effect", text("ARCHIVE"),
                "contentHash", text("1:abc"),
                "rule", text("rule-1"),
                "leadsTo", text("ARCHIVED_BY_US"),
                "changes", number("2"),
                "alerts", number("0"))));
    item.put(
        "failure",
        map(
            Map.of(
                "cause", text("Archive finding: denied"),
                "at", text("2026-11-24T12:00:00.120Z"),
                "digestDue", AttributeValue.fromBool(true),
                "earlier", AttributeValue.fromL(List.of(text("Evaluate finding: denied"))))));
    item.put(
        "summary",
        map(
            Map.of(
                "resourceArn", text("arn:aws:s3:::bucket"),
                "resourceType", text("AWS::S3::Bucket"),
                "account", text("111122223333"),
                "findingType", text("ExternalAccess"),
                "principal", text("*"),
                "isPublic", AttributeValue.fromBool(true))));
    item.put(
        "digestDue",
        map(
            Map.of(
                "since", text("2026-11-24T12:00:00.120Z"),
                "severity", text("MEDIUM"),
                "reason", text("No rule applies."))));
    item.put(
        "review",
        map(
            Map.of(
                "at", text("2026-11-24T12:00:00.120Z"),
                "rulesVersion", text("rules-1"),
                "findingUpdatedAt", text("2026-11-24T12:00:00.001Z"),
                "undeterminedSince", text("2026-11-24T11:59:59.120Z"))));
    item.put("expiresAt", number("1795521600"));
    return item;
  }

  private void answer(Map<String, AttributeValue> item) {
    doReturn(GetItemResponse.builder().item(item).build())
        .when(client)
        .getItem(any(GetItemRequest.class));
  }

  private void stored() {
    doReturn(PutItemResponse.builder().build()).when(client).putItem(any(PutItemRequest.class));
  }

  private static void assertFails(
      String operation, org.junit.jupiter.api.function.Executable call) {
    assertEquals(
        operation + ": AccessDeniedException: no",
        assertThrows(AwsCallException.class, call).getMessage());
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(String value) {
    return AttributeValue.fromN(value);
  }

  private static AttributeValue map(Map<String, AttributeValue> value) {
    return AttributeValue.fromM(value);
  }
}
