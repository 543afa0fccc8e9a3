package io.accesstriage.analyzer;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.accessanalyzer.model.ExternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummary;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;

/**
 * Findings as the AWS CLI prints the API's answers. None names its analyzer. What a list leaves out
 * is null in the finding, which means not read.
 */
public final class PrintedFinding {
  /** What every finding has. */
  private static final List<String> NAMES = List.of("id", "status", "resource", "resourceType");

  private PrintedFinding() {}

  /**
   * A finding of either version of the API, of which only the second says the type; the first knows
   * only external access.
   *
   * @param analyzerArn empty where it is not known
   * @throws io.accesstriage.json.MalformedInput where a field is missing or of another type
   */
  public static Finding of(String analyzerArn, Fields json) {
    return Answer.of(json).finding(json.path(), analyzerArn);
  }

  /** The same without the hash of its content, which takes as long as all the rest. */
  public static Finding unhashed(String analyzerArn, Fields json) {
    Answer answer = Answer.of(json);
    return ApiFinding.unhashed(json.path(), analyzerArn, answer.response, answer.details);
  }

  /**
   * The output of get-finding-v2, or an element of list-findings-v2, which has no details.
   *
   * @param analyzerArn empty where it is not known
   * @throws io.accesstriage.json.MalformedInput where a field is missing or of another type
   */
  static Finding v2(String analyzerArn, Fields json) {
    return Answer.v2(json).finding(json.path(), analyzerArn);
  }

  /**
   * An element of list-findings, or the finding of get-finding: of external access, with principal
   * and actions.
   *
   * @param analyzerArn empty where it is not known
   * @throws io.accesstriage.json.MalformedInput where a field is missing or of another type
   */
  static Finding v1(String analyzerArn, Fields json) {
    return Answer.v1(json).finding(json.path(), analyzerArn);
  }

  /** What either version prints, as the second answers it. */
  private record Answer(GetFindingV2Response response, List<FindingDetails> details) {
    static Answer of(Fields json) {
      return json.has(SdkShape.name(json, "findingType"))
              || json.has(SdkShape.name(json, "findingDetails"))
          ? v2(json)
          : v1(json);
    }

    static Answer v2(Fields json) {
      requireNames(json);
      GetFindingV2Response response = SdkShape.read(GetFindingV2Response.builder(), json);
      return new Answer(response, isWhole(json) ? response.findingDetails() : List.of());
    }

    static Answer v1(Fields json) {
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
      return new Answer(
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

    Finding finding(String place, String analyzerArn) {
      return ApiFinding.of(place, analyzerArn, response, details);
    }
  }

  /** Its id, or nothing where it has none. */
  public static Optional<String> id(Fields json) {
    return Optional.ofNullable(json.node().path(SdkShape.name(json, "id")).textValue())
        .filter(id -> !id.isEmpty());
  }

  /** A page of the details is not all of them. */
  private static boolean isWhole(Fields json) {
    return !json.has("nextToken") && !json.has("NextToken");
  }

  /** Here, since the API's own answers are never without: so the message names the place. */
  private static void requireNames(Fields json) {
    for (String name : NAMES) {
      String printed = SdkShape.name(json, name);
      if (!json.has(printed)) {
        throw json.missing(name);
      }
      if (SdkShape.text(json, printed).isEmpty()) {
        throw new MalformedInput(json.at(printed) + " is empty; expected a text");
      }
    }
    if (!json.has(SdkShape.name(json, "updatedAt"))) {
      throw json.missing("updatedAt");
    }
  }
}
