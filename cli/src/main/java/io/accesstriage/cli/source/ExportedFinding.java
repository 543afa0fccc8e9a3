package io.accesstriage.cli.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.analyzer.PrintedFinding;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.Fields;
import java.util.Optional;
import java.util.Set;

/** Tells by its fields which command printed a finding. */
final class ExportedFinding {
  /** Those of a finding that is an output by itself. */
  static final Set<String> FIELDS =
      Set.of(
          "id",
          "status",
          "resource",
          "resourceType",
          "resourceOwnerAccount",
          "createdAt",
          "analyzedAt",
          "updatedAt",
          "error",
          "findingType",
          "findingDetails",
          "principal",
          "action",
          "condition",
          "isPublic",
          "sources",
          "resourceControlPolicyRestriction",
          "SchemaVersion",
          "ProductArn",
          "ProductName",
          "ProductFields",
          "Id",
          "Title",
          "Description",
          "Types",
          "Resources",
          "RecordState",
          "SourceUrl",
          "CreatedAt",
          "UpdatedAt");

  private ExportedFinding() {}

  /** Whether it may be a finding of any of the commands. */
  static boolean isOne(JsonNode json) {
    return isOfSecurityHub(json)
        || (json.has("id") && json.has("resourceType"))
        || json.has("findingDetails");
  }

  /**
   * @param analyzerArn of the analyzer where the finding does not say it; may be empty
   * @return nothing where the finding is another product's
   * @throws io.accesstriage.json.MalformedInput where a field is missing or of another type
   */
  static Optional<Finding> read(Fields json, String analyzerArn) {
    if (isOfSecurityHub(json.node())) {
      return SecurityHubFinding.read(json);
    }
    // Only the second version of the API says the type; the first knows only external access.
    return Optional.of(
        json.has("findingType") || json.has("findingDetails")
            ? PrintedFinding.v2(analyzerArn, json)
            : PrintedFinding.v1(analyzerArn, json));
  }

  private static boolean isOfSecurityHub(JsonNode json) {
    return json.has("ProductArn") || (json.has("SchemaVersion") && json.has("Resources"));
  }
}
