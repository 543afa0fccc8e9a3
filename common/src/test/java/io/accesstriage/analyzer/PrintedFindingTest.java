package io.accesstriage.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintedFindingTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-west-2:111122223333:analyzer/ConsoleAnalyzer-organization";
  private static final String NAMES =
      """
      "id": "0910eedb-381e-4e95-adda-0d25c19e6e90",
      "status": "ACTIVE",
      "resource": "arn:aws:iam::111122223333:role/Cognito_testpoolAuth_Role",
      "resourceType": "AWS::IAM::Role",
      "resourceOwnerAccount": "111122223333",
      "createdAt": "2021-02-26T21:17:50.905000+00:00",
      "analyzedAt": "2023-11-21T21:48:04.345000+00:00",
      "updatedAt": "2021-02-26T21:17:50.905000+00:00"
      """;
  private static final Resource ROLE =
      new Resource(
          "arn:aws:iam::111122223333:role/Cognito_testpoolAuth_Role",
          "AWS::IAM::Role",
          "111122223333",
          "us-west-2");

  @Test
  void v2_getFindingV2_isTheFindingThatTheApiAnswers() {
    Finding finding =
        PrintedFinding.v2(
            ANALYZER,
            json(
                """
                {"findingType": "ExternalAccess", %s, "findingDetails": [{"externalAccessDetails": {
                  "action": ["sts:AssumeRoleWithWebIdentity"],
                  "condition": {"cognito-identity.amazonaws.com:aud": "us-west-2:EXAMPLE0"},
                  "isPublic": false,
                  "principal": {"Federated": "cognito-identity.amazonaws.com"},
                  "sources": [{"type": "S3_ACCESS_POINT", "detail": {"accessPointArn": "arn:x"}}],
                  "resourceControlPolicyRestriction": "NOT_APPLICABLE"
                }}]}
                """
                    .formatted(NAMES)));

    assertEquals(
        Finding.builder(
                "0910eedb-381e-4e95-adda-0d25c19e6e90", ANALYZER, FindingType.EXTERNAL_ACCESS, ROLE)
            .isPublic(false)
            .principal(Principal.of(Map.of("Federated", "cognito-identity.amazonaws.com")))
            .access(
                new Access(
                    List.of("sts:AssumeRoleWithWebIdentity"),
                    Map.of("cognito-identity.amazonaws.com:aud", "us-west-2:EXAMPLE0"),
                    ""))
            .sources(List.of(new Source("S3_ACCESS_POINT", "arn:x")))
            .restrictions(new Restrictions("NOT_APPLICABLE", ""))
            .createdAt(Instant.parse("2021-02-26T21:17:50.905Z"))
            .analyzedAt(Instant.parse("2023-11-21T21:48:04.345Z"))
            .updatedAt(Instant.parse("2021-02-26T21:17:50.905Z"))
            .contentHash(finding.contentHash())
            .build(),
        finding);
  }

  @Test
  void v2_unusedPermissions_countsServicesAndActions() {
    Finding finding =
        PrintedFinding.v2(
            ANALYZER,
            json(
                """
                {"findingType": "UnusedPermission", %s, "findingDetails": [
                  {"unusedPermissionDetails": {"serviceNamespace": "s3"}},
                  {"unusedPermissionDetails": {"serviceNamespace": "sqs", "actions": [
                    {"action": "sqs:SendMessage", "lastAccessed": "2026-01-01T00:00:00+00:00"}]}}
                ]}
                """
                    .formatted(NAMES)));

    assertEquals(
        new UnusedAccess(Instant.parse("2026-01-01T00:00:00Z"), "", 1, 1, List.of("s3", "sqs")),
        finding.unused());
  }

  @Test
  void v2_aPageOfTheDetails_tellsNothingOfThem() {
    Finding finding =
        PrintedFinding.v2(
            ANALYZER,
            json(
                """
                {"findingType": "UnusedPermission", %s, "nextToken": "more", "findingDetails": [
                  {"unusedPermissionDetails": {"serviceNamespace": "s3"}}]}
                """
                    .formatted(NAMES)));

    assertNull(finding.unused());
  }

  @Test
  void v2_elementOfAList_lacksWhoAndWhat() {
    Finding finding =
        PrintedFinding.v2("", json("{\"findingType\": \"ExternalAccess\", %s}".formatted(NAMES)));

    assertEquals("", finding.analyzerArn());
    assertNull(finding.isPublic());
    assertNull(finding.principal());
    assertEquals(new Access(null, null, ""), finding.access());
    assertEquals(new Resource(ROLE.arn(), ROLE.type(), ROLE.account(), null), finding.resource());
  }

  @Test
  void v1_elementOfAList_hasWhoAndWhat() {
    Finding finding =
        PrintedFinding.v1(
            ANALYZER,
            json(
                """
                {%s, "isPublic": true, "principal": {"AWS": "*"}, "action": ["s3:GetObject"],
                 "condition": {}, "sources": [{"type": "POLICY"}]}
                """
                    .formatted(NAMES)));

    assertEquals(true, finding.isPublic());
    assertEquals(Principal.of(Map.of("AWS", "*")), finding.principal());
    assertEquals(new Access(List.of("s3:GetObject"), Map.of(), ""), finding.access());
    assertEquals(List.of(new Source("POLICY", "")), finding.sources());
  }

  @Test
  void v2_fieldOfAnotherType_isNamed() {
    String inDetails =
        """
        {"findingType": "ExternalAccess", %s,
         "findingDetails": [{"externalAccessDetails": {"action": "s3:GetObject"}}]}
        """
            .formatted(NAMES);

    assertEquals(
        "findings[0].findingDetails[0].externalAccessDetails.action: expected a list, found \"s3:GetObject\"",
        message(inDetails));
    assertEquals("findings[0].id is missing", message("{}"));
    assertEquals(
        "findings[0].updatedAt: expected a time such as 2026-01-31T12:00:00Z, found \"yesterday\"",
        message("{%s, \"updatedAt\": \"yesterday\"}".formatted(NAMES)));
    assertEquals(
        "findings[0].status: expected ACTIVE, ARCHIVED or RESOLVED, found \"NEW\"",
        message("{%s, \"status\": \"NEW\"}".formatted(NAMES)));
  }

  @Test
  void of_serviceOfAnUnusedPermissionIsMissing_isNamedByItsPlaceInTheFile() {
    assertEquals(
        "findings[0].findingDetails.serviceNamespace is missing",
        message(
            """
            {"findingType": "UnusedPermission", %s,
             "findingDetails": [{"unusedPermissionDetails": {}}]}
            """
                .formatted(NAMES)));
  }

  @Test
  void of_namesWithCapitalLetters_isTheSame() {
    String details =
        """
        "principal": {"AWS": "444455556666"}, "action": ["s3:GetObject"], "isPublic": false,
        "condition": {"aws:SourceIp": "203.0.113.0/24"}, "sources": [{"type": "POLICY"}]
        """;
    String v1 = "{%s, %s}".formatted(NAMES, details);
    String v2 =
        "{%s, \"findingType\": \"ExternalAccess\", \"findingDetails\": [{\"externalAccessDetails\": {%s}}]}"
            .formatted(NAMES, details);

    for (String json : List.of(v1, v2)) {
      assertEquals(
          PrintedFinding.of(ANALYZER, json(json)),
          PrintedFinding.of(ANALYZER, json(asPowerShellPrints(json))),
          json);
    }
    assertEquals(
        "findings[0].Status.Value is missing",
        message("{%s}".formatted(NAMES).replace("\"status\": \"ACTIVE\"", "\"Status\": {}")));
  }

  @Test
  void unhashed_isTheSameWithoutTheHash() {
    String details = "\"principal\": {\"AWS\": \"444455556666\"}, \"action\": [\"s3:GetObject\"]";
    for (String json :
        List.of(
            "{%s, %s}".formatted(NAMES, details),
            "{%s, \"findingType\": \"ExternalAccess\", \"findingDetails\": [{\"externalAccessDetails\": {%s}}]}"
                .formatted(NAMES, details))) {
      Finding hashed = PrintedFinding.of(ANALYZER, json(json));
      assertNotNull(hashed.contentHash(), json);
      assertEquals(
          hashed.toBuilder().contentHash(null).build(),
          PrintedFinding.unhashed(ANALYZER, json(json)),
          json);
    }
  }

  /** The keys of conditions and principals are data, not names. */
  private static String asPowerShellPrints(String json) {
    String named =
        Pattern.compile("\"([a-z])([A-Za-z]*)\":")
            .matcher(json)
            .replaceAll(m -> "\"" + m.group(1).toUpperCase(Locale.ROOT) + m.group(2) + "\":");
    return named.replace("\"Status\": \"ACTIVE\"", "\"Status\": {\"Value\": \"ACTIVE\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2026-02-16T18:17:47.5Z\"",
        "\"2026-02-16T18:17:47.5+0000\"",
        "\"2026-02-16T19:17:47.5+0100\"",
        "\"2026-02-16 18:17:47.500000+00:00\"",
        "1771265867.5",
        "\"/Date(1771265867500)/\"",
      })
  void of_timeAsProgramsPrintIt_isRead(String time) {
    String json = "{%s}".formatted(NAMES).replaceAll("(\"updatedAt\": )\"[^\"]*\"", "$1" + time);

    assertEquals(
        Instant.parse("2026-02-16T18:17:47.5Z"),
        PrintedFinding.of(ANALYZER, json(json)).updatedAt());
  }

  @Test
  void of_numberThatIsNoTime_isNamed() {
    assertEquals(
        "findings[0].updatedAt: expected a time such as 2026-01-31T12:00:00Z, or seconds since 1970, found 1771265867500",
        message("{%s, \"updatedAt\": 1771265867500}".formatted(NAMES)));
  }

  private static String message(String json) {
    return assertThrows(MalformedInput.class, () -> PrintedFinding.v2(ANALYZER, json(json)))
        .getMessage();
  }

  private static Fields json(String json) {
    return Fields.of(Json.read(json, "test"), "findings[0]");
  }
}
