package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.SettableClock;
import io.accesstriage.state.TriageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How many calls a finding costs, with the enricher's real parts down to the services' SDK clients.
 */
final class EnrichCallsTest {
  private static final String UNIT = "ou-ab12-cdefghij";
  private static final String OWN = "111122223333";
  private static final String OTHER = "444455556666";
  private static final String PRINCIPAL = "777788889999";

  private static final String READ_FINDING = "access-analyzer:GetFinding";
  private static final String READ_TAGS = "POST kms.us-east-1.amazonaws.com";
  private static final String ASSUME = "sts:AssumeRole " + OTHER;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final List<String> calls = new ArrayList<>();
  private final Wire wire = new Wire();
  private @Nullable AwsCallException refusal;

  private final Organization organization =
      new Organization() {
        @Override
        public Optional<String> accountName(String accountId) {
          called(DESCRIBE_ACCOUNT + " " + accountId);
          return members.contains(accountId) ? Optional.of("payments") : Optional.empty();
        }

        @Override
        public Map<String, String> accountTags(String accountId) {
          called(LIST_TAGS + " " + accountId);
          return Map.of();
        }

        @Override
        public String parent(String childId) {
          called(LIST_PARENTS + " " + childId);
          return childId.startsWith("ou-") ? "r-ab12" : UNIT;
        }
      };

  private List<String> members = List.of(OWN, OTHER, PRINCIPAL);

  @Test
  void bucket_costsTheFindingAndOneCall() {
    FindingEnricher enricher = enricher(false, Runnable::run);
    wire.answer(
        new Wire.Answer(404, "<Error><Code>NoSuchTagSet</Code></Error>"),
        new Wire.Answer(404, "<Error><Code>NoSuchTagSet</Code></Error>"));

    assertEquals(
        List.of(READ_FINDING, "GET amzn-s3-demo-bucket.s3.amazonaws.com"),
        callsOf(enricher, bucket()));
    assertEquals(
        List.of(READ_FINDING, "GET amzn-s3-demo-bucket.s3.amazonaws.com"),
        callsOf(enricher, bucket()));
  }

  @Test
  void key_costsTheFindingAndTwoCalls() {
    FindingEnricher enricher = enricher(false, Runnable::run);
    answerKey(1);

    assertEquals(List.of(READ_FINDING, READ_TAGS, READ_TAGS), callsOf(enricher, key(OWN)));
  }

  @Test
  void keyOfThreeHundredAliases_costsACallForEachHundred() {
    FindingEnricher enricher = enricher(false, Runnable::run);
    wire.answer(aliases(0, "2"), aliases(100, "3"), aliases(200, null), tags());

    TriageState state = enricher.enrich(announced(key(OWN)));

    String[] names = new String[300];
    Arrays.setAll(names, i -> "alias/" + i);
    Arrays.sort(names);
    assertEquals(Fact.known(List.of(names)), state.facts().keyAliases());
    assertEquals(4, wire.sent.size());
  }

  @Test
  void keyOfAnotherAccount_costsOneCallMoreOnceInFiftyFiveMinutes() {
    FindingEnricher enricher = enricher(false, Runnable::run);
    answerKey(3);

    assertEquals(
        List.of(READ_FINDING, ASSUME, READ_TAGS, READ_TAGS), callsOf(enricher, key(OTHER)));
    assertEquals(List.of(READ_FINDING, READ_TAGS, READ_TAGS), callsOf(enricher, key(OTHER)));
    clock.advance(Duration.ofMinutes(55));
    assertEquals(
        List.of(READ_FINDING, ASSUME, READ_TAGS, READ_TAGS), callsOf(enricher, key(OTHER)));
  }

  @Test
  void
      accountFacts_costThreeCallsForAnAccountAndOneForEachUnitAndThePrincipalsOnceInAQuarterOfAnHour() {
    FindingEnricher enricher = enricher(true, Runnable::run);
    answerKey(3);

    assertEquals(
        List.of(
            READ_FINDING,
            ASSUME,
            READ_TAGS,
            "organizations:ListTagsForResource " + OTHER,
            "organizations:ListParents " + OTHER,
            "organizations:DescribeAccount " + OTHER,
            "organizations:ListParents " + UNIT,
            "organizations:DescribeAccount " + PRINCIPAL,
            READ_TAGS),
        callsOf(enricher, key(OTHER)));
    assertEquals(List.of(READ_FINDING, READ_TAGS, READ_TAGS), callsOf(enricher, key(OTHER)));
    clock.advance(Duration.ofMinutes(15));
    assertEquals(8, callsOf(enricher, key(OTHER)).size());
  }

  @Test
  void accountWithoutRole_costsOneCallAMinuteForAllItsFindings() {
    FindingEnricher enricher = enricher(false, Runnable::run);
    refusal = new AwsCallException("sts:AssumeRole", "AccessDenied", 403, "no");

    assertEquals(List.of(READ_FINDING, ASSUME), callsOf(enricher, key(OTHER)));
    assertEquals(List.of(READ_FINDING), callsOf(enricher, key(OTHER)));
    clock.advance(Duration.ofMinutes(1));
    assertEquals(List.of(READ_FINDING, ASSUME), callsOf(enricher, key(OTHER)));
  }

  @Test
  void independentCalls_areMadeAtTheSameTime() {
    // The name, tags and parent of the resource's account, and the name of the principal's.
    CyclicBarrier all = new CyclicBarrier(4);
    AtomicInteger met = new AtomicInteger();
    Organization together =
        new Organization() {
          @Override
          public Optional<String> accountName(String accountId) {
            meet();
            return Optional.of("payments");
          }

          @Override
          public Map<String, String> accountTags(String accountId) {
            meet();
            return Map.of();
          }

          @Override
          public String parent(String accountId) {
            meet();
            return "r-ab12";
          }

          private void meet() {
            try {
              all.await(10, TimeUnit.SECONDS);
              met.incrementAndGet();
            } catch (Exception e) {
              throw new IllegalStateException("not at the same time as the others", e);
            }
          }
        };
    Executor threads = ConcurrentCalls::onAThreadOfItsOwn;
    answerKey(1);

    enricher(new AccountFacts(together, clock, threads), threads).enrich(announced(key(OWN)));

    assertEquals(4, met.get());
  }

  @Test
  void assumeRoleThatIsThrottled_isTriedAgainByTheStateMachine() {
    FindingEnricher enricher = enricher(false, Runnable::run);
    refusal = new AwsCallException("sts:AssumeRole", "Throttling", 400, "Rate exceeded");

    TransientFailure failure =
        assertThrows(TransientFailure.class, () -> enricher.enrich(announced(key(OTHER))));

    assertTrue(failure.getMessage().contains("sts:AssumeRole: Throttling"), failure.getMessage());
    refusal = null;
    answerKey(1);
    assertEquals(Fact.known(Map.of()), enricher.enrich(announced(key(OTHER))).facts().tags());
  }

  @Test
  void accountThatLeftTheOrganization_hasNoFactsAndSaysSo() {
    FindingEnricher enricher = enricher(true, Runnable::run);
    members = List.of(OWN, PRINCIPAL);
    refusal = new AwsCallException("sts:AssumeRole", "AccessDenied", 403, "no");
    String denied =
        " could not be read: sts:AssumeRole: AccessDenied: no. Deploy org/member-account-role.yaml"
            + " as a StackSet to account 444455556666 (role"
            + " arn:aws:iam::444455556666:role/AccessAnalyzerTriageRead); if it is there, see that"
            + " it trusts this function's role and asks for the same external id, that the account"
            + " is active and in this organization, and that no policy denies it.";

    assertEquals(
        new Facts(
            Fact.unread(Fact.Cause.NO_ROLE, "The tags" + denied),
            Fact.unread(Fact.Cause.NO_ROLE, "The key aliases" + denied),
            Fact.<Account>unread(
                Fact.Cause.FAILED,
                "The account could not be read: Account 444455556666 is not found in this"
                    + " organization; it may have left it."),
            Fact.known(true)),
        enricher.enrich(announced(key(OTHER))).facts());
  }

  @Test
  void keyThatWasDeleted_hasFactsThatFailedNotNone() {
    FindingEnricher enricher = enricher(false, Runnable::run);
    Wire.Answer gone =
        new Wire.Answer(400, "{\"__type\":\"NotFoundException\",\"message\":\"no such key\"}");
    wire.answer(gone, gone);

    assertEquals(
        new Facts(
            Fact.gone(
                "The tags could not be read: kms:ListResourceTags: NotFoundException: no such"
                    + " key."),
            Fact.gone(
                "The key aliases could not be read: kms:ListAliases: NotFoundException: no such"
                    + " key.")),
        enricher.enrich(announced(key(OWN))).facts());
  }

  private void called(String call) {
    synchronized (calls) {
      calls.add(call);
    }
  }

  /** The calls that enriching the finding makes, without what the services answered. */
  private List<String> callsOf(FindingEnricher enricher, Finding finding) {
    calls.clear();
    enricher.enrich(announced(finding));
    return List.copyOf(calls);
  }

  private FindingEnricher enricher(boolean readsAccounts, Executor besides) {
    return enricher(readsAccounts ? new AccountFacts(organization, clock, besides) : null, besides);
  }

  private FindingEnricher enricher(@Nullable AccountFacts accounts, Executor besides) {
    AccountAccess access =
        new AccountAccess(
            new EnrichConfig("aws", OWN, "AccessAnalyzerTriageRead", null, accounts != null),
            (roleArn, sessionName, externalId) -> {
              called("sts:AssumeRole " + roleArn.split(":", -1)[4]);
              if (refusal != null) {
                throw refusal;
              }
              return new RoleAssumer.Session(
                  AwsBasicCredentials.create("id", "secret"),
                  clock.instant().plus(Duration.ofHours(1)));
            },
            clock);
    wire.onSent(request -> called(request.split(" ", -1)[0] + " " + request.split("/", -1)[2]));
    RegionalClients<KmsClient> kms =
        new RegionalClients<>(
            access,
            (region, credentials) ->
                KmsClient.builder()
                    .httpClient(wire)
                    .region(Region.of(region))
                    .credentialsProvider(credentials.orElse(Wire.CREDENTIALS))
                    .build());
    RegionalClients<S3Client> s3 =
        new RegionalClients<>(
            access,
            (region, credentials) ->
                S3Client.builder()
                    .httpClient(wire)
                    .region(Region.of(region))
                    .credentialsProvider(credentials.orElse(Wire.CREDENTIALS))
                    .build());
    return new FindingEnricher(
        (analyzerArn, findingId) -> {
          called(READ_FINDING);
          return Optional.of(finding);
        },
        new FactsReader(
            new TagReaders(
                Map.of(
                    "AWS::KMS::Key",
                    new KmsTagReader(kms),
                    "AWS::S3::Bucket",
                    new S3TagReader(s3))),
            new KmsAliasReader(kms),
            accounts,
            besides),
        clock);
  }

  private Finding finding = key(OWN);

  private EnrichRequest announced(Finding of) {
    finding = of.asRead("1:abc");
    return new EnrichRequest.Announced(of, false);
  }

  private void answerKey(int times) {
    for (int i = 0; i < times; i++) {
      wire.answer(aliases(0, null), tags());
    }
  }

  /** Of a hundred aliases, of which a key without tags has the first in its tags' answer, too. */
  private static Wire.Answer aliases(int first, @Nullable String next) {
    StringBuilder json = new StringBuilder("{\"Tags\":[],\"Aliases\":[");
    for (int i = first; i < first + 100; i++) {
      json.append(i == first ? "" : ",").append("{\"AliasName\":\"alias/%d\"}".formatted(i));
    }
    return new Wire.Answer(
        200,
        json.append("],\"Truncated\":%b".formatted(next != null))
            .append(next == null ? "}" : ",\"NextMarker\":\"" + next + "\"}")
            .toString());
  }

  private static Wire.Answer tags() {
    return new Wire.Answer(200, "{\"Tags\":[],\"Aliases\":[],\"Truncated\":false}");
  }

  private static Finding key(String account) {
    ObjectNode event =
        SampleEvents.external(
            "AWS::KMS::Key",
            "arn:aws:kms:us-east-1:%s:key/1234abcd-12ab-34cd-56ef-1234567890ab".formatted(account));
    SampleEvents.detail(event).put("accountId", account);
    return SampleEvents.finding(event);
  }

  private static Finding bucket() {
    return SampleEvents.finding(
        SampleEvents.external("AWS::S3::Bucket", "arn:aws:s3:::amzn-s3-demo-bucket"));
  }
}
