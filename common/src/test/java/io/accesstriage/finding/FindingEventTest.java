package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FindingEventTest {
  @Test
  void parse_externalFinding_isAllOfIt() {
    assertEquals(
        Finding.builder(
                "22222222-dcba-4444-dcba-333333333333",
                "arn:aws:access-analyzer:us-west-2:111122223333:analyzer/organization",
                FindingType.EXTERNAL_ACCESS,
                new Resource(
                    "arn:aws:s3:::amzn-s3-demo-bucket",
                    "AWS::S3::Bucket",
                    "444455556666",
                    "us-west-2"))
            .isPublic(false)
            .principal(new Principal(PrincipalKind.ACCOUNT, "777788889999", "", "777788889999"))
            .access(
                new Access(
                    List.of("s3:PutObject", "s3:GetObject"),
                    Map.of("aws:SourceVpc", "vpc-1a2b3c4d"),
                    ""))
            .restrictions(new Restrictions("NOT_APPLICABLE", ""))
            .createdAt(Instant.parse("2026-08-09T03:01:05Z"))
            .analyzedAt(Instant.parse("2026-08-10T09:06:55Z"))
            .updatedAt(Instant.parse("2026-08-10T08:58:03Z"))
            .readFrom(ReadFrom.EVENT)
            .build(),
        FindingEvent.parse(sample("external.json")));
  }

  @Test
  void parse_errorFinding_knowsNothingOfTheAccess() {
    Finding finding = FindingEvent.parse(sample("external-error.json"));

    assertEquals("ACCESS_DENIED", finding.error());
    assertTrue(finding.isError());
    assertNull(finding.isPublic());
    assertTrue(finding.mayBePublic());
    assertNull(finding.principal());
    assertEquals(new Access(null, null, ""), finding.access());
    assertEquals(FindingType.EXTERNAL_ACCESS, finding.type());
  }

  @Test
  void parse_internalFinding_isAllOfItAndThePrincipalsAccountIsNotTheOwner() {
    assertEquals(
        Finding.builder(
                "33333333-dcba-4444-dcba-333333333333",
                "arn:aws:access-analyzer:us-west-2:111122223333:analyzer/internal",
                FindingType.INTERNAL_ACCESS,
                new Resource(
                    "arn:aws:s3:::amzn-s3-demo-bucket", "AWS::S3::Bucket", null, "us-west-2"))
            .isPublic(false)
            .principal(
                new Principal(
                    PrincipalKind.ROLE,
                    "444455556666",
                    "arn:aws:iam::444455556666:role/Reader",
                    "arn:aws:iam::444455556666:role/Reader"))
            .access(new Access(List.of("s3:GetObject"), Map.of(), "INTRA_ORG"))
            .restrictions(new Restrictions("NOT_APPLICABLE", "APPLIED"))
            .createdAt(Instant.parse("2026-08-09T03:01:05.019823465Z"))
            .analyzedAt(Instant.parse("2026-08-10T09:06:55.123456789Z"))
            .updatedAt(Instant.parse("2026-08-10T08:58:03.987654321Z"))
            .readFrom(ReadFrom.EVENT)
            .build(),
        FindingEvent.parse(sample("internal.json")));
  }

  /** A bucket's ARN names no account, but both are of the same. */
  @Test
  void parse_internalFindingWithinAnAccount_isOwnedByThePrincipalsAccount() {
    Fields event = changed("internal.json", detail -> detail.put("accessType", "INTRA_ACCOUNT"));

    assertEquals("444455556666", FindingEvent.parse(event).resource().account());
  }

  @Test
  void parse_internalFindingOfAResourceWhoseArnNamesAnAccount_isOwnedByThatAccount() {
    Fields event =
        changed(
            "internal.json",
            detail ->
                detail
                    .put("resourceType", "AWS::DynamoDB::Table")
                    .put("resource", "arn:aws:dynamodb:eu-west-1:777788889999:table/Orders"));

    assertEquals(
        new Resource(
            "arn:aws:dynamodb:eu-west-1:777788889999:table/Orders",
            "AWS::DynamoDB::Table",
            "777788889999",
            "eu-west-1"),
        FindingEvent.parse(event).resource());
  }

  @Test
  void parse_unusedFinding_isAllOfIt() {
    assertEquals(
        Finding.builder(
                "b8ae0460-5d29-4922-b92a-ba956c986277",
                "arn:aws:access-analyzer:us-west-2:111122223333:analyzer/unused",
                FindingType.UNUSED_PERMISSION,
                new Resource(
                    "arn:aws:iam::444455556666:role/FindIntegTestFakeRole",
                    "AWS::IAM::Role",
                    "444455556666",
                    "us-west-2"))
            .isPublic(false)
            .unused(new UnusedAccess(null, false, "", 12, 3, List.of()))
            .createdAt(Instant.parse("2026-08-09T17:20:20.574Z"))
            .analyzedAt(Instant.parse("2026-08-10T17:20:20.574Z"))
            .updatedAt(Instant.parse("2026-08-10T17:20:20.574Z"))
            .readFrom(ReadFrom.EVENT)
            .build(),
        FindingEvent.parse(sample("unused-permission.json")));
  }

  /** The documentation has one name for some events, and the other for others. */
  @ParameterizedTest
  @CsvSource({
    "external.json, id, findingId",
    "internal.json, id, findingId",
    "unused-permission.json, findingId, id"
  })
  void parse_findingThatSaysItsIdByTheOtherName_isReadAll(
      String sample, String usual, String other) {
    String id = FindingEvent.parse(sample(sample)).id();

    assertEquals(
        id,
        FindingEvent.parse(changed(sample, detail -> detail.set(other, detail.remove(usual))))
            .id());
    assertEquals(id, FindingEvent.parse(changed(sample, detail -> detail.put(other, id))).id());
    assertEquals(
        "event.detail.%s: expected the same as event.detail.%s, found another finding"
            .formatted(other, usual),
        assertThrows(
                MalformedInput.class,
                () -> FindingEvent.parse(changed(sample, detail -> detail.put(other, "another"))))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword"})
  void parse_unusedFindingOfOtherTypes_countsNothing(String type) {
    Finding finding = FindingEvent.parse(unusedWithoutCounts(type));

    assertEquals(new FindingType(type), finding.type());
    assertEquals(new UnusedAccess(null, false, "", 0, 0, List.of()), finding.unused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UnusedPermission", "NotYetKnown"})
  void parse_unusedFindingThatShouldCountOrMight_tellsNothingOfWhatIsUnused(String type) {
    Finding finding = FindingEvent.parse(unusedWithoutCounts(type));

    assertEquals(new FindingType(type), finding.type());
    assertNull(finding.unused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"numberOfUnusedServices", "numberOfUnusedActions"})
  void parse_unusedPermissionsWithoutOneOfTheCounts_tellsNothingOfWhatIsUnused(String count) {
    assertNull(
        FindingEvent.parse(changed("unused-permission.json", detail -> detail.remove(count)))
            .unused());
  }

  private static Fields unusedWithoutCounts(String type) {
    return changed(
        "unused-permission.json",
        detail ->
            detail
                .put("findingType", type)
                .without(List.of("numberOfUnusedServices", "numberOfUnusedActions")));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE", "ARCHIVED", "RESOLVED"})
  void parse_status_isWhatTheEventSays(FindingStatus status) {
    assertEquals(
        status,
        FindingEvent.parse(changed("external.json", d -> d.put("status", status.name()))).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"external.json", "internal.json", "unused-permission.json"})
  void parse_deletedFinding_isGoneWhateverItsStatus(String file) {
    assertEquals(
        FindingStatus.GONE,
        FindingEvent.parse(changed(file, d -> d.put("isDeleted", true))).status());
  }

  @Test
  void parse_externalFindingWithoutIsPublic_isNotTakenForPrivate() {
    Finding finding =
        FindingEvent.parse(changed("external.json", detail -> detail.remove("isPublic")));

    assertNull(finding.isPublic());
    assertTrue(finding.mayBePublic());
  }

  @Test
  void parse_publicFinding_isPublic() {
    Finding finding =
        FindingEvent.parse(
            changed(
                "external.json",
                detail -> {
                  detail.put("isPublic", true);
                  detail.putObject("principal").put("AWS", "*");
                }));

    assertEquals(true, finding.isPublic());
    assertEquals(new Principal(PrincipalKind.ANYONE, "", "", "*"), finding.principal());
  }

  @Test
  void parse_snapshotArnWithoutAccount_isOwnedByTheFindingsAccount() {
    Finding finding =
        FindingEvent.parse(
            changed(
                "external.json",
                detail ->
                    detail
                        .put("resourceType", "AWS::EC2::Snapshot")
                        .put(
                            "resource", "arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0")));

    assertEquals(
        new Resource(
            "arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0",
            "AWS::EC2::Snapshot",
            "444455556666",
            "eu-west-1"),
        finding.resource());
  }

  @Test
  void parse_resourceThatIsNoArn_isOfTheFindingsRegion() {
    Finding finding =
        FindingEvent.parse(changed("external.json", d -> d.put("resource", "not:an/arn%2F")));

    assertEquals(
        new Resource("not:an/arn%2F", "AWS::S3::Bucket", "444455556666", "us-west-2"),
        finding.resource());
  }

  @Test
  void parse_unknownFields_areIgnored() {
    assertEquals(
        FindingEvent.parse(sample("external.json")),
        FindingEvent.parse(
            changed("external.json", d -> d.putObject("novelty").putArray("list").add(1))));
  }

  @Test
  void parse_otherPartitions_areRead() {
    ObjectNode event = node("external.json");
    event
        .putArray("resources")
        .add("arn:aws-us-gov:access-analyzer:us-gov-west-1:111122223333:analyzer/a");

    assertEquals(
        "arn:aws-us-gov:access-analyzer:us-gov-west-1:111122223333:analyzer/a",
        FindingEvent.parse(Fields.of(event, "event")).analyzerArn());
  }

  record Malformed(String file, Consumer<ObjectNode> change, String message) {}

  static Stream<Malformed> malformed() {
    return Stream.of(
        new Malformed("external.json", e -> e.remove("source"), "event.source is missing"),
        new Malformed(
            "external.json",
            e -> e.put("source", "aws.guardduty"),
            "event.source: expected \"aws.access-analyzer\", found \"aws.guardduty\""),
        new Malformed(
            "external.json", e -> e.remove("detail-type"), "event.detail-type is missing"),
        new Malformed(
            "external.json",
            e -> e.put("detail-type", "Access Preview State Change"),
            "event.detail-type: expected one of [Access Analyzer Finding, Internal Access Finding,"
                + " Unused Access Finding for IAM entities], found \"Access Preview State"
                + " Change\""),
        new Malformed("external.json", e -> e.remove("detail"), "event.detail is missing"),
        new Malformed(
            "external.json",
            e -> e.put("detail", "{}"),
            "event.detail: expected a JSON object, found \"{}\""),
        new Malformed(
            "external.json",
            e -> e.remove("resources"),
            "event.resources is missing; expected the analyzer's ARN in it"),
        new Malformed(
            "external.json",
            e -> e.putArray("resources"),
            "event.resources is missing; expected the analyzer's ARN in it"),
        new Malformed(
            "external.json",
            e -> e.putArray("resources").add(7),
            "event.resources[0]: expected a text, found 7"),
        new Malformed(
            "external.json",
            e -> e.putArray("resources").add("arn:aws:s3:::amzn-s3-demo-bucket"),
            "event.resources[0]: expected an analyzer's ARN such as"
                + " arn:aws:access-analyzer:REGION:ACCOUNT:analyzer/NAME, found"
                + " \"arn:aws:s3:::amzn-s3-demo-bucket\""),
        new Malformed(
            "external.json",
            e -> e.putArray("resources").add("arn:aws:access-analyzer::111122223333:analyzer/a"),
            "event.resources[0]: expected an analyzer's ARN such as"
                + " arn:aws:access-analyzer:REGION:ACCOUNT:analyzer/NAME, found"
                + " \"arn:aws:access-analyzer::111122223333:analyzer/a\""),
        ofDetail("external.json", d -> d.remove("id"), "event.detail.id is missing"),
        ofDetail(
            "external.json", d -> d.put("id", ""), "event.detail.id is empty; expected a text"),
        ofDetail("internal.json", d -> d.remove("id"), "event.detail.id is missing"),
        ofDetail(
            "unused-permission.json",
            d -> d.remove("findingId"),
            "event.detail.findingId is missing"),
        ofDetail("external.json", d -> d.remove("status"), "event.detail.status is missing"),
        ofDetail(
            "external.json",
            d -> d.put("status", "DORMANT"),
            "event.detail.status: expected one of [ACTIVE, ARCHIVED, RESOLVED], found \"DORMANT\""),
        ofDetail("external.json", d -> d.remove("resource"), "event.detail.resource is missing"),
        ofDetail(
            "external.json", d -> d.remove("resourceType"), "event.detail.resourceType is missing"),
        ofDetail("external.json", d -> d.remove("accountId"), "event.detail.accountId is missing"),
        ofDetail(
            "unused-permission.json",
            d -> d.remove("accountId"),
            "event.detail.accountId is missing"),
        ofDetail(
            "internal.json", d -> d.remove("findingType"), "event.detail.findingType is missing"),
        ofDetail(
            "unused-permission.json",
            d -> d.remove("findingType"),
            "event.detail.findingType is missing"),
        ofDetail("external.json", d -> d.remove("updatedAt"), "event.detail.updatedAt is missing"),
        ofDetail(
            "external.json",
            d -> d.put("updatedAt", "now"),
            "event.detail.updatedAt: expected a time such as 2026-01-31T12:00:00Z, found \"now\""),
        ofDetail(
            "external.json",
            d -> d.put("isPublic", "false"),
            "event.detail.isPublic: expected true or false, found \"false\""),
        ofDetail(
            "external.json",
            d -> d.put("isDeleted", 0),
            "event.detail.isDeleted: expected true or false, found 0"),
        ofDetail(
            "external.json",
            d -> d.put("principal", "*"),
            "event.detail.principal: expected a JSON object, found \"*\""),
        ofDetail(
            "external.json",
            d -> d.putObject("principal").putArray("AWS").add("111122223333"),
            "event.detail.principal.AWS: expected a text, found a list"),
        ofDetail(
            "external.json",
            d -> d.put("action", "s3:GetObject"),
            "event.detail.action: expected a list, found \"s3:GetObject\""),
        ofDetail(
            "external.json",
            d -> d.putArray("action").add("s3:GetObject").addNull(),
            "event.detail.action[1]: expected a text, found null"),
        ofDetail(
            "external.json",
            d -> d.putObject("condition").put("aws:SecureTransport", true),
            "event.detail.condition.aws:SecureTransport: expected a text, found true"),
        ofDetail(
            "unused-permission.json",
            d -> d.put("numberOfUnusedActions", "3"),
            "event.detail.numberOfUnusedActions: expected a whole number, found \"3\""));
  }

  private static Malformed ofDetail(String file, Consumer<ObjectNode> change, String message) {
    return new Malformed(file, e -> change.accept((ObjectNode) e.path("detail")), message);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void parse_malformedEvent_messageNamesTheField(Malformed malformed) {
    ObjectNode event = node(malformed.file());
    malformed.change().accept(event);

    MalformedInput error =
        assertThrows(MalformedInput.class, () -> FindingEvent.parse(Fields.of(event, "event")));

    assertEquals(malformed.message(), error.getMessage());
    assertFalse(error.getMessage().contains("\n"));
  }

  private static Fields changed(String file, Consumer<ObjectNode> change) {
    ObjectNode event = node(file);
    change.accept((ObjectNode) event.path("detail"));
    return Fields.of(event, "event");
  }

  private static Fields sample(String file) {
    return Fields.of(node(file), "event");
  }

  private static ObjectNode node(String file) {
    try (InputStream in = FindingEventTest.class.getResourceAsStream(file)) {
      return (ObjectNode) Json.readObject(Objects.requireNonNull(in, file), file).node();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
