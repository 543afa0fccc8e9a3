package io.accesstriage.enrich;

import static io.accesstriage.enrich.SampleEvents.ANALYZER;
import static io.accesstriage.enrich.SampleEvents.ID;
import static io.accesstriage.enrich.SampleEvents.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.failure.PermanentFailure;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.fixtures.StateBuilder;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.Origin;
import io.accesstriage.state.TriageState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;

final class FindingEnricherTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123456789Z");
  private static final Instant NOW_IN_MILLISECONDS = Instant.parse("2026-11-24T12:00:00.123Z");
  private static final Finding EVENT =
      SampleEvents.finding(SampleEvents.external("AWS::KMS::Key", KEY));
  private static final Finding API = EVENT.asRead("1:abc");
  private static final EnrichRequest ANNOUNCED = new EnrichRequest.Announced(EVENT, false);
  private static final EnrichRequest ALONE = new EnrichRequest.Announced(EVENT, true);
  private static final EnrichRequest REFERENCE = new EnrichRequest.Reference(ANALYZER, ID);

  private final FakeAccount account = new FakeAccount();
  private final FindingEnricher enricher = enricher(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void enrich_event_isTheFindingAsTheApiHasItWithItsFacts() {
    Finding archived = API.withStatus(FindingStatus.ARCHIVED);
    account.finding = () -> Optional.of(archived);
    account.tags = () -> Map.of("Environment", "development");
    account.aliases = () -> List.of("alias/DevelopmentKey");

    assertEquals(
        StateBuilder.of(archived)
            .facts(
                new Facts(
                    Fact.known(Map.of("Environment", "development")),
                    Fact.known(List.of("alias/DevelopmentKey"))))
            .readAt(NOW_IN_MILLISECONDS)
            .build(),
        enricher.enrich(ANNOUNCED));
    assertEquals(
        List.of(
            "finding " + ID + " of " + ANALYZER,
            "kms:ListAliases " + KEY,
            "kms:ListResourceTags " + KEY),
        account.calls);
  }

  @Test
  void enrich_key_readsTagsAndAliasesAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);
    account.finding = () -> Optional.of(API);
    account.tags = () -> met(both, Map.of("a", "b"));
    account.aliases = () -> met(both, List.of("alias/a"));

    assertEquals(
        new Facts(Fact.known(Map.of("a", "b")), Fact.known(List.of("alias/a"))),
        enricher(task -> new Thread(task).start()).enrich(ANNOUNCED).facts());
  }

  @Test
  void enrich_tagsNotReadForNow_waitsForTheAliasesAllTheSame() {
    CountDownLatch tagsFailed = new CountDownLatch(1);
    AtomicBoolean aliasesRead = new AtomicBoolean();
    account.finding = () -> Optional.of(API);
    account.tags =
        () -> {
          tagsFailed.countDown();
          throw new AwsCallException("kms:ListResourceTags", "ThrottlingException", 400, "later");
        };
    account.aliases =
        () -> {
          try {
            assertTrue(tagsFailed.await(10, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          aliasesRead.set(true);
          return List.of();
        };
    FindingEnricher enricher = enricher(task -> new Thread(task).start());

    assertThrows(TransientFailure.class, () -> enricher.enrich(ANNOUNCED));

    assertTrue(aliasesRead.get(), "a call was left behind");
  }

  @Test
  void enrich_reference_isTheSameButForItsOrigin() {
    account.finding = () -> Optional.of(API);
    TriageState announced = enricher.enrich(ANNOUNCED);

    assertEquals(
        StateBuilder.of(announced.finding(), announced).origin(Origin.REFERENCE).build(),
        enricher.enrich(REFERENCE));
  }

  @Test
  void enrich_clock_isReadBeforeAnythingElse() {
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            account.calls.add("clock");
            return NOW;
          }
        };
    account.finding = () -> Optional.of(API);

    enricher(clock).enrich(ANNOUNCED);

    assertEquals("clock", account.calls.get(0));
    assertEquals(1, account.calls.stream().filter("clock"::equals).count());
  }

  @Test
  void enrich_eventOfAFindingThatTheApiDoesNotKnow_isGone() {
    TriageState state = enricher.enrich(ANNOUNCED);

    assertEquals(EVENT.asNotFound(), state.finding());
    assertEquals(FindingStatus.NOT_FOUND, state.finding().status());
    assertNotRead("Not read, because the finding is NOT_FOUND.", state);
  }

  @Test
  void enrich_referenceToAFindingThatTheApiDoesNotKnow_isNotFound() {
    TriageState state = enricher.enrich(REFERENCE);

    assertEquals(Finding.notFound(ID, ANALYZER), state.finding());
    assertNotRead("Not read, because the finding is NOT_FOUND.", state);
  }

  @Test
  void enrich_resolvedFinding_readsNoFacts() {
    account.finding = () -> Optional.of(API.withStatus(FindingStatus.RESOLVED));

    assertNotRead("Not read, because the finding is RESOLVED.", enricher.enrich(ANNOUNCED));
  }

  @Test
  void enrich_deletedByTheEventButKnownToTheApi_isWhatTheApiSays() {
    account.finding = () -> Optional.of(API);

    assertEquals(
        API,
        enricher
            .enrich(new EnrichRequest.Announced(EVENT.withStatus(FindingStatus.GONE), false))
            .finding());
  }

  @ParameterizedTest
  @EnumSource(
      value = FindingStatus.class,
      names = {"ACTIVE", "ARCHIVED"})
  void enrich_openFinding_readsFacts(FindingStatus status) {
    account.finding = () -> Optional.of(API.withStatus(status));
    account.tags = () -> Map.of("a", "b");

    assertEquals(Fact.known(Map.of("a", "b")), enricher.enrich(ANNOUNCED).facts().tags());
  }

  @ParameterizedTest
  @CsvSource({"ThrottlingException, 429", "InternalServerException, 500"})
  void enrich_findingNotReadForNow_isTriedAgain(String code, int status) {
    AwsCallException failure =
        new AwsCallException("access-analyzer:GetFinding", code, status, "later");
    account.finding =
        () -> {
          throw failure;
        };

    for (EnrichRequest request : List.of(ANNOUNCED, REFERENCE)) {
      TransientFailure thrown =
          assertThrows(TransientFailure.class, () -> enricher.enrich(request));

      assertEquals("access-analyzer:GetFinding: " + code + ": later", thrown.getMessage());
      assertEquals(failure, thrown.getCause());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AccessDeniedException | 403 | no | access-analyzer:GetFinding: AccessDeniedException: no. Grant the enrich function's role access-analyzer:GetFinding, and see that no policy of the resource or the organization denies it.",
        "UnrecognizedClientException | 403 | The security token is invalid. | access-analyzer:GetFinding: UnrecognizedClientException: The security token is invalid. AWS does not accept the function's credentials.",
        "ValidationException | 400 | bad id | access-analyzer:GetFinding: ValidationException: bad id.",
      })
  void enrich_eventAloneOfAFindingThatCannotBeRead_isWhatTheEventSays(
      String code, int status, String message, String reason) {
    account.finding =
        () -> {
          throw new AwsCallException("access-analyzer:GetFinding", code, status, message);
        };
    account.tags = () -> Map.of("a", "b");

    TriageState state = enricher.enrich(ALONE);

    assertEquals(EVENT.asAnnounced(reason), state.finding());
    assertEquals(ReadFrom.EVENT, state.finding().readFrom());
    assertEquals(Fact.known(Map.of("a", "b")), state.facts().tags());
  }

  @Test
  void enrich_eventAloneWhereAwsIsNotReached_isWhatTheEventSays() {
    account.finding =
        () -> {
          throw notReached("access-analyzer:GetFinding");
        };

    assertEquals(
        "access-analyzer:GetFinding: SdkClientException: no route. AWS was not reached, or there are no credentials to sign with.",
        enricher.enrich(ALONE).finding().readFailure());
  }

  @Test
  void enrich_eventThatIsRefusedForGood_isWhatTheEventSays() {
    account.finding =
        () -> {
          throw new AwsCallException("access-analyzer:GetFinding", "AccessDenied", 403, "no");
        };

    assertEquals(ReadFrom.EVENT, enricher.enrich(ANNOUNCED).finding().readFrom());
  }

  @Test
  void enrich_eventWithAnAnswerThatCannotBeUnderstood_isWhatTheEventSays() {
    account.finding =
        () -> {
          throw new MalformedInput("GetFindingV2.status is missing");
        };

    assertEquals(
        EVENT.asAnnounced(
            "Access Analyzer's answer could not be understood: GetFindingV2.status is missing."),
        enricher.enrich(ANNOUNCED).finding());
  }

  @Test
  void enrich_resolvedEventThatCannotBeReadAgain_readsNoFacts() {
    account.finding =
        () -> {
          throw new AwsCallException("access-analyzer:GetFinding", "AccessDenied", 403, "no");
        };

    assertNotRead(
        "Not read, because the finding is RESOLVED.",
        enricher.enrich(
            new EnrichRequest.Announced(EVENT.withStatus(FindingStatus.RESOLVED), false)));
  }

  @Test
  void enrich_referenceThatCannotBeRead_saysWhatToDo() {
    assertReferenceFails(
        new AwsCallException("access-analyzer:GetFinding", "AccessDeniedException", 403, "not you"),
        "Finding "
            + ID
            + " of analyzer "
            + ANALYZER
            + " could not be read, and no event describes it: access-analyzer:GetFinding: AccessDeniedException: not you. Grant the enrich function's role access-analyzer:GetFinding, and see that no policy of the resource or the organization denies it.");
    assertReferenceFails(
        new AwsCallException("access-analyzer:GetFinding", "ValidationException", 400, "bad id"),
        "Finding "
            + ID
            + " of analyzer "
            + ANALYZER
            + " could not be read, and no event describes it: access-analyzer:GetFinding: ValidationException: bad id.");
    assertReferenceFails(
        new MalformedInput("GetFindingV2.status is missing"),
        "Finding "
            + ID
            + " of analyzer "
            + ANALYZER
            + " could not be read, and no event describes it: its answer could not be understood: GetFindingV2.status is missing. Look at the finding in the console and report this to the maintainers.");
  }

  @Test
  void enrich_deployedWithoutCredentialsOrConnection_isTriedAgain() {
    account.finding =
        () -> {
          throw new AwsCallException("access-analyzer:GetFinding", "ExpiredToken", 403, "old");
        };
    assertThrows(TransientFailure.class, () -> enricher.enrich(REFERENCE));
    assertThrows(TransientFailure.class, () -> enricher.enrich(ANNOUNCED));

    account.finding =
        () -> {
          throw notReached("access-analyzer:GetFinding");
        };
    assertThrows(TransientFailure.class, () -> enricher.enrich(REFERENCE));
    assertThrows(TransientFailure.class, () -> enricher.enrich(ANNOUNCED));
  }

  @Test
  void enrich_tagsNotReadForNow_isTriedAgain() {
    account.finding = () -> Optional.of(API);
    account.tags =
        () -> {
          throw new AwsCallException("kms:ListResourceTags", "ThrottlingException", 400, "later");
        };

    assertEquals(
        "kms:ListResourceTags: ThrottlingException: later",
        assertThrows(TransientFailure.class, () -> enricher.enrich(ANNOUNCED)).getMessage());
  }

  @Test
  void enrich_aliasesNotReadForNow_isTriedAgain() {
    account.finding = () -> Optional.of(API);
    account.aliases =
        () -> {
          throw new AwsCallException("kms:ListAliases", "KMSInternalException", 500, "later");
        };

    assertThrows(TransientFailure.class, () -> enricher.enrich(ANNOUNCED));
  }

  @Test
  void enrich_tagsDenied_leavesTheAliasesRead() {
    account.finding = () -> Optional.of(API);
    account.tags =
        () -> {
          throw new AwsCallException(
              "kms:ListResourceTags", "AccessDeniedException", 400, "not yours");
        };
    account.aliases = () -> List.of("alias/a");

    assertEquals(
        new Facts(
            Fact.unread(
                Fact.Cause.DENIED,
                "The tags could not be read: kms:ListResourceTags: AccessDeniedException: not yours. Grant the enrich function's role kms:ListResourceTags, and see that no policy of the resource or the organization denies it."),
            Fact.known(List.of("alias/a"))),
        enricher.enrich(ANNOUNCED).facts());
  }

  @Test
  void enrich_aliasesDenied_leavesTheTagsRead() {
    account.finding = () -> Optional.of(API);
    account.tags = () -> Map.of("a", "b");
    account.aliases =
        () -> {
          throw new AwsCallException("kms:ListAliases", "AccessDeniedException", 400, "not yours");
        };

    assertEquals(
        new Facts(
            Fact.known(Map.of("a", "b")),
            Fact.unread(
                Fact.Cause.DENIED,
                "The key aliases could not be read: kms:ListAliases: AccessDeniedException: not yours. Grant the enrich function's role kms:ListAliases, and see that no policy of the resource or the organization denies it.")),
        enricher.enrich(ANNOUNCED).facts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "InvalidArnException | 400 | The tags could not be read: kms:ListResourceTags: InvalidArnException: why.",
        "ExpiredTokenException | 403 | The tags could not be read: kms:ListResourceTags: ExpiredTokenException: why. AWS does not accept the function's credentials.",
      })
  void enrich_tagsNotReadForGood_saysWhy(String code, int status, String reason) {
    account.finding = () -> Optional.of(API);
    account.tags =
        () -> {
          throw new AwsCallException("kms:ListResourceTags", code, status, "why");
        };

    assertEquals(Fact.unread(Fact.Cause.FAILED, reason), enricher.enrich(ANNOUNCED).facts().tags());
  }

  @Test
  void enrich_ofAResourceThatIsGone_saysThatItIs() {
    account.finding = () -> Optional.of(API);
    account.tags =
        () -> {
          throw new AwsCallException("kms:ListResourceTags", "NotFoundException", 400, "why");
        };

    assertEquals(
        Fact.gone("The tags could not be read: kms:ListResourceTags: NotFoundException: why."),
        enricher.enrich(ANNOUNCED).facts().tags());
  }

  @Test
  void enrich_eventAloneAndAwsNotReached_isToldNotThrown() {
    account.finding =
        () -> {
          throw notReached("access-analyzer:GetFinding");
        };
    account.tags =
        () -> {
          throw notReached("kms:ListResourceTags");
        };
    account.aliases =
        () -> {
          throw notReached("kms:ListAliases");
        };

    TriageState state = enricher.enrich(ALONE);

    assertEquals(ReadFrom.EVENT, state.finding().readFrom());
    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "The tags could not be read: kms:ListResourceTags: SdkClientException: no route. AWS was not reached, or there are no credentials to sign with."),
        state.facts().tags());
    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "The key aliases could not be read: kms:ListAliases: SdkClientException: no route. AWS was not reached, or there are no credentials to sign with."),
        state.facts().keyAliases());
  }

  @Test
  void enrich_answerOfTagsThatCannotBeUnderstood_isNotNone() {
    account.finding = () -> Optional.of(API);
    account.tags =
        () -> {
          throw new MalformedInput("kms:ListResourceTags answered a tag without a key");
        };

    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "The tags could not be read by kms:ListResourceTags: kms:ListResourceTags answered a tag without a key."),
        enricher.enrich(ANNOUNCED).facts().tags());
  }

  @Test
  void enrich_bucket_hasNoKeyAliasesForSure() {
    Finding bucket =
        SampleEvents.finding(SampleEvents.external("AWS::S3::Bucket", "arn:aws:s3:::b"));
    account.finding = () -> Optional.of(bucket.asRead("1:abc"));

    assertEquals(
        new Facts(Fact.known(Map.of()), Fact.known(List.of())),
        enricher.enrich(new EnrichRequest.Announced(bucket, false)).facts());
    assertEquals(
        List.of("finding " + ID + " of " + ANALYZER, "s3:GetBucketTagging arn:aws:s3:::b"),
        account.calls);
  }

  @ParameterizedTest
  @CsvSource({"AWS::Lambda::LayerVersion", "AWS::S3::bucket", "AWS::New::Thing"})
  void enrich_typeWithoutReader_isUnsupported(String type) {
    Finding other = SampleEvents.finding(SampleEvents.external(type, "arn:aws:x:::y/z:1%2F"));
    account.finding = () -> Optional.of(other.asRead("1:abc"));

    assertEquals(
        new Facts(
            Fact.unread(
                Fact.Cause.UNSUPPORTED,
                "This version does not read the tags of resources of type " + type + "."),
            Fact.known(List.of())),
        enricher.enrich(new EnrichRequest.Announced(other, false)).facts());
  }

  @Test
  void enrich_otherFamilies_areEnrichedAlike() {
    for (ObjectNode event :
        List.of(
            SampleEvents.internal("AWS::S3::Bucket", "arn:aws:s3:::b"),
            SampleEvents.unused("AWS::S3::Bucket", "arn:aws:s3:::b"))) {
      Finding finding = SampleEvents.finding(event);
      account.finding = () -> Optional.of(finding.asRead("1:abc"));
      account.tags = () -> Map.of("a", "b");

      TriageState state = enricher.enrich(new EnrichRequest.Announced(finding, false));

      assertEquals(finding.asRead("1:abc"), state.finding());
      assertEquals(Fact.known(Map.of("a", "b")), state.facts().tags());
    }
  }

  @Test
  void enrich_answerTooLargeToPassOn_saysSizes() {
    ObjectNode event = SampleEvents.external("AWS::KMS::Key", KEY);
    ArrayNode actions = SampleEvents.detail(event).putArray("action");
    for (int i = 0; i < 20_000; i++) {
      actions.add("kms:Action" + i);
    }
    Finding large = SampleEvents.finding(event).asRead("1:abc");
    account.finding = () -> Optional.of(large);
    int bytes =
        Json.bytes(
                StateBuilder.of(large)
                    .readAt(NOW_IN_MILLISECONDS)
                    .origin(Origin.REFERENCE)
                    .build()
                    .write())
            .length;

    PermanentFailure failure =
        assertThrows(PermanentFailure.class, () -> enricher.enrich(REFERENCE));

    assertEquals(
        "Finding "
            + ID
            + " of analyzer "
            + ANALYZER
            + " is too large to triage: with its facts it has "
            + bytes
            + " bytes, at most 204800 can be passed on. Look at it in the console.",
        failure.getMessage());
  }

  @Test
  void enrich_answerJustSmallEnough_isPassedOn() {
    account.finding = () -> Optional.of(API);
    int without = Json.bytes(enricher.enrich(REFERENCE).write()).length;
    account.tags = () -> Map.of("k", "v".repeat(200 * 1024 - without - "\"k\":\"\"".length() - 1));

    assertEquals(200 * 1024, Json.bytes(enricher.enrich(REFERENCE).write()).length);

    Map<String, String> oneMore = Map.of("k", account.tags.get().get("k") + "v");
    account.tags = () -> oneMore;
    assertThrows(PermanentFailure.class, () -> enricher.enrich(REFERENCE));
  }

  private void assertReferenceFails(RuntimeException failure, String message) {
    account.finding =
        () -> {
          throw failure;
        };

    PermanentFailure thrown =
        assertThrows(PermanentFailure.class, () -> enricher.enrich(REFERENCE));

    assertEquals(message, thrown.getMessage());
    assertEquals(failure, thrown.getCause());
  }

  private void assertNotRead(String reason, TriageState state) {
    assertEquals(
        new Facts(
            Fact.unread(Fact.Cause.FAILED, reason),
            Fact.unread(Fact.Cause.FAILED, reason),
            Fact.unread(Fact.Cause.FAILED, reason),
            Fact.unread(Fact.Cause.FAILED, reason)),
        state.facts());
    assertEquals(1, account.calls.size(), account.calls.toString());
  }

  private static <T> T met(CyclicBarrier barrier, T answer) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("the other call was not made meanwhile", e);
    }
    return answer;
  }

  private FindingEnricher enricher(Clock clock) {
    return enricher(Runnable::run, clock);
  }

  private FindingEnricher enricher(Executor besides) {
    return enricher(besides, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private FindingEnricher enricher(Executor besides, Clock clock) {
    return new FindingEnricher(
        account.findings(),
        new TagReaders(
            Map.of(
                "AWS::KMS::Key", account.tagReader("kms:ListResourceTags"),
                "AWS::S3::Bucket", account.tagReader("s3:GetBucketTagging"))),
        account.aliasReader(),
        besides,
        clock);
  }

  private static AwsCallException notReached(String operation) {
    return AwsCallException.of(operation, SdkClientException.create("no route"));
  }
}
