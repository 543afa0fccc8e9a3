package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which names have a value for a finding, and which are unread. */
class VocabularyTest {
  private static final Path EVENTS = Path.of("..", "events");

  @Test
  void value_externalFinding_isTold() {
    assertEquals(Set.of("finding.unused.lastAccessed"), unread(Findings.external()));
    assertEquals(
        "arn:aws:iam::444455556666:role/reader", value(Findings.external(), "principal.value"));
    assertEquals("Role", value(Findings.external(), "principal.kind"));
    assertEquals(List.of("POLICY"), value(Findings.external(), "finding.sources"));
    assertEquals("", value(Findings.external(), "finding.error"));
    assertEquals(0L, value(Findings.external(), "finding.unused.serviceCount"));
  }

  @Test
  void value_internalFinding_isTold() {
    assertEquals(Set.of("finding.unused.lastAccessed"), unread(Findings.internal()));
    assertEquals("INTRA_ACCOUNT", value(Findings.internal(), "access.type"));
  }

  @Test
  void value_accessPoints_areReadOnlyIfAllIsSaidOfEach() {
    String arn = "arn:aws:s3:us-east-1:777788889999:accesspoint/a";
    Finding both =
        from(
            List.of(
                Map.of("type", "POLICY"),
                Map.of("type", "S3_ACCESS_POINT", "accessPointArn", arn),
                Map.of("type", "S3_ACCESS_POINT_ACCOUNT", "accessPointAccount", "999988887777")));

    assertEquals(Set.of("finding.unused.lastAccessed"), unread(both));
    assertEquals(List.of(arn), value(both, "finding.accessPointArns"));
    assertEquals(
        List.of("777788889999", "999988887777"), value(both, "finding.accessPointAccounts"));
    assertEquals(List.of(), value(Findings.external(), "finding.accessPointArns"));
    assertEquals(List.of(), value(Findings.unused(), "finding.accessPointAccounts"));
    for (Map<String, String> source :
        List.of(
            Map.of("type", "S3_ACCESS_POINT"),
            Map.of("type", "S3_ACCESS_POINT", "accessPointArn", "arn:aws:s3:::accesspoint/a"),
            Map.of("type", "S3_ACCESS_POINT", "accessPointAccount", "999988887777"),
            Map.of("type", "S3_ACCESS_POINT_ACCOUNT"),
            Map.of("type", "S3_NEW_POINT", "accessPointArn", arn))) {
      assertEquals(
          Set.of(
              "finding.accessPointArns",
              "finding.accessPointAccounts",
              "finding.unused.lastAccessed"),
          unread(from(List.of(source))),
          source::toString);
    }
  }

  private static Finding from(List<Map<String, String>> sources) {
    return Findings.with(Findings.external(), "/sources", sources);
  }

  @Test
  void value_unusedFinding_hasNoPrincipalAndNoAccessForSure() {
    Finding unused = Findings.unused();

    assertEquals(Set.of(), unread(unused));
    for (String name :
        List.of(
            "principal.kind",
            "principal.account",
            "principal.arn",
            "principal.value",
            "principal.vendor",
            "access.type",
            "finding.restrictions.resourceControlPolicy",
            "finding.restrictions.serviceControlPolicy")) {
      assertEquals("", value(unused, name), name);
    }
    assertEquals(List.of(), value(unused, "access.actions"));
    assertEquals(List.of(), value(unused, "access.levels"));
    assertEquals(Map.of(), value(unused, "access.condition"));
    assertEquals(Map.of(), value(unused, "access.limits"));
    assertEquals(false, value(unused, "access.open"));
    assertEquals(List.of(), value(unused, "finding.sources"));
    assertEquals(3L, value(unused, "finding.unused.actionCount"));
    assertEquals(false, value(unused, "finding.isPublic"));
  }

  @Test
  void value_vendor_isTheNameOfThePrincipalsAccount() {
    AccountNames accounts = new AccountNames(Map.of("444455556666", "Example Partner"));

    for (Map.Entry<String, String> expected :
        Map.of(
                "444455556666",
                "Example Partner",
                "464622532012",
                "Datadog",
                "999988887777",
                "",
                "",
                "")
            .entrySet()) {
      Finding finding = Findings.with(Findings.external(), "/principal/account", expected.getKey());
      assertEquals(
          expected.getValue(),
          Scope.of(Subjects.subject(finding), Map.of(), accounts)
              .find("principal.vendor")
              .orElseThrow(),
          expected::toString);
    }
  }

  @Test
  void value_levels_areThoseOfAllActions() {
    assertEquals(List.of("List", "Read"), value(Findings.external(), "access.levels"));
    assertEquals(
        List.of("Read", "Permissions management"),
        value(
            Findings.with(
                Findings.internal(), "/access/actions", List.of("s3:Put*", "s3:GetObject")),
            "access.levels"));
  }

  @Test
  void value_levelsOfAccessOfWhichNoActionIsTold_areUnread() {
    assertEquals(
        Set.of("access.levels", "finding.unused.lastAccessed"),
        unread(Findings.with(Findings.external(), "/access/actions", List.of())));
  }

  @Test
  void value_roleThatWasNeverUsed_hasNoTimeOfLastUse() {
    assertEquals(
        Set.of("finding.unused.lastAccessed"),
        unread(Findings.without(Findings.unused(), "/unused/lastAccessed")));
  }

  @Test
  void value_unusedFindingWithoutDetails_isUnread() {
    assertEquals(
        Set.of(
            "finding.unused.accessKeyId",
            "finding.unused.actionCount",
            "finding.unused.lastAccessed",
            "finding.unused.serviceCount",
            "finding.unused.services"),
        unread(Findings.without(Findings.unused(), "/unused")));
  }

  @Test
  void value_ofEvents_lacksWhatEventsDoNotTell() throws IOException {
    assertEquals(
        Set.of(
            "finding.accessPointAccounts",
            "finding.accessPointArns",
            "finding.sources",
            "finding.unused.lastAccessed"),
        unread(event("external/kms-key-shared-with-account.json")));
    assertEquals(
        Set.of(
            "access.actions",
            "access.condition",
            "access.levels",
            "access.limits",
            "access.open",
            "finding.isPublic",
            "finding.accessPointAccounts",
            "finding.accessPointArns",
            "finding.sources",
            "finding.unused.lastAccessed",
            "principal.account",
            "principal.arn",
            "principal.kind",
            "principal.value",
            "principal.vendor"),
        unread(event("external/kms-key-analysis-denied.json")));
    assertEquals(
        Set.of(
            "finding.accessPointAccounts",
            "finding.accessPointArns",
            "finding.sources",
            "finding.unused.lastAccessed",
            "principal.account",
            "principal.vendor"),
        unread(event("external/s3-bucket-shared-with-canonical-user.json")));
    assertEquals(
        Set.of("finding.unused.lastAccessed", "finding.unused.services"),
        unread(announced("unused/iam-role-permissions-unused.json")));
    assertEquals(
        Set.of("finding.unused.accessKeyId", "finding.unused.lastAccessed"),
        unread(announced("unused/iam-user-access-key-unused.json")));
  }

  @Test
  void value_servicesOfAListThatWasCut_areUnread() {
    Finding unused = Findings.unused();
    List<String> services =
        IntStream.range(0, UnusedAccess.MOST_SERVICES + 1).mapToObj(i -> "s" + i).toList();

    assertEquals(
        Set.of("finding.unused.services"),
        unread(Findings.with(unused, "/unused/services", services)));
    assertEquals(
        Set.of(), unread(Findings.with(unused, "/unused/services", services.subList(0, 99))));
  }

  @Test
  void value_internalEventOfABucket_lacksTheOwnerUnlessThePrincipalIsOfItsAccount()
      throws IOException {
    assertEquals(
        Set.of(
            "account.id",
            "finding.accessPointAccounts",
            "finding.accessPointArns",
            "finding.sources",
            "finding.unused.lastAccessed",
            "resource.account"),
        unread(event("internal/s3-bucket-written-by-role-of-the-organization.json")));
    assertEquals(
        Set.of(
            "finding.accessPointAccounts",
            "finding.accessPointArns",
            "finding.sources",
            "finding.unused.lastAccessed"),
        unread(event("internal/s3-bucket-read-by-role-of-the-account.json")));
  }

  @Test
  void value_findingOfAnUnknownType_hasNoEmptyFieldsForSure() {
    Finding unknown =
        Findings.without(
            Findings.without(
                Findings.without(
                    Findings.with(Findings.external(), "/type", "BrandNewAccess"), "/principal"),
                "/access"),
            "/sources");

    Set<String> unread = unread(unknown);

    for (String name :
        List.of(
            "principal.value",
            "access.actions",
            "access.levels",
            "access.type",
            "finding.sources",
            "finding.unused.actionCount")) {
      assertEquals(true, unread.contains(name), name);
    }
  }

  @Test
  void value_factsThatWereNotRead_areUnread() {
    Scope scope = Scope.of(Subjects.subject(Findings.external(), Findings.unreadFacts()), Map.of());

    assertEquals(true, scope.find("keyAliases").isEmpty());
    assertEquals(true, scope.tags().isEmpty());
    assertEquals("the key's aliases: kms:ListAliases was refused", scope.whyUnread("keyAliases"));
    assertEquals("the tags: s3:GetBucketTagging was refused", scope.whyUnread("tag"));
  }

  /** A reason that says what was not read does not say it twice. */
  @Test
  void whyUnread_ofASentence_isThatSentence() {
    String reason = "The tags could not be read: s3:GetBucketTagging: AccessDenied.";
    Fact<Map<String, String>> tags = Fact.unread(Fact.Cause.DENIED, reason);
    Scope scope =
        Scope.of(
            Subjects.subject(Findings.external(), new Facts(tags, Fact.known(List.of()))),
            Map.of());

    assertEquals(reason, scope.whyUnread("tag"));
  }

  @Test
  void value_accountFacts_areThoseOfTheOrganization() {
    Scope scope =
        Scope.of(Subjects.subject(Findings.external(), Findings.accountFacts()), Map.of());

    assertEquals(Findings.external().resource().account(), scope.find("account.id").orElseThrow());
    assertEquals("payments", scope.find("account.name").orElseThrow());
    assertEquals(Map.of("stage", "prod"), scope.find("account.tags").orElseThrow());
    assertEquals("ou-ab12-cdefghij", scope.find("account.ou").orElseThrow());
    assertEquals(
        "r-ab12/ou-ab12-aaaaaaaa/ou-ab12-cdefghij/", scope.find("account.path").orElseThrow());
    assertEquals(false, scope.find("principal.inOrganization").orElseThrow());
  }

  /** What an earlier version kept has no path. */
  @Test
  void value_accountWithoutAPath_isUnread() {
    Facts facts =
        new Facts(
            Fact.known(Map.of()),
            Fact.known(List.of()),
            Fact.known(new Account("payments", Map.of(), "ou-ab12-cdefghij", null)),
            Fact.known(false));
    Scope scope = Scope.of(Subjects.subject(Findings.external(), facts), Map.of());

    assertEquals("ou-ab12-cdefghij", scope.find("account.ou").orElseThrow());
    assertEquals(Optional.empty(), scope.find("account.path"));
    assertEquals("account.path was not read", scope.unread("account.path"));
  }

  @Test
  void value_accountsThatWereNotLookedUp_areUnreadButForTheId() {
    Scope scope = Scope.of(Subjects.subject(Findings.external()), Map.of());

    for (String name :
        List.of(
            "account.name",
            "account.tags",
            "account.ou",
            "account.path",
            "principal.inOrganization")) {
      assertEquals(Optional.empty(), scope.find(name), name);
      assertEquals(
          name + ": Accounts are not looked up: the parameter AccountFacts is none.",
          scope.whyUnread(name));
    }
    assertEquals("account.name was not read", scope.unread("account.name"));
    assertEquals(Findings.external().resource().account(), scope.find("account.id").orElseThrow());
    assertEquals(false, value(Findings.unused(), "principal.inOrganization"));
  }

  private static Object value(Finding finding, String name) {
    return Scope.of(Subjects.subject(finding), Map.of()).find(name).orElseThrow();
  }

  private static Set<String> unread(Finding finding) {
    Scope scope = Scope.of(Subjects.subject(finding, Findings.accountFacts()), Map.of());
    Set<String> unread = new TreeSet<>();
    for (Vocabulary.Name name : Vocabulary.NAMES) {
      if (scope.find(name.name()).isEmpty()) {
        unread.add(name.name());
      }
    }
    return unread;
  }

  private static Finding announced(String path) throws IOException {
    return FindingEvent.parse(
        Json.readObject(Files.readAllBytes(EVENTS.resolve(path)), "the event"));
  }

  private static Finding event(String path) throws IOException {
    Finding finding = announced(path);
    return finding.asRead(ContentHash.of(finding, Map.of()));
  }
}
