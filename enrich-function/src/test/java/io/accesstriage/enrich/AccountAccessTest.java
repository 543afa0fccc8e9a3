package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Resource;
import io.accesstriage.fixtures.SettableClock;
import io.accesstriage.json.MalformedInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.kms.KmsClient;

final class AccountAccessTest {
  private static final String OWN = "111122223333";
  private static final String OTHER = "444455556666";
  private static final EnrichConfig CONFIG =
      new EnrichConfig("aws", OWN, "AccessAnalyzerTriageRead", null, false);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final List<String> assumed = new ArrayList<>();
  private @Nullable AwsCallException failure;

  private final RoleAssumer roles =
      (roleArn, sessionName, externalId) -> {
        assumed.add(roleArn + " " + sessionName + " " + externalId);
        if (failure != null) {
          throw failure;
        }
        return new RoleAssumer.Session(
            AwsBasicCredentials.create("key" + assumed.size(), "secret"),
            clock.instant().plus(Duration.ofHours(1)));
      };

  private final AccountAccess access = new AccountAccess(CONFIG, roles, clock);

  @Test
  void credentials_ownAccountOrNone_areTheFunctionsOwn() {
    assertEquals(Optional.empty(), access.credentials(key(OWN)));
    assertEquals(
        Optional.empty(),
        access.credentials(new Resource("arn:aws:s3:::b", "AWS::S3::Bucket", null, "us-east-1")));
    assertEquals(List.of(), assumed);
  }

  @Test
  void credentials_otherAccount_areOfItsRoleUnderATellingName() {
    assertEquals("key1", keyId(OTHER));
    assertEquals(
        List.of(
            "arn:aws:iam::444455556666:role/AccessAnalyzerTriageRead"
                + " access-analyzer-triage@111122223333 null"),
        assumed);
  }

  @Test
  void credentials_sessionName_fitsAws() {
    keyId(OTHER);

    String name = assumed.get(0).split(" ", -1)[1];
    assertTrue(name.matches("[\\w+=,.@-]{2,64}"), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-cn", "aws-us-gov"})
  void credentials_otherPartition_areOfTheRoleThere(String partition) {
    access.credentials(
        new Resource(
            "arn:%s:kms:r:444455556666:key/1".formatted(partition), "AWS::KMS::Key", OTHER, "r"));

    assertTrue(
        assumed.get(0).startsWith("arn:" + partition + ":iam::444455556666:role/"), assumed.get(0));
  }

  @Test
  void credentials_externalId_isGiven() {
    new AccountAccess(new EnrichConfig("aws", OWN, "Read", "triage-1234", false), roles, clock)
        .credentials(key(OTHER));

    assertEquals(
        List.of(
            "arn:aws:iam::444455556666:role/Read access-analyzer-triage@111122223333 triage-1234"),
        assumed);
  }

  @Test
  void credentials_again_areKeptUntilShortlyBeforeTheyExpire() {
    assertEquals("key1", keyId(OTHER));
    clock.advance(Duration.ofMinutes(55).minusMillis(1));
    assertEquals("key1", keyId(OTHER));
    clock.advance(Duration.ofMillis(1));
    assertEquals("key2", keyId(OTHER));
    assertEquals("key3", keyId("777788889999"));
    assertEquals("key2", keyId(OTHER));
  }

  @Test
  void credentials_ofAProviderThatWasKept_areRenewed() {
    AwsCredentialsProvider provider = access.credentials(key(OTHER)).orElseThrow();
    clock.advance(Duration.ofHours(2));

    assertEquals("key2", provider.resolveCredentials().accessKeyId());
  }

  @Test
  void credentials_refused_sayWhatToDeployAndAreAskedForAgainAMinuteLater() {
    failure =
        new AwsCallException(
            "sts:AssumeRole", "AccessDenied", 403, "User is not authorized to perform that.");

    NotReadable refused = assertThrows(NotReadable.class, () -> access.credentials(key(OTHER)));
    assertEquals(Fact.Cause.NO_ROLE, refused.factCause());
    assertEquals(
        "sts:AssumeRole: AccessDenied: User is not authorized to perform that. Deploy org/member-account-role.yaml as a StackSet to account 444455556666 (role arn:aws:iam::444455556666:role/AccessAnalyzerTriageRead); if it is there, see that it trusts this function's role and asks for the same external id, that the account is active and in this organization, and that no policy denies it.",
        refused.getMessage());

    failure = null;
    assertThrows(NotReadable.class, () -> access.credentials(key(OTHER)));
    assertEquals(1, assumed.size());
    clock.advance(Duration.ofMinutes(1));
    assertEquals("key2", keyId(OTHER));
  }

  @ParameterizedTest
  @CsvSource({"Throttling, TRANSIENT", "InternalFailure, TRANSIENT", "ValidationError, OTHER"})
  void credentials_notToBeHadNow_areNotKeptAsRefused(String code, AwsCallException.Kind kind) {
    failure = new AwsCallException("sts:AssumeRole", code, 400, "no");

    assertEquals(
        kind, assertThrows(AwsCallException.class, () -> access.credentials(key(OTHER))).kind());
    failure = null;
    assertEquals("key2", keyId(OTHER));
  }

  @Test
  void credentials_withoutRole_areNeverTheFunctionsOwn() {
    AccountAccess none =
        new AccountAccess(new EnrichConfig("aws", OWN, null, null, false), roles, clock);

    NotReadable refused = assertThrows(NotReadable.class, () -> none.credentials(key(OTHER)));
    assertEquals(Fact.Cause.NO_ROLE, refused.factCause());
    assertEquals(
        "The resource is in account 444455556666, and MemberAccountRoleName is none, so no role is assumed there. Set it and deploy org/member-account-role.yaml to that account.",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "44445555666", "4444555566667", "44445555666/", "role/x:iam::1"})
  void credentials_whatIsNoAccount_areNotAskedFor(String account) {
    assertThrows(MalformedInput.class, () -> access.credentials(key(account)));
    assertEquals(List.of(), assumed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"arn:AWS:kms:r:1:key/1", "arn:aws x:kms:r:1:key/1", "key", "arn:aws-"})
  void credentials_whatIsNoArnOfAws_areNotAskedFor(String arn) {
    Resource resource = new Resource(arn, "AWS::KMS::Key", OTHER, "us-east-1");

    assertThrows(MalformedInput.class, () -> access.credentials(resource));
    assertEquals(List.of(), assumed);
  }

  @Test
  void credentials_ofManyThreads_areAskedForOnceAnAccount() throws Exception {
    Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    AccountAccess shared =
        new AccountAccess(
            CONFIG,
            (roleArn, sessionName, externalId) -> {
              calls.computeIfAbsent(roleArn, arn -> new AtomicInteger()).incrementAndGet();
              return new RoleAssumer.Session(
                  AwsBasicCredentials.create(roleArn, "secret"), Instant.MAX);
            },
            clock);
    int threads = 16;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(
            executor.submit(
                () -> {
                  start.await();
                  for (int n = 0; n < 200; n++) {
                    String account = "44445555666" + n % 10;
                    AwsCredentials got =
                        shared.credentials(key(account)).orElseThrow().resolveCredentials();
                    if (!got.accessKeyId().contains(account)) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      start.countDown();
      for (Future<Boolean> answer : answers) {
        assertTrue(answer.get(), "credentials of another account");
      }
    } finally {
      executor.shutdownNow();
    }
    assertEquals(10, calls.size());
    assertEquals(
        Set.of(1),
        calls.values().stream()
            .map(AtomicInteger::get)
            .collect(java.util.stream.Collectors.toSet()));
  }

  @Test
  void clients_ofAccountsAndRegions_areOneEachWithTheirCredentials() {
    RegionalClients<KmsClient> clients = access.clients(KmsClient::builder);

    KmsClient other = clients.of(key(OTHER));
    assertSame(other, clients.of(key(OTHER)));
    assertEquals(
        "key1",
        other
            .serviceClientConfiguration()
            .credentialsProvider()
            .resolveIdentity()
            .toCompletableFuture()
            .join()
            .toString()
            .replaceAll(".*accessKeyId=(\\w+).*", "$1"));
    assertTrue(other != clients.of(key("777788889999")), "a client of two accounts");
    assertTrue(other != clients.of(key(OWN)), "a client of the own account and another");
    assertEquals(2, assumed.size());
  }

  @Test
  void clients_ofAnAccountThatRefuses_areNotMade() {
    failure = new AwsCallException("sts:AssumeRole", "AccessDenied", 403, "no");
    RegionalClients<Object> clients =
        new RegionalClients<>(
            access,
            (region, credentials) -> {
              throw new AssertionError("made a client");
            });

    assertThrows(NotReadable.class, () -> clients.of(key(OTHER)));
  }

  private String keyId(String account) {
    return access.credentials(key(account)).orElseThrow().resolveCredentials().accessKeyId();
  }

  private static Resource key(String account) {
    return new Resource(
        "arn:aws:kms:us-east-1:%s:key/1".formatted(account), "AWS::KMS::Key", account, "us-east-1");
  }
}
