package io.accesstriage.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.EventText;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The world that an account file describes. */
class RunAccountTest {
  private static final String KEY =
      "arn:aws:kms:us-east-1:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
  private static final String DEVELOPMENT_KEY =
      """
      resources:
        - arn: %s
          tags: {Environment: development, IsAllowedToShare: "true"}
          keyAliases: [alias/DevelopmentKey]
      """
          .formatted(KEY);
  private static final String BUCKET = "arn:aws:s3:::amzn-s3-demo-payroll";

  @TempDir private Path temp;

  private JsonNode run(String account, EventText event) {
    return CommandRun.json(
            "--account",
            EventText.write(temp.resolve("account.yaml"), account),
            event.in(temp, "event.json"))
        .result();
  }

  private JsonNode archived(String account) {
    return run(account, EventText.of(EventText.ARCHIVED));
  }

  private JsonNode bucket(String account) {
    return run(account, EventText.of(EventText.BUCKET));
  }

  private static String fact(JsonNode result, String name) {
    return result.at("/output/facts/%s/status".formatted(name)).textValue();
  }

  private static String reason(JsonNode result, String name) {
    return result.at("/output/facts/%s/reason".formatted(name)).textValue();
  }

  @Test
  void account_withTagsAndAlias_letsTheRuleArchive() {
    JsonNode result = archived(DEVELOPMENT_KEY);
    assertEquals("ARCHIVE", result.path("outcome").textValue());
    assertEquals("FOUND", fact(result, "tags"));
    assertEquals("FOUND", fact(result, "keyAliases"));
  }

  @Test
  void account_withoutTags_hasNoneThatIsKnown() {
    JsonNode result = archived("resources: [{arn: \"%s\"}]".formatted(KEY));
    assertEquals("NOTIFY", result.path("outcome").textValue());
    assertEquals("NONE", fact(result, "tags"));
    assertEquals("NONE", fact(result, "keyAliases"));
  }

  @Test
  void account_thatDenies_leavesDoubt() {
    JsonNode result = archived("resources: [{arn: \"%s\", denied: true}]".formatted(KEY));
    assertEquals("SUCCEEDED", result.path("status").textValue());
    assertEquals("NOTIFY", result.path("outcome").textValue());
    assertEquals("DENIED", fact(result, "tags"));
    assertEquals("DENIED", fact(result, "keyAliases"));
    assertEquals(1, result.path("alerts").size());
    assertEquals(0, result.path("archived").size());
  }

  @ParameterizedTest
  @CsvSource({"resources: []", "{}", "resources: [{arn: another}]"})
  void account_withoutTheKey_answersThatItDoesNotExist(String account) {
    JsonNode result = archived(account);
    assertEquals("NOTIFY", result.path("outcome").textValue());
    assertEquals("FAILED", fact(result, "tags"));
    assertEquals("FAILED", fact(result, "keyAliases"));
    assertTrue(reason(result, "tags").contains("NotFoundException"), result::toString);
    assertEquals(1, result.path("alerts").size());
  }

  @Test
  void account_withoutTheBucket_answersThatItDoesNotExist() {
    JsonNode result = bucket("{}");
    assertEquals("FAILED", fact(result, "tags"));
    assertTrue(reason(result, "tags").contains("NoSuchBucket"), result::toString);
    assertEquals("NONE", fact(result, "keyAliases"), "what is no key has no alias");
    assertEquals("NOTIFY", result.path("outcome").textValue());
    assertEquals(1, result.path("alerts").size());
  }

  @ParameterizedTest
  @CsvSource({
    "'', FOUND",
    "', account: \"111122223333\"', FOUND",
    "', account: \"123456789012\"', DENIED"
  })
  void account_ofBucket_isAskedForWithTheOwnerOfTheFinding(String account, String status) {
    JsonNode result =
        bucket("resources: [{arn: \"%s\", tags: {a: b}%s}]".formatted(BUCKET, account));
    assertEquals(status, fact(result, "tags"), result::toString);
  }

  @Test
  void account_ofBucketOfAMember_isNotTheAnalyzersByDefault() {
    EventText member =
        EventText.of(EventText.BUCKET).detail(d -> d.put("accountId", "123456789012"));
    String resource = "resources: [{arn: \"%s\", tags: {a: b}%s}]";
    assertEquals("DENIED", fact(run(resource.formatted(BUCKET, ""), member), "tags"));
    assertEquals(
        "FOUND",
        fact(run(resource.formatted(BUCKET, ", account: \"123456789012\""), member), "tags"));
  }

  private JsonNode overridden(String sample, String fields) {
    EventText event = EventText.of(sample);
    return run(DEVELOPMENT_KEY + "findings: [{id: %s, %s}]\n".formatted(event.id(), fields), event);
  }

  @ParameterizedTest
  @CsvSource({
    "status: RESOLVED, IGNORE, RESOLVED",
    "status: ARCHIVED, IGNORE, ARCHIVED",
    "gone: true, IGNORE, NOT_FOUND",
    "gone: false, ARCHIVE, ACTIVE"
  })
  void finding_ofAnotherStatus_isDecidedByTheAnswer(String field, String outcome, String status) {
    JsonNode result = overridden(EventText.ARCHIVED, field);
    assertEquals(outcome, result.path("outcome").textValue());
    assertEquals(status, result.at("/output/finding/status").textValue());
    assertEquals(outcome.equals("ARCHIVE") ? 1 : 0, result.path("archived").size());
    assertEquals(0, result.path("alerts").size());
  }

  @Test
  void finding_thatIsPublicMeanwhile_isNotArchived() {
    JsonNode result = overridden(EventText.ARCHIVED, "isPublic: true");
    assertEquals("NOTIFY", result.path("outcome").textValue());
    assertEquals("critical", result.at("/alerts/0/attributes/severity").textValue());
  }

  @Test
  void finding_thatLacksIsPublic_countsAsPublic() {
    JsonNode result = overridden(EventText.ARCHIVED, "isPublic: null");
    assertEquals("NOTIFY", result.path("outcome").textValue());
  }

  @Test
  void finding_ofOtherAccess_differsInTheNamedFieldsOnly() {
    EventText event = EventText.of(EventText.ARCHIVED);
    event.detail(d -> d.putObject("condition").put("aws:SourceVpc", "vpc-1"));
    JsonNode finding =
        run(
                DEVELOPMENT_KEY
                    + "findings: [{id: %s, access: {actions: [kms:Decrypt]}, resource: {account: \"123456789012\"}}]"
                        .formatted(event.id()),
                event)
            .at("/output/finding");
    assertEquals(List.of("kms:Decrypt"), CommandRun.texts(finding.at("/access/actions")));
    assertEquals("vpc-1", finding.at("/access/condition/aws:SourceVpc").textValue());
    assertEquals(KEY, finding.at("/resource/arn").textValue());
    assertEquals("123456789012", finding.at("/resource/account").textValue());
  }

  @Test
  void finding_ofAnotherPrincipal_isReadAsOnTheWire() {
    JsonNode principal =
        overridden(EventText.NOTIFIED, "principal: {value: \"999988887777\"}")
            .at("/output/finding/principal");
    assertEquals("Account", principal.path("kind").textValue());
    assertEquals("999988887777", principal.path("account").textValue());
    assertEquals("999988887777", principal.path("value").textValue());
  }

  @Test
  void finding_withEveryField_isAnsweredSo() {
    JsonNode finding =
        overridden(
                EventText.NOTIFIED,
                "type: ExternalAccess, error: INTERNAL_ERROR, isPublic: false,"
                    + " resource: {arn: a, type: b, account: null, region: c},"
                    + " principal: {kind: Role, account: null, arn: x, value: x},"
                    + " access: {actions: null, condition: null, type: t},"
                    + " sources: [{type: BUCKET_ACL}, {type: S3_ACCESS_POINT, accessPointArn: p}],"
                    + " restrictions: {resourceControlPolicy: APPLIED, serviceControlPolicy: NONE},"
                    + " unused: {lastAccessed: 2026-01-01T00:00:00Z, accessKeyId: k,"
                    + " serviceCount: 1, actionCount: 2, services: [s3]},"
                    + " createdAt: null, analyzedAt: null, updatedAt: 2026-02-01T00:00:00Z")
            .at("/output/finding");
    ObjectNode read = finding.deepCopy();
    read.remove(List.of("id", "analyzerArn", "contentHash"));
    assertEquals(
        "{\"type\":\"ExternalAccess\",\"status\":\"ACTIVE\",\"error\":\"INTERNAL_ERROR\","
            + "\"isPublic\":false,\"resource\":{\"arn\":\"a\",\"type\":\"b\",\"region\":\"c\"},"
            + "\"principal\":{\"kind\":\"Role\",\"arn\":\"x\",\"value\":\"x\"},"
            + "\"access\":{\"type\":\"t\"},"
            + "\"sources\":[{\"type\":\"BUCKET_ACL\",\"accessPointArn\":\"\"},"
            + "{\"type\":\"S3_ACCESS_POINT\",\"accessPointArn\":\"p\"}],"
            + "\"restrictions\":{\"resourceControlPolicy\":\"APPLIED\",\"serviceControlPolicy\":\"NONE\"},"
            + "\"unused\":{\"lastAccessed\":\"2026-01-01T00:00:00Z\",\"accessKeyId\":\"k\","
            + "\"serviceCount\":1,\"actionCount\":2,\"services\":[\"s3\"]},"
            + "\"updatedAt\":\"2026-02-01T00:00:00Z\",\"readFrom\":\"API\"}",
        read.toString());
  }

  @Test
  void finding_ofALaterUpdate_stillGivesWayToLaterEvents() {
    EventText event = EventText.of(EventText.NOTIFIED);
    Path account =
        EventText.write(
            temp.resolve("account.yaml"),
            "findings: [{id: %s, updatedAt: 2030-01-01T00:00:00Z}]".formatted(event.id()));
    Path first = event.in(temp, "1.json");
    Consumer<ObjectNode> resolved =
        d -> d.put("status", "RESOLVED").put("updatedAt", "2026-10-01T00:00:00Z");
    Path second = event.detail(resolved).in(temp, "2.json");
    JsonNode result = CommandRun.json("--account", account, first, second).results().get(1);
    assertEquals("RESOLVED", result.at("/output/finding/status").textValue());
  }
}
