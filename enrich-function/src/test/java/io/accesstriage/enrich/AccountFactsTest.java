package io.accesstriage.enrich;

import static io.accesstriage.enrich.SampleEvents.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Principal;
import io.accesstriage.fixtures.SettableClock;
import io.accesstriage.json.Fields;
import io.accesstriage.json.RecordJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountFactsTest {
  private static final String OWNER = "111122223333";
  private static final Account PAYMENTS =
      new Account(
          "payments",
          Map.of("stage", "prod"),
          "ou-ab12-cdefghij",
          "r-ab12/ou-ab12-aaaaaaaa/ou-ab12-cdefghij/");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final Set<String> members = new HashSet<>(Set.of(OWNER));
  private final List<String> calls = new ArrayList<>();
  private final Map<String, String> parents =
      new HashMap<>(Map.of("ou-ab12-cdefghij", "ou-ab12-aaaaaaaa", "ou-ab12-aaaaaaaa", "r-ab12"));
  private @Nullable AwsCallException failure;

  private final Organization organization =
      new Organization() {
        @Override
        public Optional<String> accountName(String accountId) {
          called(DESCRIBE_ACCOUNT, accountId);
          return members.contains(accountId) ? Optional.of("payments") : Optional.empty();
        }

        @Override
        public Map<String, String> accountTags(String accountId) {
          called(LIST_TAGS, accountId);
          return Map.of("stage", "prod");
        }

        @Override
        public String parent(String childId) {
          called(LIST_PARENTS, childId);
          return parents.getOrDefault(childId, "ou-ab12-cdefghij");
        }
      };

  private final AccountFacts facts = new AccountFacts(organization, clock, Runnable::run);

  private void called(String operation, String accountId) {
    calls.add(operation + " " + accountId);
    if (failure != null && failure.operation().equals(operation)) {
      throw failure;
    }
  }

  @Test
  void account_notSeenBefore_takesACallForEachUnitMoreAndThenNoneForFifteenMinutes() {
    assertEquals(Fact.known(PAYMENTS), facts.account(finding()));
    assertEquals(
        Set.of(
            "organizations:DescribeAccount 111122223333",
            "organizations:ListTagsForResource 111122223333",
            "organizations:ListParents 111122223333",
            "organizations:ListParents ou-ab12-cdefghij",
            "organizations:ListParents ou-ab12-aaaaaaaa"),
        Set.copyOf(calls));
    clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertEquals(Fact.known(PAYMENTS), facts.account(finding()));
    assertEquals(5, calls.size());
    clock.advance(Duration.ofMillis(1));
    assertEquals(Fact.known(PAYMENTS), facts.account(finding()));
    assertEquals(10, calls.size());
  }

  @Test
  void account_ofTheRoot_isDirectlyInIt() {
    parents.put(OWNER, "r-ab12");

    assertEquals(
        Fact.known(new Account("payments", Map.of("stage", "prod"), "r-ab12", "r-ab12/")),
        facts.account(finding()));
  }

  @Test
  void account_ofUnitsWithoutEnd_isUnread() {
    parents.put("ou-ab12-aaaaaaaa", "ou-ab12-cdefghij");

    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "The account could not be read: organizations:ListParents names more than 5 units above"
                + " an account."),
        facts.account(finding()));
  }

  @Test
  void account_thatLeftTheOrganization_isUnread() {
    members.clear();

    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "The account could not be read: Account 111122223333 is not found in this organization;"
                + " it may have left it."),
        facts.account(finding()));
  }

  @ParameterizedTest
  @CsvSource({
    "organizations:DescribeAccount",
    "organizations:ListTagsForResource",
    "organizations:ListParents"
  })
  void account_denied_isUnreadAndSaysWhatToGrant(String operation) {
    failure = new AwsCallException(operation, "AccessDeniedException", 400, "no");

    assertEquals(
        Fact.unread(
            Fact.Cause.DENIED,
            "The account could not be read: %s: AccessDeniedException: no. Grant the enrich function's role %s. AWS Organizations answers only in the management account or in a delegated administrator's; elsewhere set AccountFacts to none."
                .formatted(operation, operation)),
        facts.account(finding()));
  }

  @Test
  void account_throttled_isTriedAgain() {
    failure =
        new AwsCallException(Organization.LIST_PARENTS, "TooManyRequestsException", 400, "slow");

    assertThrows(TransientFailure.class, () -> facts.account(finding()));
    failure = null;
    assertEquals(Fact.known(PAYMENTS), facts.account(finding()));
  }

  @Test
  void account_withoutOrganization_isUnread() {
    failure =
        new AwsCallException(
            Organization.DESCRIBE_ACCOUNT, "AWSOrganizationsNotInUseException", 400, "none");

    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "The account could not be read: organizations:DescribeAccount:"
                + " AWSOrganizationsNotInUseException: none."),
        facts.account(finding()));
  }

  @Test
  void principal_ofTheResourcesAccount_takesNoFurtherCall() {
    facts.account(finding());
    calls.clear();

    assertEquals(Fact.known(true), facts.principalInOrganization(finding(OWNER)));
    assertEquals(List.of(), calls);
  }

  @Test
  void principal_ofAnotherMember_takesOneCall() {
    members.add("444455556666");
    facts.account(finding());
    calls.clear();

    assertEquals(
        Fact.known(true),
        facts.principalInOrganization(finding("arn:aws:iam::444455556666:role/reader")));
    assertEquals(List.of("organizations:DescribeAccount 444455556666"), calls);
  }

  @Test
  void principal_ofNoMember_isOutsideForAMinute() {
    assertEquals(Fact.known(false), facts.principalInOrganization(finding("444455556666")));
    members.add("444455556666");
    clock.advance(Duration.ofMinutes(1));
    assertEquals(Fact.known(true), facts.principalInOrganization(finding("444455556666")));
  }

  @Test
  void principal_whereTheResourcesAccountIsNotFoundEither_isUnread() {
    members.clear();

    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED,
            "The principal's account could not be read: Neither the principal's account"
                + " 444455556666 nor the resource's account is found in this organization, so it is"
                + " not certain that there is one."),
        facts.principalInOrganization(finding("444455556666")));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS, *, Anyone",
    "Service, s3.amazonaws.com, Service",
    "Federated, arn:aws:iam::444455556666:saml-provider/okta, Federated",
    "CanonicalUser, 79a59df900b949e5, CanonicalUser",
    "aws:PrincipalOrgID, o-exampleorgid, Unknown"
  })
  void principal_ofNoSingleAccount_isUnread(String type, String value, String kind) {
    assertEquals(
        Fact.unread(
            Fact.Cause.UNSUPPORTED,
            "A principal of the kind %s belongs to no account that could be looked up."
                .formatted(kind)),
        facts.principalInOrganization(finding(Principal.of(Map.of(type, value)))));
    assertEquals(List.of(), calls);
  }

  @Test
  void principal_ofAHostileAccount_isNotAskedAbout() {
    assertEquals(
        Fact.unread(
            Fact.Cause.FAILED, "The finding does not say which account the principal is of."),
        facts.principalInOrganization(finding("arn:aws:iam::44445555666x:role/reader")));
    assertEquals(List.of(), calls);
  }

  private static Finding finding() {
    return SampleEvents.finding(SampleEvents.external("AWS::KMS::Key", KEY));
  }

  private static Finding finding(String principal) {
    return finding(Principal.of(Map.of("AWS", principal)));
  }

  private static Finding finding(@Nullable Principal principal) {
    ObjectNode json = RecordJson.STATE.write(finding());
    json.putObject("principal")
        .put("kind", principal.kind().label())
        .put("account", principal.account())
        .put("arn", principal.arn())
        .put("value", principal.value());
    return RecordJson.STATE.read(Finding.class, Fields.of(json, "the test's finding"));
  }
}
