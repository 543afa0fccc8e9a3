package io.accesstriage.finding;

import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the EventBridge events in which Access Analyzer reports a finding. Such an event says which
 * finding it is about; what it says of the content may be old when it is read.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html">Monitoring
 *     with EventBridge</a>
 */
public final class FindingEvent {
  private static final String SOURCE = "aws.access-analyzer";
  private static final String EXTERNAL = "Access Analyzer Finding";
  private static final String INTERNAL = "Internal Access Finding";
  private static final String UNUSED = "Unused Access Finding for IAM entities";

  private FindingEvent() {}

  /**
   * @return the finding as the event describes it, read from {@link ReadFrom#EVENT}
   * @throws MalformedInput where this is no finding event; the message names the field
   */
  public static Finding parse(Fields event) {
    String source = event.text("source");
    if (!source.equals(SOURCE)) {
      throw new MalformedInput(
          "%s: expected \"%s\", found %s"
              .formatted(event.at("source"), SOURCE, SafeText.quoted(source, 60)));
    }
    String detailType = event.text("detail-type");
    Fields detail = event.object("detail");
    return switch (detailType) {
      case EXTERNAL -> external(event, detail);
      case INTERNAL -> internal(event, detail);
      case UNUSED -> unused(event, detail);
      default ->
          throw new MalformedInput(
              "%s: expected one of %s, found %s"
                  .formatted(
                      event.at("detail-type"),
                      List.of(EXTERNAL, INTERNAL, UNUSED),
                      SafeText.quoted(detailType, 60)));
    };
  }

  private static Finding external(Fields event, Fields detail) {
    String type = detail.optionalText("findingType").orElse(FindingType.EXTERNAL_ACCESS.name());
    Boolean isPublic = detail.optionalFlag("isPublic").orElse(null);
    String owner = detail.text("accountId");
    Access access = access(detail);
    return giving(access, finding(event, "id", type, owner), detail).isPublic(isPublic).build();
  }

  /**
   * Here accountId is the principal's account: the resource's only where the access stays within an
   * account, or else what the ARN says.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_InternalAccessDetails.html">InternalAccessDetails</a>
   */
  private static Finding internal(Fields event, Fields detail) {
    Access access = access(detail);
    String owner =
        access.type().equals("INTRA_ACCOUNT")
            ? detail.optionalText("principalOwnerAccount").orElse(null)
            : null;
    String type = detail.text("findingType");
    return giving(access, finding(event, "id", type, owner), detail).isPublic(false).build();
  }

  private static Finding unused(Fields event, Fields detail) {
    FindingType type = new FindingType(detail.text("findingType"));
    String owner = detail.text("accountId");
    UnusedAccess unused = unusedAccess(type, detail);
    return finding(event, "findingId", type.name(), owner)
        .isPublic(type.family() == FindingType.Family.UNUSED ? false : null)
        .unused(unused)
        .build();
  }

  /**
   * Only findings of unused permissions count something; one that does not say it tells nothing,
   * nor does one that could not be analyzed.
   */
  private static @Nullable UnusedAccess unusedAccess(FindingType type, Fields detail) {
    Optional<Integer> services = detail.optionalNumber("numberOfUnusedServices");
    Optional<Integer> actions = detail.optionalNumber("numberOfUnusedActions");
    boolean counts = type.equals(FindingType.UNUSED_PERMISSION);
    return type.family() != FindingType.Family.UNUSED
            || detail.optionalText("error").isPresent()
            || (counts && (services.isEmpty() || actions.isEmpty()))
        ? null
        : new UnusedAccess(null, false, "", services.orElse(0), actions.orElse(0), List.of());
  }

  private static Access access(Fields detail) {
    return new Access(
        detail.optionalTexts("action").orElse(null),
        detail.optionalTextMap("condition").orElse(null),
        detail.optionalText("accessType").orElse(""));
  }

  /**
   * The User Guide's pages say id of some events and findingId of others; any may say either.
   *
   * @param usual which of the two it says by the page
   */
  private static String id(Fields detail, String usual) {
    String other = usual.equals("id") ? "findingId" : "id";
    String id = detail.text(detail.has(other) && !detail.has(usual) ? other : usual);
    if (detail.has(other) && !detail.text(other).equals(id)) {
      throw new MalformedInput(
          "%s: expected the same as %s, found another finding"
              .formatted(detail.at(other), detail.at(usual)));
    }
    return id;
  }

  private static Finding.Builder giving(Access access, Finding.Builder finding, Fields detail) {
    return finding
        .access(access)
        .restrictions(
            new Restrictions(
                detail.optionalText("resourceControlPolicyRestrictionType").orElse(""),
                detail.optionalText("serviceControlPolicyRestrictionType").orElse("")));
  }

  /** What every event says of its finding. */
  private static Finding.Builder finding(
      Fields event, String idField, String type, @Nullable String owner) {
    Fields detail = event.object("detail");
    String analyzerArn = analyzerArn(event);
    String id = id(detail, idField);
    FindingStatus status = status(detail);
    Resource resource =
        Resource.of(
            detail.text("resource"),
            detail.text("resourceType"),
            owner,
            detail.optionalText("region").orElse(null),
            analyzerArn);
    return Finding.builder(id, analyzerArn, new FindingType(type), resource)
        .status(detail.optionalFlag("isDeleted").orElse(false) ? FindingStatus.GONE : status)
        .error(detail.optionalText("error").orElse(null))
        .principal(
            detail
                .optionalTextMap("principal")
                .map(Principal::of)
                .map(p -> p.ownedBy(detail.optionalText("principalOwnerAccount").orElse(null)))
                .orElse(null))
        .createdAt(detail.optionalTime("createdAt").orElse(null))
        .analyzedAt(detail.optionalTime("analyzedAt").orElse(null))
        .updatedAt(detail.time("updatedAt"))
        .readFrom(ReadFrom.EVENT);
  }

  private static FindingStatus status(Fields detail) {
    String status = detail.text("status");
    return switch (status) {
      case "ACTIVE" -> FindingStatus.ACTIVE;
      case "ARCHIVED" -> FindingStatus.ARCHIVED;
      case "RESOLVED" -> FindingStatus.RESOLVED;
      default ->
          throw new MalformedInput(
              "%s: expected one of [ACTIVE, ARCHIVED, RESOLVED], found %s"
                  .formatted(detail.at("status"), SafeText.quoted(status, 60)));
    };
  }

  private static String analyzerArn(Fields event) {
    List<String> resources = event.texts("resources");
    if (resources.isEmpty()) {
      throw new MalformedInput(
          event.at("resources") + " is missing; expected the analyzer's ARN in it");
    }
    return Arn.ofAnalyzer(resources.get(0), event.at("resources") + "[0]").toString();
  }
}
