package io.accesstriage.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingJson;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Findings and facts for tests, as the API would have answered them. */
public final class Findings {
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  public static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";

  private Findings() {}

  /** A bucket that another account may read. */
  public static Finding external() {
    return read(
        """
        {"id": "f-1", "type": "ExternalAccess", "isPublic": false,
         "resource": {"arn": "arn:aws:s3:::amzn-s3-demo-bucket", "type": "AWS::S3::Bucket",
                      "account": "111122223333", "region": "us-east-1"},
         "principal": {"kind": "Role", "account": "444455556666",
                       "arn": "arn:aws:iam::444455556666:role/reader",
                       "value": "arn:aws:iam::444455556666:role/reader"},
         "access": {"actions": ["s3:GetObject", "s3:ListBucket"],
                    "condition": {"aws:SourceVpc": "vpc-1"}, "type": ""},
         "sources": [{"type": "POLICY", "accessPointArn": ""}],
         "restrictions": {"resourceControlPolicy": "", "serviceControlPolicy": ""}}
        """);
  }

  /** A bucket that a role of its own account may read. */
  public static Finding internal() {
    return with(with(external(), "/type", "InternalAccess"), "/access/type", "INTRA_ACCOUNT");
  }

  /** A role with actions that it does not use. */
  public static Finding unused() {
    return read(
        """
        {"id": "f-2", "type": "UnusedPermission", "isPublic": false,
         "resource": {"arn": "arn:aws:iam::111122223333:role/application", "type": "AWS::IAM::Role",
                      "account": "111122223333", "region": "us-east-1"},
         "unused": {"accessKeyId": "", "serviceCount": 1, "actionCount": 3, "services": ["ec2", "s3"],
                    "lastAccessed": "2025-06-01T00:00:00Z"}}
        """);
  }

  /** The same finding with another value at a JSON pointer, and the hash of its new content. */
  public static Finding with(Finding finding, String pointer, Object value) {
    ObjectNode json = FindingJson.write(finding);
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) json.at(pointer.substring(0, slash)))
        .set(pointer.substring(slash + 1), node(value));
    return hashed(json);
  }

  /** The same finding of which one field was not read. */
  public static Finding without(Finding finding, String pointer) {
    ObjectNode json = FindingJson.write(finding);
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) json.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));
    return hashed(json);
  }

  public static Finding isPublic(Finding finding) {
    return with(
        with(
            finding,
            "/principal",
            Map.of("kind", "Anyone", "account", "", "arn", "", "value", "*")),
        "/isPublic",
        true);
  }

  public static Facts noFacts() {
    return tags(Map.of());
  }

  public static Facts tags(Map<String, String> tags) {
    return new Facts(Fact.known(tags), Fact.known(List.of()));
  }

  /** With an account of the organization, and a principal of another organization. */
  public static Facts accountFacts() {
    return new Facts(
        Fact.known(Map.of()),
        Fact.known(List.of()),
        Fact.known(new Account("payments", Map.of("stage", "prod"), "ou-ab12-cdefghij")),
        Fact.known(false));
  }

  public static Facts unreadFacts() {
    return new Facts(
        Fact.unread(Fact.Cause.DENIED, "s3:GetBucketTagging was refused"),
        Fact.unread(Fact.Cause.DENIED, "kms:ListAliases was refused"));
  }

  public static Subject subject(Finding finding) {
    return new Subject(finding, noFacts(), NOW);
  }

  public static Subject subject(Finding finding, Facts facts) {
    return new Subject(finding, facts, NOW);
  }

  private static Finding read(String json) {
    ObjectNode node = (ObjectNode) Json.read(json, "the test's finding");
    node.put("analyzerArn", ANALYZER)
        .put("status", "ACTIVE")
        .put("createdAt", "2026-01-01T00:00:00Z")
        .put("analyzedAt", "2026-05-01T00:00:00Z")
        .put("updatedAt", "2026-04-01T00:00:00Z")
        .put("readFrom", "API");
    return hashed(node);
  }

  private static Finding hashed(ObjectNode json) {
    Finding finding = FindingJson.read(Fields.of(json, "the test's finding"));
    return finding.asRead(ContentHash.of(finding, Map.of()));
  }

  private static JsonNode node(Object value) {
    if (value instanceof String text) {
      return Json.object().put("value", text).get("value");
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode node = Json.object();
      map.forEach((name, of) -> node.set((String) name, node(of)));
      return node;
    }
    if (value instanceof List<?> list) {
      var array = Json.object().putArray("value");
      list.forEach(of -> array.add(node(of)));
      return array;
    }
    return Json.read(value.toString(), "the test's value");
  }
}
