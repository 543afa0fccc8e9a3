package io.accesstriage.analyzer;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.accessanalyzer.model.ExternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSource;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSummaryV2;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.InternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedPermissionDetails;

/** Turns the API's answer about a finding into the common model. */
final class ApiFinding {
  private final String place;

  /**
   * @param place of the answer, to begin error messages with
   */
  private ApiFinding(String place) {
    this.place = place;
  }

  /**
   * @param details of all pages
   */
  static Finding of(
      String analyzerArn, GetFindingV2Response response, List<FindingDetails> details) {
    return of("GetFindingV2", analyzerArn, response, details);
  }

  /**
   * @param place of the answer, to begin error messages with
   * @param details of all pages
   */
  static Finding of(
      String place,
      String analyzerArn,
      GetFindingV2Response response,
      List<FindingDetails> details) {
    ApiFinding api = new ApiFinding(place);
    return api.hashed(api.finding(analyzerArn, response, details), details);
  }

  /** The same without the hash of its content, which takes as long as all the rest. */
  static Finding unhashed(
      String place,
      String analyzerArn,
      GetFindingV2Response response,
      List<FindingDetails> details) {
    return new ApiFinding(place).finding(analyzerArn, response, details);
  }

  private Finding finding(
      String analyzerArn, GetFindingV2Response response, List<FindingDetails> details) {
    FindingType type =
        new FindingType(
            Optional.ofNullable(response.findingTypeAsString())
                .orElse(FindingType.EXTERNAL_ACCESS.name()));
    Resource resource =
        Resource.of(
            required(response.resource(), "resource"),
            required(response.resourceTypeAsString(), "resourceType"),
            response.resourceOwnerAccount(),
            null,
            analyzerArn);
    Finding.Builder builder =
        Finding.builder(required(response.id(), "id"), analyzerArn, type, resource)
            .status(status(required(response.statusAsString(), "status")))
            .error(response.error())
            .createdAt(response.createdAt())
            .analyzedAt(response.analyzedAt())
            .updatedAt(required(response.updatedAt(), "updatedAt"));
    switch (type.family()) {
      case EXTERNAL -> external(builder, only(details, FindingDetails::externalAccessDetails));
      case INTERNAL -> internal(builder, only(details, FindingDetails::internalAccessDetails));
      case UNUSED -> builder.isPublic(false).unused(unused(type, details).orElse(null));
      case UNKNOWN -> {}
    }
    return builder.build();
  }

  private Finding hashed(Finding finding, List<FindingDetails> details) {
    boolean isDescribed = finding.restrictions() != null || finding.unused() != null;
    return finding.asRead(
        ContentHash.of(
            finding,
            unusedPermissions(details),
            isDescribed ? List.of() : details.stream().map(UnorderedText::of).toList()));
  }

  /** An element of ListFindingsV2's answer, of which the details are not known. */
  static Finding listed(String analyzerArn, FindingSummaryV2 summary) {
    return of(
        analyzerArn,
        GetFindingV2Response.builder()
            .id(summary.id())
            .findingType(summary.findingTypeAsString())
            .status(summary.statusAsString())
            .error(summary.error())
            .resource(summary.resource())
            .resourceType(summary.resourceTypeAsString())
            .resourceOwnerAccount(summary.resourceOwnerAccount())
            .createdAt(summary.createdAt())
            .analyzedAt(summary.analyzedAt())
            .updatedAt(summary.updatedAt())
            .build(),
        List.of());
  }

  private void external(Finding.Builder finding, Optional<ExternalAccessDetails> details) {
    finding.access(new Access(null, null, ""));
    details.ifPresent(
        d ->
            finding
                .isPublic(d.isPublic())
                .principal(
                    d.hasPrincipal() ? Principal.of(whole(d.principal(), "principal")) : null)
                .access(
                    new Access(
                        d.hasAction() ? whole(d.action(), "action") : null,
                        d.hasCondition() ? whole(d.condition(), "condition") : null,
                        ""))
                .sources(sources(d.hasSources() ? d.sources() : List.of()))
                .restrictions(
                    new Restrictions(text(d.resourceControlPolicyRestrictionAsString()), "")));
  }

  private void internal(Finding.Builder finding, Optional<InternalAccessDetails> details) {
    finding.isPublic(false).access(new Access(null, null, ""));
    details.ifPresent(
        d ->
            finding
                .principal(d.hasPrincipal() ? principal(d) : null)
                .access(
                    new Access(
                        d.hasAction() ? whole(d.action(), "action") : null,
                        d.hasCondition() ? whole(d.condition(), "condition") : null,
                        text(d.accessTypeAsString())))
                .sources(sources(d.hasSources() ? d.sources() : List.of()))
                .restrictions(
                    new Restrictions(
                        text(d.resourceControlPolicyRestrictionAsString()),
                        text(d.serviceControlPolicyRestrictionAsString()))));
  }

  private @Nullable Principal principal(InternalAccessDetails details) {
    Principal principal = Principal.of(whole(details.principal(), "principal"));
    return principal == null ? null : principal.ownedBy(details.principalOwnerAccount());
  }

  /** Several details of one finding are not documented for this family: then none are believed. */
  private static <T> Optional<T> only(
      List<FindingDetails> details, Function<FindingDetails, @Nullable T> member) {
    List<T> found = details.stream().flatMap(d -> Stream.ofNullable(member.apply(d))).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Nothing where the details are not, or not all, those of the finding's type. */
  private Optional<UnusedAccess> unused(FindingType type, List<FindingDetails> details) {
    if (type.equals(FindingType.UNUSED_PERMISSION)) {
      return unusedPermission(details);
    }
    if (type.equals(FindingType.UNUSED_ACCESS_KEY)) {
      return only(details, FindingDetails::unusedIamUserAccessKeyDetails)
          .filter(key -> key.accessKeyId() != null)
          .map(key -> new UnusedAccess(key.lastAccessed(), key.accessKeyId(), 0, 0, List.of()));
    }
    return type.equals(FindingType.UNUSED_PASSWORD)
        ? only(details, FindingDetails::unusedIamUserPasswordDetails)
            .map(password -> new UnusedAccess(password.lastAccessed(), "", 0, 0, List.of()))
        : only(details, FindingDetails::unusedIamRoleDetails)
            .map(role -> new UnusedAccess(role.lastAccessed(), "", 0, 0, List.of()));
  }

  private Optional<UnusedAccess> unusedPermission(List<FindingDetails> details) {
    if (details.isEmpty() || details.stream().anyMatch(d -> d.unusedPermissionDetails() == null)) {
      return Optional.empty();
    }
    Map<String, List<String>> permissions = unusedPermissions(details);
    long services = permissions.values().stream().filter(List::isEmpty).count();
    long actions = permissions.values().stream().flatMap(all -> all.stream().distinct()).count();
    return Optional.of(
        new UnusedAccess(
            lastAccessed(details),
            "",
            Math.toIntExact(services),
            Math.toIntExact(actions),
            List.copyOf(permissions.keySet())));
  }

  /** When one of the services or actions was last used; null for never. */
  private static @Nullable Instant lastAccessed(List<FindingDetails> details) {
    return details.stream()
        .map(FindingDetails::unusedPermissionDetails)
        .flatMap(
            permission ->
                Stream.concat(
                    Stream.ofNullable(permission.lastAccessed()),
                    permission.actions().stream()
                        .flatMap(action -> Stream.ofNullable(action.lastAccessed()))))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private Map<String, List<String>> unusedPermissions(List<FindingDetails> details) {
    Map<String, List<String>> permissions = new TreeMap<>();
    for (FindingDetails detail : details) {
      UnusedPermissionDetails permission = detail.unusedPermissionDetails();
      if (permission != null) {
        permissions
            .computeIfAbsent(
                required(permission.serviceNamespace(), "findingDetails.serviceNamespace"),
                service -> new ArrayList<>())
            .addAll(
                permission.actions().stream()
                    .map(a -> required(a.action(), "findingDetails.actions.action"))
                    .toList());
      }
    }
    return permissions;
  }

  private static List<Source> sources(List<FindingSource> sources) {
    return sources.stream()
        .map(
            s ->
                new Source(
                    text(s.typeAsString()),
                    s.detail() == null ? "" : text(s.detail().accessPointArn()),
                    s.detail() == null ? "" : text(s.detail().accessPointAccount())))
        .toList();
  }

  private FindingStatus status(String name) {
    return switch (name) {
      case "ACTIVE" -> FindingStatus.ACTIVE;
      case "ARCHIVED" -> FindingStatus.ARCHIVED;
      case "RESOLVED" -> FindingStatus.RESOLVED;
      default ->
          throw new MalformedInput(
              place
                  + ".status: expected ACTIVE, ARCHIVED or RESOLVED, found "
                  + SafeText.quoted(name, 60));
    };
  }

  private List<String> whole(List<String> texts, String field) {
    return whole(texts, texts, field);
  }

  private Map<String, String> whole(Map<String, String> texts, String field) {
    return whole(texts, texts.values(), field);
  }

  private <T> T whole(T value, Collection<@Nullable String> texts, String field) {
    if (texts.stream().anyMatch(Objects::isNull)) {
      throw new MalformedInput(place + ".findingDetails." + field + ": expected texts, found null");
    }
    return value;
  }

  private <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw new MalformedInput(place + "." + field + " is missing");
    }
    return value;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
