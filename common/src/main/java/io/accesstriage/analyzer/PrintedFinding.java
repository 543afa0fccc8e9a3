package io.accesstriage.analyzer;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.json.Fields;
import java.util.List;
import software.amazon.awssdk.services.accessanalyzer.model.ExternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummary;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;

/**
 * Findings as the AWS CLI prints the API's answers. None names its analyzer. What a list leaves out
 * is null in the finding, which means not read.
 */
public final class PrintedFinding {
  private PrintedFinding() {}

  /**
   * The output of get-finding-v2, or an element of list-findings-v2, which has no details.
   *
   * @param analyzerArn empty where it is not known
   * @throws io.accesstriage.json.MalformedInput where a field is missing or of another type
   */
  public static Finding v2(String analyzerArn, Fields json) {
    requireNames(json);
    GetFindingV2Response response = SdkShape.read(GetFindingV2Response.builder(), json);
    return ApiFinding.of(
        analyzerArn, response, isWhole(json) ? response.findingDetails() : List.of());
  }

  /**
   * An element of list-findings, or the finding of get-finding: of external access, with principal
   * and actions.
   *
   * @param analyzerArn empty where it is not known
   * @throws io.accesstriage.json.MalformedInput where a field is missing or of another type
   */
  public static Finding v1(String analyzerArn, Fields json) {
    requireNames(json);
    FindingSummary finding = SdkShape.read(FindingSummary.builder(), json);
    ExternalAccessDetails details =
        ExternalAccessDetails.builder()
            .isPublic(finding.isPublic())
            .principal(finding.hasPrincipal() ? finding.principal() : null)
            .action(finding.hasAction() ? finding.action() : null)
            .condition(finding.hasCondition() ? finding.condition() : null)
            .sources(finding.hasSources() ? finding.sources() : null)
            .resourceControlPolicyRestriction(finding.resourceControlPolicyRestrictionAsString())
            .build();
    return ApiFinding.of(
        analyzerArn,
        GetFindingV2Response.builder()
            .id(finding.id())
            .findingType(FindingType.EXTERNAL_ACCESS.name())
            .status(finding.statusAsString())
            .error(finding.error())
            .resource(finding.resource())
            .resourceType(finding.resourceTypeAsString())
            .resourceOwnerAccount(finding.resourceOwnerAccount())
            .createdAt(finding.createdAt())
            .analyzedAt(finding.analyzedAt())
            .updatedAt(finding.updatedAt())
            .build(),
        List.of(FindingDetails.fromExternalAccessDetails(details)));
  }

  /** A page of the details is not all of them. */
  private static boolean isWhole(Fields json) {
    return !json.has("nextToken") && !json.has("NextToken");
  }

  /** Here, since the API's own answers are never without: so the message names the place. */
  private static void requireNames(Fields json) {
    for (String name : List.of("id", "status", "resource", "resourceType")) {
      json.text(name);
    }
    json.time("updatedAt");
  }
}
