package io.accesstriage.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.json.MalformedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AccessAnalyzerException;
import software.amazon.awssdk.services.accessanalyzer.model.ExternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSource;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Request;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.InternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.ResourceNotFoundException;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedAction;
import software.amazon.awssdk.services.accessanalyzer.model.UpdateFindingsRequest;

final class AccessAnalyzerFindingsTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization";
  private static final Instant CREATED = Instant.parse("2026-08-09T03:01:05Z");
  private static final Instant ANALYZED = Instant.parse("2026-08-10T09:06:55Z");
  private static final Instant UPDATED = Instant.parse("2026-08-10T08:58:03.123Z");

  private final AccessAnalyzerClient client = mock(AccessAnalyzerClient.class, CALLS_REAL_METHODS);
  private final List<String> regions = new ArrayList<>();
  private final AccessAnalyzerFindings findings =
      new AccessAnalyzerFindings(
          region -> {
            regions.add(region);
            return client;
          });

  @Test
  void read_externalFinding_isAllOfIt() {
    answer(external(d -> {}));

    Finding finding = read();

    assertEquals(
        Finding.builder(
                "id-1",
                ANALYZER,
                FindingType.EXTERNAL_ACCESS,
                new Resource(
                    "arn:aws:s3:::amzn-s3-demo-bucket",
                    "AWS::S3::Bucket",
                    "444455556666",
                    "eu-west-1"))
            .isPublic(false)
            .principal(new Principal(PrincipalKind.ACCOUNT, "777788889999", "", "777788889999"))
            .access(new Access(List.of("s3:GetObject"), Map.of("aws:SourceVpc", "vpc-1"), ""))
            .sources(List.of(new Source("S3_ACCESS_POINT", "arn:ap"), new Source("POLICY", "")))
            .restrictions(new Restrictions("NOT_APPLICABLE", ""))
            .createdAt(CREATED)
            .analyzedAt(ANALYZED)
            .updatedAt(UPDATED)
            .contentHash(finding.contentHash())
            .build(),
        finding);
    assertTrue(String.valueOf(finding.contentHash()).matches("2(:[0-9a-f]{64}){3}"));
  }

  @Test
  void read_internalFinding_isAllOfItAndOwnedByTheResourcesAccount() {
    answer(
        response()
            .findingType("InternalAccess")
            .findingDetails(
                details(
                    d ->
                        d.internalAccessDetails(
                            i ->
                                i.action("s3:GetObject")
                                    .condition(Map.of())
                                    .principal(
                                        Map.of("AWS", "arn:aws:iam::777788889999:role/Reader"))
                                    .principalOwnerAccount("777788889999")
                                    .principalType("IAM_ROLE")
                                    .accessType("INTRA_ORG")
                                    .sources(FindingSource.builder().type("POLICY").build())
                                    .resourceControlPolicyRestriction("APPLICABLE")
                                    .serviceControlPolicyRestriction("APPLIED")))));

    Finding finding = read();

    assertEquals("444455556666", finding.resource().account());
    assertEquals(FindingType.INTERNAL_ACCESS, finding.type());
    assertEquals(false, finding.isPublic());
    assertEquals(
        new Principal(
            PrincipalKind.ROLE,
            "777788889999",
            "arn:aws:iam::777788889999:role/Reader",
            "arn:aws:iam::777788889999:role/Reader"),
        finding.principal());
    assertEquals(new Access(List.of("s3:GetObject"), Map.of(), "INTRA_ORG"), finding.access());
    assertEquals(List.of(new Source("POLICY", "")), finding.sources());
    assertEquals(new Restrictions("APPLICABLE", "APPLIED"), finding.restrictions());
    assertNull(finding.unused());
  }

  @Test
  void read_unusedRole_tellsWhenItWasLastUsed() {
    answer(
        unused("UnusedIAMRole")
            .findingDetails(details(d -> d.unusedIamRoleDetails(r -> r.lastAccessed(CREATED)))));

    Finding finding = read();

    assertEquals(new UnusedAccess(CREATED, "", 0, 0, List.of()), finding.unused());
    assertEquals(
        new Resource(
            "arn:aws:iam::444455556666:role/Old", "AWS::IAM::Role", "444455556666", "eu-west-1"),
        finding.resource());
    assertEquals(false, finding.isPublic());
    assertNull(finding.principal());
    assertNull(finding.access());
    assertNull(finding.sources());
    assertNull(finding.restrictions());
  }

  @Test
  void read_unusedRoleNeverUsed_hasNoTime() {
    answer(unused("UnusedIAMRole").findingDetails(details(d -> d.unusedIamRoleDetails(r -> {}))));

    assertEquals(new UnusedAccess(null, "", 0, 0, List.of()), read().unused());
  }

  @Test
  void read_unusedAccessKey_namesTheKey() {
    answer(
        unused("UnusedIAMUserAccessKey")
            .findingDetails(
                details(
                    d ->
                        d.unusedIamUserAccessKeyDetails(
                            k -> k.accessKeyId("AKIAIOSFODNN7EXAMPLE").lastAccessed(CREATED)))));

    assertEquals(
        new UnusedAccess(CREATED, "AKIAIOSFODNN7EXAMPLE", 0, 0, List.of()), read().unused());
  }

  @Test
  void read_unusedPassword_tellsWhenItWasLastUsed() {
    answer(
        unused("UnusedIAMUserPassword")
            .findingDetails(
                details(d -> d.unusedIamUserPasswordDetails(p -> p.lastAccessed(CREATED)))));

    assertEquals(new UnusedAccess(CREATED, "", 0, 0, List.of()), read().unused());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UnusedIAMRole",
        "UnusedIAMUserAccessKey",
        "UnusedIAMUserPassword",
        "UnusedPermission"
      })
  void read_unusedFindingWithoutItsDetails_tellsNothingOfWhatIsUnused(String type) {
    answer(unused(type).error("ACCESS_DENIED").findingDetails(List.of()));
    assertNull(read().unused());

    answer(unused(type).findingDetails(FindingDetails.builder().build()));
    assertNull(read().unused(), "details that this version does not know");

    answer(unused(type).findingDetails(details(d -> d.externalAccessDetails(e -> {}))));
    assertNull(read().unused(), "another type's details");
  }

  @Test
  void read_unusedAccessKeyThatIsNotNamed_tellsNothingOfWhatIsUnused() {
    answer(
        unused("UnusedIAMUserAccessKey")
            .findingDetails(
                details(d -> d.unusedIamUserAccessKeyDetails(k -> k.lastAccessed(CREATED)))));

    assertNull(read().unused());
  }

  @Test
  void read_unusedPermissionsOfWhichOneIsNotKnown_areNotCounted() {
    answer(
        unused("UnusedPermission")
            .findingDetails(permission("s3", "GetObject"), FindingDetails.builder().build()));

    assertNull(read().unused());
  }

  @Test
  void read_unusedPermissionsOfSeveralPages_areCountedOverAll() {
    List<GetFindingV2Request> requests =
        answer(
            unused("UnusedPermission")
                .nextToken("page 2")
                .findingDetails(
                    permission("s3", "GetObject", "PutObject", "GetObject"), permission("sqs")),
            unused("UnusedPermission")
                .nextToken("page 3")
                .findingDetails(permission("kms", "Decrypt")),
            unused("UnusedPermission").findingDetails(permission("ec2")));

    assertEquals(
        new UnusedAccess(null, "", 2, 3, List.of("ec2", "kms", "s3", "sqs")), read().unused());
    assertEquals(List.of(request(null), request("page 2"), request("page 3")), requests);
  }

  @Test
  void read_unusedPermissionOnTheLastPageChanged_isOtherContent() {
    answer(
        unused("UnusedPermission").nextToken("2").findingDetails(permission("s3", "GetObject")),
        unused("UnusedPermission").findingDetails(permission("kms", "Decrypt")));
    String before = read().contentHash();
    answer(
        unused("UnusedPermission").nextToken("2").findingDetails(permission("s3", "GetObject")),
        unused("UnusedPermission").findingDetails(permission("kms", "Encrypt")));

    assertNotEquals(before, read().contentHash());
  }

  @Test
  void read_unusedPermissionsInAnotherOrderOfPages_areTheSameContent() {
    answer(
        unused("UnusedPermission").nextToken("2").findingDetails(permission("s3", "b", "a")),
        unused("UnusedPermission").findingDetails(permission("kms"), permission("s3", "c")));
    String before = read().contentHash();
    answer(
        unused("UnusedPermission")
            .findingDetails(permission("s3", "c", "a", "b"), permission("kms")));

    assertEquals(before, read().contentHash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ExternalAccess", "InternalAccess"})
  void read_errorFinding_knowsNothingOfTheAccess(String type) {
    answer(response().findingType(type).error("ACCESS_DENIED").findingDetails(List.of()));

    Finding finding = read();

    assertEquals("ACCESS_DENIED", finding.error());
    assertNull(finding.principal());
    assertEquals(new Access(null, null, ""), finding.access());
    assertNull(finding.sources());
    assertEquals(type.equals("ExternalAccess"), finding.mayBePublic());
  }

  @Test
  void read_externalFindingWithoutDetailsMembers_leavesThemUnread() {
    answer(response().findingDetails(details(d -> d.externalAccessDetails(e -> {}))));

    Finding finding = read();

    assertNull(finding.isPublic());
    assertTrue(finding.mayBePublic());
    assertNull(finding.principal());
    assertEquals(new Access(null, null, ""), finding.access());
  }

  @Test
  void read_twoDetailsOfOneExternalFinding_areNotBelieved() {
    answer(
        response()
            .findingDetails(
                FindingDetails.fromExternalAccessDetails(
                    ExternalAccessDetails.builder()
                        .isPublic(false)
                        .principal(Map.of("AWS", "111122223333"))
                        .action("s3:GetObject")
                        .build()),
                FindingDetails.fromExternalAccessDetails(
                    ExternalAccessDetails.builder()
                        .isPublic(true)
                        .principal(Map.of("AWS", "*"))
                        .action("s3:*")
                        .build())));

    Finding finding = read();

    assertNull(finding.isPublic());
    assertNull(finding.principal());
    assertEquals(new Access(null, null, ""), finding.access());
  }

  /** So a finding of which there are none has the content of what is known of it. */
  @ParameterizedTest
  @ValueSource(strings = {"ExternalAccess", "InternalAccess", "UnusedIAMRole", "UnusedPermission"})
  void read_noDetails_addNothingToTheContent(String type) {
    answer(unused(type).error("INTERNAL_ERROR").findingDetails(List.of()));

    Finding finding = read();

    assertEquals(ContentHash.of(finding, Map.of()), finding.contentHash());
  }

  /** Else each reading of the same answer would be news. */
  @Test
  void read_twoDetailsInAnotherOrder_areTheSameContent() {
    FindingDetails one = shared("111122223333", "s3:GetObject", "s3:ListBucket");
    FindingDetails other = shared("444455556666", "s3:PutObject");
    answer(response().findingDetails(one, other));
    String before = read().contentHash();

    answer(
        response()
            .findingDetails(
                other, shared("111122223333", "s3:ListBucket", "s3:GetObject", "s3:ListBucket")));
    assertEquals(before, read().contentHash());

    answer(
        response()
            .findingDetails(
                shared("111122223333", "s3:PutObject"),
                shared("444455556666", "s3:GetObject", "s3:ListBucket")));
    assertNotEquals(before, read().contentHash());
  }

  private static FindingDetails shared(String account, String... actions) {
    return FindingDetails.fromExternalAccessDetails(
        ExternalAccessDetails.builder().principal(Map.of("AWS", account)).action(actions).build());
  }

  @Test
  void read_detailsOfAnotherFamily_areNotBelieved() {
    answer(
        response()
            .findingDetails(
                FindingDetails.fromInternalAccessDetails(
                    InternalAccessDetails.builder().action("s3:GetObject").build())));

    assertNull(read().isPublic());
    assertEquals(new Access(null, null, ""), read().access());
  }

  @Test
  void read_typeNotYetKnown_saysNothingOfItsContent() {
    answer(response().findingType("QuantumAccess").findingDetails(List.of()));

    Finding finding = read();

    assertEquals(new FindingType("QuantumAccess"), finding.type());
    assertEquals(FindingType.Family.UNKNOWN, finding.family());
    assertNull(finding.isPublic());
    assertTrue(finding.mayBePublic());
    assertNull(finding.unused());
    assertNull(finding.access());
  }

  @Test
  void read_withoutType_isExternal() {
    answer(external(d -> {}).findingType((String) null));

    assertEquals(FindingType.EXTERNAL_ACCESS, read().type());
  }

  @ParameterizedTest
  @EnumSource(
      value = FindingStatus.class,
      names = {"ACTIVE", "ARCHIVED", "RESOLVED"})
  void read_status_isTheApis(FindingStatus status) {
    answer(external(d -> {}).status(status.name()));

    assertEquals(status, read().status());
  }

  @Test
  void read_malformedAnswer_namesTheField() {
    assertMalformed(
        "GetFindingV2.status: expected ACTIVE, ARCHIVED or RESOLVED, found \"DOR\\u000aMANT\"",
        external(d -> {}).status("DOR\nMANT"));
    assertMalformed("GetFindingV2.status is missing", external(d -> {}).status((String) null));
    assertMalformed("GetFindingV2.id is missing", external(d -> {}).id(null));
    assertMalformed("GetFindingV2.resource is missing", external(d -> {}).resource(null));
    assertMalformed(
        "GetFindingV2.resourceType is missing", external(d -> {}).resourceType((String) null));
    assertMalformed("GetFindingV2.updatedAt is missing", external(d -> {}).updatedAt(null));
    assertMalformed(
        "GetFindingV2.findingDetails.serviceNamespace is missing",
        unused("UnusedPermission")
            .findingDetails(details(d -> d.unusedPermissionDetails(p -> {}))));
    assertMalformed(
        "GetFindingV2.findingDetails.actions.action is missing",
        unused("UnusedPermission")
            .findingDetails(
                details(
                    d ->
                        d.unusedPermissionDetails(
                            p ->
                                p.serviceNamespace("s3")
                                    .actions(UnusedAction.builder().build())))));
    assertMalformed(
        "GetFindingV2.findingDetails.action: expected texts, found null",
        external(d -> d.action("s3:GetObject", null)));
    assertMalformed(
        "GetFindingV2.findingDetails.condition: expected texts, found null",
        external(d -> d.condition(Collections.singletonMap("aws:SourceIp", null))));
    assertMalformed(
        "GetFindingV2.findingDetails.principal: expected texts, found null",
        external(d -> d.principal(Collections.singletonMap("AWS", null))));
  }

  @Test
  void read_unknownFinding_isNothing() {
    doThrow(
            ResourceNotFoundException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ResourceNotFoundException")
                        .errorMessage("gone")
                        .build())
                .statusCode(404)
                .build())
        .when(client)
        .getFindingV2(any(GetFindingV2Request.class));

    assertEquals(Optional.empty(), findings.read(ANALYZER, "id-1"));
  }

  @Test
  void read_failedCall_tellsItsKind() {
    assertFails("AccessDeniedException", 403, AwsCallException.Kind.DENIED);
    assertFails("ThrottlingException", 429, AwsCallException.Kind.TRANSIENT);
    assertFails("UnrecognizedClientException", 403, AwsCallException.Kind.CREDENTIALS);
    assertFails("ValidationException", 400, AwsCallException.Kind.OTHER);
    doThrow(SdkClientException.create("no route"))
        .when(client)
        .getFindingV2(any(GetFindingV2Request.class));
    assertEquals(
        AwsCallException.Kind.CONNECTION,
        assertThrows(AwsCallException.class, () -> findings.read(ANALYZER, "id-1")).kind());
  }

  @Test
  void read_secondPageFails_isNoFinding() {
    doReturn(unused("UnusedPermission").nextToken("2").findingDetails(permission("s3")).build())
        .doThrow(error("ThrottlingException", 429))
        .when(client)
        .getFindingV2(any(GetFindingV2Request.class));

    assertThrows(AwsCallException.class, () -> findings.read(ANALYZER, "id-1"));
  }

  @Test
  void read_analyzersOfSeveralRegions_haveOneClientEach() {
    answer(external(d -> {}));

    findings.read(ANALYZER, "id-1");
    findings.read("arn:aws-cn:access-analyzer:cn-north-1:111122223333:analyzer/a", "id-1");
    findings.read(ANALYZER, "id-2");

    assertEquals(List.of("eu-west-1", "cn-north-1"), regions);
  }

  @Test
  void update_finding_namesItByIdOnly() {
    doReturn(null).when(client).updateFindings(any(UpdateFindingsRequest.class));

    findings.update(ANALYZER, "id-1", FindingStatus.ARCHIVED);
    findings.update(ANALYZER, "id-1", FindingStatus.ACTIVE);

    UpdateFindingsRequest.Builder expected =
        UpdateFindingsRequest.builder().analyzerArn(ANALYZER).ids("id-1");
    verify(client).updateFindings(expected.status("ARCHIVED").build());
    verify(client).updateFindings(expected.status("ACTIVE").build());
  }

  @Test
  void update_failedCall_namesTheCall() {
    doThrow(error("AccessDeniedException", 403))
        .when(client)
        .updateFindings(any(UpdateFindingsRequest.class));

    AwsCallException failure =
        assertThrows(
            AwsCallException.class,
            () -> findings.update(ANALYZER, "id-1", FindingStatus.ARCHIVED));

    assertEquals("access-analyzer:UpdateFindings: AccessDeniedException: no", failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = FindingStatus.class,
      names = {"RESOLVED", "GONE"})
  void update_statusThatOnlyAwsSets_isRefused(FindingStatus status) {
    assertThrows(IllegalArgumentException.class, () -> findings.update(ANALYZER, "id-1", status));
  }

  private Finding read() {
    return findings.read(ANALYZER, "id-1").orElseThrow();
  }

  private void assertMalformed(String message, GetFindingV2Response.Builder response) {
    answer(response);

    assertEquals(
        message,
        assertThrows(MalformedInput.class, () -> findings.read(ANALYZER, "id-1")).getMessage());
  }

  private void assertFails(String code, int status, AwsCallException.Kind kind) {
    doThrow(error(code, status)).when(client).getFindingV2(any(GetFindingV2Request.class));

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> findings.read(ANALYZER, "id-1"));

    assertEquals(kind, failure.kind());
    assertEquals("access-analyzer:GetFinding: " + code + ": no", failure.getMessage());
  }

  /** The client's answers in their order, the last one again and again. */
  private List<GetFindingV2Request> answer(GetFindingV2Response.Builder... pages) {
    List<GetFindingV2Request> requests = new ArrayList<>();
    org.mockito.Mockito.doAnswer(
            call -> {
              requests.add(call.getArgument(0));
              return pages[Math.min(requests.size(), pages.length) - 1].build();
            })
        .when(client)
        .getFindingV2(any(GetFindingV2Request.class));
    return requests;
  }

  private static GetFindingV2Request request(@org.jspecify.annotations.Nullable String token) {
    return GetFindingV2Request.builder().analyzerArn(ANALYZER).id("id-1").nextToken(token).build();
  }

  private static GetFindingV2Response.Builder response() {
    return GetFindingV2Response.builder()
        .id("id-1")
        .findingType("ExternalAccess")
        .status("ACTIVE")
        .resource("arn:aws:s3:::amzn-s3-demo-bucket")
        .resourceType("AWS::S3::Bucket")
        .resourceOwnerAccount("444455556666")
        .createdAt(CREATED)
        .analyzedAt(ANALYZED)
        .updatedAt(UPDATED);
  }

  private static GetFindingV2Response.Builder external(
      Consumer<ExternalAccessDetails.Builder> change) {
    return response()
        .findingDetails(
            details(
                d ->
                    d.externalAccessDetails(
                        e -> {
                          e.isPublic(false)
                              .principal(Map.of("AWS", "777788889999"))
                              .action("s3:GetObject")
                              .condition(Map.of("aws:SourceVpc", "vpc-1"))
                              .sources(
                                  FindingSource.builder()
                                      .type("S3_ACCESS_POINT")
                                      .detail(x -> x.accessPointArn("arn:ap"))
                                      .build(),
                                  FindingSource.builder().type("POLICY").build())
                              .resourceControlPolicyRestriction("NOT_APPLICABLE");
                          change.accept(e);
                        })));
  }

  private static GetFindingV2Response.Builder unused(String type) {
    return response()
        .findingType(type)
        .resource("arn:aws:iam::444455556666:role/Old")
        .resourceType("AWS::IAM::Role");
  }

  private static FindingDetails details(Consumer<FindingDetails.Builder> change) {
    return FindingDetails.builder().applyMutation(change).build();
  }

  private static FindingDetails permission(String service, String... actions) {
    return FindingDetails.builder()
        .unusedPermissionDetails(
            p ->
                p.serviceNamespace(service)
                    .actions(
                        List.of(actions).stream()
                            .map(a -> UnusedAction.builder().action(a).build())
                            .toList()))
        .build();
  }

  private static AwsServiceException error(String code, int status) {
    return AccessAnalyzerException.builder()
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("no").build())
        .statusCode(status)
        .build();
  }
}
