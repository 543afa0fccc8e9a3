package io.accesstriage.cli.source;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.json.Fields;
import io.accesstriage.json.MalformedInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A finding of Access Analyzer as Security Hub keeps it. Security Hub leaves out what grants the
 * access and the organization's restrictions, and tells conditions in words: what it does not say
 * in full counts as not read.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html">Integrating
 *     IAM Access Analyzer with AWS Security Hub</a>
 */
final class SecurityHubFinding {
  private static final String PRODUCT = "/aws/access-analyzer";
  private static final Pattern ANALYZER =
      Pattern.compile("(arn:[\\w-]+:access-analyzer:[\\w-]+:\\d{12}:analyzer/[^/]+)(/.*)?");
  private static final Pattern CONSOLE_LINK = Pattern.compile(".*/findings/details/([\\w-]+)");
  private static final Pattern RESOURCE_TYPE =
      Pattern.compile("(AWS::\\w+::\\w+)/.*", Pattern.DOTALL);

  /** Security Hub cuts texts of a resource's details at 1,024 characters. */
  private static final int CUT = 1_000;

  /**
   * What Types says after its last slash.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html">How
   *     findings are sent</a>
   */
  private static final Map<String, FindingType> TYPES =
      Map.of(
          "External Access Granted", FindingType.EXTERNAL_ACCESS,
          "Unused Permission", FindingType.UNUSED_PERMISSION,
          "Unused IAM Role", FindingType.UNUSED_ROLE,
          "Unused IAM User Password", FindingType.UNUSED_PASSWORD,
          "Unused IAM User Access Key", FindingType.UNUSED_ACCESS_KEY);

  private SecurityHubFinding() {}

  /**
   * @return nothing where the finding is another product's
   */
  static Optional<Finding> read(Fields json) {
    return isOfAccessAnalyzer(json) ? Optional.of(finding(json)) : Optional.empty();
  }

  private static boolean isOfAccessAnalyzer(Fields json) {
    return json.optionalText("ProductArn").filter(arn -> arn.endsWith(PRODUCT)).isPresent()
        || json.optionalText("ProductName").filter("IAM Access Analyzer"::equals).isPresent();
  }

  private static Finding finding(Fields json) {
    String id = json.text("Id");
    Matcher analyzer = ANALYZER.matcher(id);
    String analyzerArn = analyzer.matches() ? analyzer.group(1) : "";
    Optional<Fields> fields = json.optionalObject("ProductFields");
    FindingType type = type(json, fields);
    Fields resource = resource(json);
    Fields details =
        resource.optionalObject("Details").flatMap(d -> d.optionalObject("Other")).orElse(resource);
    boolean isUnused = type.family() == FindingType.Family.UNUSED;
    return new Finding(
        field(fields, "findingId").orElseGet(() -> console(json).orElse(id)),
        analyzerArn,
        type,
        status(json),
        null,
        isUnused ? Boolean.FALSE : isPublic(json),
        Resource.of(
            resource.text("Id"),
            resourceType(json),
            field(fields, "resourceOwnerAccount").orElse(null),
            resource.optionalText("Region").orElse(null),
            analyzerArn),
        isUnused ? null : principal(details),
        isUnused ? null : new Access(actions(details), condition(details), ""),
        null,
        null,
        unused(type, fields),
        json.optionalTime("CreatedAt").orElse(null),
        null,
        json.time("UpdatedAt"),
        null,
        ReadFrom.API,
        null);
  }

  private static FindingType type(Fields json, Optional<Fields> fields) {
    return field(fields, "findingType")
        .map(FindingType::new)
        .orElseGet(
            () ->
                json.texts("Types").stream()
                    .map(t -> TYPES.get(t.substring(t.lastIndexOf('/') + 1)))
                    .filter(t -> t != null)
                    .findFirst()
                    .orElse(new FindingType("Unknown")));
  }

  private static Fields resource(Fields json) {
    List<Fields> resources = json.objects("Resources", r -> r);
    if (resources.isEmpty()) {
      throw new MalformedInput(json.at("Resources") + " is missing; expected the resource in it");
    }
    return resources.get(0);
  }

  /** Archived there is also what is resolved here. */
  private static FindingStatus status(Fields json) {
    return switch (json.text("RecordState")) {
      case "ACTIVE" -> FindingStatus.ACTIVE;
      case "ARCHIVED" -> FindingStatus.ARCHIVED;
      default -> throw new MalformedInput(json.at("RecordState") + ": expected ACTIVE or ARCHIVED");
    };
  }

  private static @Nullable Boolean isPublic(Fields json) {
    String title = json.optionalText("Title").orElse("");
    if (title.endsWith(" allows public access")) {
      return true;
    }
    return title.endsWith(" allows cross-account access") ? Boolean.FALSE : null;
  }

  private static String resourceType(Fields json) {
    Matcher type = RESOURCE_TYPE.matcher(json.optionalText("Description").orElse(""));
    return type.matches() ? type.group(1) : "";
  }

  private static Optional<String> console(Fields json) {
    return json.optionalText("SourceUrl")
        .map(CONSOLE_LINK::matcher)
        .filter(Matcher::matches)
        .map(link -> link.group(1));
  }

  private static @Nullable Principal principal(Fields details) {
    Optional<String> kind = whole(details, "External Principal Type");
    Optional<String> value = whole(details, "External Principal");
    return kind.isPresent() && value.isPresent()
        ? Principal.of(Map.of(kind.get(), value.get()))
        : null;
  }

  private static @Nullable List<String> actions(Fields details) {
    return whole(details, "Action Granted")
        .map(
            text ->
                Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(action -> !action.isEmpty())
                    .toList())
        .orElse(null);
  }

  /** Conditions are told in words of no documented form; that there is none is. */
  private static @Nullable Map<String, String> condition(Fields details) {
    return whole(details, "Condition").filter("none"::equals).isPresent() ? Map.of() : null;
  }

  private static Optional<String> whole(Fields details, String name) {
    return details.optionalText(name).filter(text -> text.length() < CUT);
  }

  private static @Nullable UnusedAccess unused(FindingType type, Optional<Fields> fields) {
    Optional<Integer> services = number(fields, "numberOfUnusedServices");
    Optional<Integer> actions = number(fields, "numberOfUnusedActions");
    return type.equals(FindingType.UNUSED_PERMISSION) && services.isPresent() && actions.isPresent()
        ? new UnusedAccess(null, "", services.get(), actions.get(), List.of())
        : null;
  }

  private static Optional<Integer> number(Optional<Fields> fields, String name) {
    return field(fields, name).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
  }

  private static Optional<String> field(Optional<Fields> fields, String name) {
    return fields.flatMap(f -> f.optionalText(name)).filter(text -> !text.isEmpty());
  }
}
