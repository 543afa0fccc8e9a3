package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.accessanalyzer.model.ExternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingDetails;
import software.amazon.awssdk.services.accessanalyzer.model.FindingSource;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;
import software.amazon.awssdk.services.accessanalyzer.model.InternalAccessDetails;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedAction;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedIamRoleDetails;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedIamUserAccessKeyDetails;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedIamUserPasswordDetails;
import software.amazon.awssdk.services.accessanalyzer.model.UnusedPermissionDetails;

/** How a simulated finding looks to the product: as Access Analyzer's answer, and as an event. */
final class Wire {
  static final String REGION = "eu-west-1";

  /** How restrictions by resource control policies read. */
  static final String RESTRICTION = "NOT_APPLICABLE";

  /** Who has the access by the second set of details, where there are two. */
  private static final String SECOND_PARTNER = "888877776666";

  /** In which order what has no order is written. */
  private final Order order;

  Wire(Order order) {
    this.order = order;
  }

  /** Puts a list into some order, perhaps with repetitions. */
  interface Order {
    Order KEPT =
        new Order() {
          @Override
          public <T> List<T> of(List<T> list) {
            return list;
          }
        };

    <T> List<T> of(List<T> list);

    /** Another order each time, with something repeated. */
    static Order varying(Chance chance) {
      return new Order() {
        @Override
        public <T> List<T> of(List<T> list) {
          List<T> varied = new ArrayList<>(list);
          if (!list.isEmpty() && chance.of(0.3)) {
            varied.add(chance.of(list));
          }
          return chance.shuffled(varied);
        }
      };
    }
  }

  /** When a finding was last analyzed: with any change, and each hour. */
  static Instant analyzedAt(State state, Instant at) {
    Instant scan = at.truncatedTo(ChronoUnit.HOURS);
    return scan.isAfter(state.updatedAt()) ? scan : state.updatedAt();
  }

  /** The answer of GetFindingV2; not for a finding that is gone. */
  GetFindingV2Response answer(SimulatedFinding finding, State state, Instant at) {
    Content content = state.content();
    return GetFindingV2Response.builder()
        .id(finding.id)
        .findingType(finding.kind.type)
        .status(state.status().name())
        .error(content.failed() ? content.error() : null)
        .resource(finding.resource.arn)
        .resourceType(finding.resource.type)
        .resourceOwnerAccount(content.owner())
        .createdAt(finding.createdAt)
        .analyzedAt(analyzedAt(state, at))
        .updatedAt(state.updatedAt())
        .findingDetails(details(finding.kind, content))
        .build();
  }

  private List<FindingDetails> details(SimulatedFinding.Kind kind, Content content) {
    if (!content.hasDetails()) {
      return List.of();
    }
    if (kind == SimulatedFinding.Kind.UNUSED_PERMISSION) {
      return order.of(List.copyOf(content.grant().services().entrySet())).stream()
          .map(this::unusedPermission)
          .toList();
    }
    FindingDetails first = onlyDetails(kind, content);
    return content.isBelievable()
        ? List.of(first)
        : List.of(first, onlyDetails(kind, content.withPartner(SECOND_PARTNER)));
  }

  private FindingDetails onlyDetails(SimulatedFinding.Kind kind, Content content) {
    FindingDetails.Builder details = FindingDetails.builder();
    switch (kind) {
      case EXTERNAL -> details.externalAccessDetails(external(content));
      case INTERNAL -> details.internalAccessDetails(internal(content));
      case UNUSED_ROLE ->
          details.unusedIamRoleDetails(
              UnusedIamRoleDetails.builder().lastAccessed(content.lastUse()).build());
      case UNUSED_KEY ->
          details.unusedIamUserAccessKeyDetails(
              UnusedIamUserAccessKeyDetails.builder()
                  .accessKeyId(accessKeyId(content))
                  .lastAccessed(content.lastUse())
                  .build());
      case UNUSED_PASSWORD ->
          details.unusedIamUserPasswordDetails(
              UnusedIamUserPasswordDetails.builder().lastAccessed(content.lastUse()).build());
      case UNUSED_PERMISSION -> throw new IllegalArgumentException("it has one a service");
    }
    return details.build();
  }

  static String accessKeyId(Content content) {
    return content.grant().actions().get(0);
  }

  private ExternalAccessDetails external(Content content) {
    return ExternalAccessDetails.builder()
        .isPublic(content.publicity() == Content.Publicity.TOLD ? content.isPublic() : null)
        .principal(principal(content.partner()))
        .action(order.of(content.grant().actions()))
        .condition(content.grant().condition())
        .sources(sources(content))
        .resourceControlPolicyRestriction(RESTRICTION)
        .build();
  }

  private InternalAccessDetails internal(Content content) {
    return InternalAccessDetails.builder()
        .principal(principal(reader(content)))
        .action(order.of(content.grant().actions()))
        .condition(content.grant().condition())
        .sources(sources(content))
        .accessType("INTRA_ORG")
        .resourceControlPolicyRestriction(RESTRICTION)
        .build();
  }

  private List<FindingSource> sources(Content content) {
    return order.of(content.grant().sources()).stream().map(Wire::source).toList();
  }

  private static FindingSource source(String source) {
    FindingSource.Builder builder = FindingSource.builder().type(Content.sourceType(source));
    return Content.accessPoint(source)
        .map(account -> builder.detail(d -> d.accessPointAccount(account)))
        .orElse(builder)
        .build();
  }

  private FindingDetails unusedPermission(Map.Entry<String, List<String>> service) {
    return FindingDetails.builder()
        .unusedPermissionDetails(
            UnusedPermissionDetails.builder()
                .serviceNamespace(service.getKey())
                .actions(
                    order.of(service.getValue()).stream()
                        .map(action -> UnusedAction.builder().action(action).build())
                        .toList())
                .build())
        .build();
  }

  static Map<String, String> principal(String partner) {
    return Map.of(partner.contains(":oidc-provider/") ? "Federated" : "AWS", partner);
  }

  /** The principal of an internal finding. */
  static String reader(Content content) {
    return "arn:aws:iam::" + content.partner() + ":role/Reader";
  }

  /** The event about a finding as it is. */
  ObjectNode event(SimulatedFinding finding, State state, Instant at) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("version", "0");
    event.put("id", "event-" + finding.id + "-" + at.toEpochMilli());
    event.put("detail-type", detailType(finding.kind));
    event.put("source", "aws.access-analyzer");
    event.put("account", "111122223333");
    event.put("time", at.toString());
    event.put("region", REGION);
    event.putArray("resources").add(finding.analyzerArn);
    ObjectNode detail = event.putObject("detail");
    Content content = state.content();
    boolean isUnused = finding.kind.isUnused();
    detail.put(isUnused ? "findingId" : "id", finding.id);
    boolean isGone = state.status() == State.Status.GONE;
    detail.put("status", isGone ? "ACTIVE" : state.status().name());
    detail.put("isDeleted", isGone);
    detail.put("resource", finding.resource.arn);
    detail.put("resourceType", finding.resource.type);
    // Of internal access it is the principal's account.
    detail.put(
        "accountId",
        finding.kind == SimulatedFinding.Kind.INTERNAL ? content.partner() : content.owner());
    detail.put("createdAt", finding.createdAt.toString());
    detail.put("analyzedAt", analyzedAt(state, at).toString());
    detail.put("updatedAt", state.updatedAt().toString());
    if (finding.kind != SimulatedFinding.Kind.EXTERNAL) {
      detail.put("findingType", finding.kind.type);
    }
    if (content.failed()) {
      detail.put("error", content.error());
    }
    if (content.hasDetails()) {
      describe(detail, finding.kind, content);
    }
    return event;
  }

  private void describe(ObjectNode detail, SimulatedFinding.Kind kind, Content content) {
    if (kind == SimulatedFinding.Kind.UNUSED_PERMISSION) {
      detail.put("numberOfUnusedServices", serviceCount(content));
      detail.put("numberOfUnusedActions", actionCount(content));
    } else if (!kind.isUnused()) {
      ObjectNode principal = detail.putObject("principal");
      principal(kind == SimulatedFinding.Kind.INTERNAL ? reader(content) : content.partner())
          .forEach(principal::put);
      ArrayNode actions = detail.putArray("action");
      order.of(content.grant().actions()).forEach(actions::add);
      ObjectNode condition = detail.putObject("condition");
      new TreeMap<>(content.grant().condition()).forEach(condition::put);
      if (kind == SimulatedFinding.Kind.EXTERNAL && content.publicity() == Content.Publicity.TOLD) {
        detail.put("isPublic", content.isPublic());
      }
    }
  }

  /** Services that are not used at all. */
  static int serviceCount(Content content) {
    return (int) content.grant().services().values().stream().filter(List::isEmpty).count();
  }

  /** Single actions that are not used. */
  static int actionCount(Content content) {
    return content.grant().services().values().stream().mapToInt(List::size).sum();
  }

  private static String detailType(SimulatedFinding.Kind kind) {
    return switch (kind) {
      case EXTERNAL -> "Access Analyzer Finding";
      case INTERNAL -> "Internal Access Finding";
      case UNUSED_ROLE, UNUSED_KEY, UNUSED_PASSWORD, UNUSED_PERMISSION ->
          "Unused Access Finding for IAM entities";
    };
  }
}
