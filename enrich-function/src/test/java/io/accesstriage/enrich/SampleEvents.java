package io.accesstriage.enrich;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;

/** Events of the three families, as AWS documents them, with the resource left to the test. */
final class SampleEvents {
  static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  static final String ID = "22222222-dcba-4444-dcba-333333333333";
  static final String KEY =
      "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private SampleEvents() {}

  static ObjectNode external(String resourceType, String resource) {
    return event(
        """
        {"version": "0", "id": "22222222-dcba-4444-dcba-333333333333",
         "detail-type": "Access Analyzer Finding", "source": "aws.access-analyzer",
         "account": "111122223333", "time": "2026-08-10T09:07:39Z", "region": "us-east-1",
         "resources": ["arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"],
         "detail": {"version": "1.0", "id": "22222222-dcba-4444-dcba-333333333333",
           "status": "ACTIVE", "createdAt": "2026-08-09T03:01:05Z",
           "analyzedAt": "2026-08-10T09:06:55Z", "updatedAt": "2026-08-10T08:58:03Z",
           "accountId": "111122223333", "region": "us-east-1",
           "principal": {"AWS": "777788889999"}, "action": ["kms:Decrypt"], "condition": {},
           "isDeleted": false, "isPublic": false}}
        """,
        resourceType,
        resource);
  }

  static ObjectNode internal(String resourceType, String resource) {
    return event(
        """
        {"version": "0", "id": "33333333-dcba-4444-dcba-333333333333",
         "detail-type": "Internal Access Finding", "source": "aws.access-analyzer",
         "account": "111122223333", "time": "2026-08-10T09:07:39Z", "region": "us-east-1",
         "resources": ["arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"],
         "detail": {"version": "1.0", "id": "33333333-dcba-4444-dcba-333333333333",
           "status": "ACTIVE", "findingType": "InternalAccess",
           "createdAt": "2026-08-09T03:01:05.019823465Z",
           "analyzedAt": "2026-08-10T09:06:55.123456789Z",
           "updatedAt": "2026-08-10T08:58:03.987654321Z", "accountId": "777788889999",
           "accessType": "INTRA_ORG",
           "principal": {"AWS": "arn:aws:iam::777788889999:role/Reader"},
           "principalOwnerAccount": "777788889999", "principalType": "IAM_ROLE",
           "action": ["s3:GetObject"], "condition": {},
           "resourceControlPolicyRestrictionType": "NOT_APPLICABLE",
           "serviceControlPolicyRestrictionType": "NOT_APPLICABLE", "isDeleted": false}}
        """,
        resourceType,
        resource);
  }

  static ObjectNode unused(String resourceType, String resource) {
    return event(
        """
        {"version": "0", "id": "44444444-dcba-4444-dcba-333333333333",
         "detail-type": "Unused Access Finding for IAM entities", "source": "aws.access-analyzer",
         "account": "111122223333", "time": "2026-08-10T09:07:39Z", "region": "us-east-1",
         "resources": ["arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization"],
         "detail": {"findingId": "b8ae0460-5d29-4922-b92a-ba956c986277",
           "accountId": "111122223333", "createdAt": "2026-08-09T17:20:20.574Z",
           "updatedAt": "2026-08-10T17:20:20.574Z", "analyzedAt": "2026-08-10T17:20:20.574Z",
           "previousStatus": "", "status": "ACTIVE",
           "version": "62a7aa1c-e6e5-4a12-b0f5-5b3d8d3f6a1c", "findingType": "UnusedPermission",
           "numberOfUnusedServices": 12, "numberOfUnusedActions": 3, "isDeleted": false}}
        """,
        resourceType,
        resource);
  }

  static Finding finding(ObjectNode event) {
    return FindingEvent.parse(Fields.of(event, "event"));
  }

  static ObjectNode detail(ObjectNode event) {
    return (ObjectNode) event.path("detail");
  }

  private static ObjectNode event(String json, String resourceType, String resource) {
    ObjectNode event = (ObjectNode) Json.read(json, "sample");
    detail(event).put("resourceType", resourceType).put("resource", resource);
    return event;
  }
}
