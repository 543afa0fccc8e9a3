package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How a simulated finding looks to the product: as Access Analyzer's answer, and as an event. */
final class Wire {
  static final String REGION = "eu-west-1";

  private Wire() {}

  /** The answer of GetFindingV2; not for a finding that is gone. */
  static Finding answer(SimulatedFinding finding, State state) {
    State.Content content = state.content();
    boolean isUnused = finding.kind.isUnused();
    boolean hasDetails = !content.failed();
    Finding answer =
        new Finding(
            finding.id,
            finding.analyzerArn,
            new FindingType(finding.kind.type),
            FindingStatus.valueOf(state.status().name()),
            content.failed() ? "INTERNAL_ERROR" : null,
            finding.kind != SimulatedFinding.Kind.EXTERNAL
                ? Boolean.FALSE
                : hasDetails ? (Boolean) content.isPublic() : null,
            new Resource(
                finding.resource.arn, finding.resource.type, finding.resource.account, REGION),
            hasDetails ? principal(finding, content) : null,
            hasDetails && !isUnused ? access(finding, content) : null,
            hasDetails && !isUnused ? List.of(new Source("POLICY", "")) : null,
            isUnused ? null : new Restrictions("NOT_APPLICABLE", ""),
            isUnused ? unused(finding, content) : null,
            finding.createdAt,
            state.updatedAt(),
            state.updatedAt(),
            null,
            ReadFrom.API,
            null);
    return answer.asRead(ContentHash.of(answer, unusedPermissions(finding, content)));
  }

  private static @Nullable Principal principal(SimulatedFinding finding, State.Content content) {
    return finding.kind.isUnused()
        ? null
        : Principal.of(Map.of("AWS", principalArn(finding, content)));
  }

  private static String principalArn(SimulatedFinding finding, State.Content content) {
    return finding.kind == SimulatedFinding.Kind.INTERNAL
        ? "arn:aws:iam::" + content.partner() + ":role/Reader"
        : content.partner();
  }

  private static Access access(SimulatedFinding finding, State.Content content) {
    return new Access(
        List.of("s3:GetObject", "s3:ListBucket"),
        Map.of("aws:PrincipalTag/revision", String.valueOf(content.revision())),
        finding.kind == SimulatedFinding.Kind.INTERNAL ? "INTRA_ORG" : "");
  }

  private static UnusedAccess unused(SimulatedFinding finding, State.Content content) {
    boolean isKey = finding.kind == SimulatedFinding.Kind.UNUSED_KEY;
    return new UnusedAccess(
        null,
        isKey ? "AKIAIOSFODNN7" + content.revision() : "",
        0,
        unusedPermissions(finding, content).values().stream().mapToInt(List::size).sum(),
        List.of());
  }

  private static Map<String, List<String>> unusedPermissions(
      SimulatedFinding finding, State.Content content) {
    return finding.kind == SimulatedFinding.Kind.UNUSED_PERMISSION
        ? Map.of(
            "s3", IntStream.rangeClosed(0, content.revision()).mapToObj(i -> "Action" + i).toList())
        : Map.of();
  }

  /** The event about a finding as it is. */
  static ObjectNode event(SimulatedFinding finding, State state, Instant at) {
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
    State.Content content = state.content();
    boolean isUnused = finding.kind.isUnused();
    detail.put(isUnused ? "findingId" : "id", finding.id);
    boolean isGone = state.status() == State.Status.GONE;
    detail.put("status", isGone ? "ACTIVE" : state.status().name());
    detail.put("isDeleted", isGone);
    detail.put("resource", finding.resource.arn);
    detail.put("resourceType", finding.resource.type);
    detail.put("accountId", finding.resource.account);
    detail.put("createdAt", finding.createdAt.toString());
    detail.put("analyzedAt", state.updatedAt().toString());
    detail.put("updatedAt", state.updatedAt().toString());
    if (finding.kind != SimulatedFinding.Kind.EXTERNAL) {
      detail.put("findingType", finding.kind.type);
    }
    if (content.failed()) {
      detail.put("error", "INTERNAL_ERROR");
    } else if (finding.kind == SimulatedFinding.Kind.UNUSED_PERMISSION) {
      detail.put("numberOfUnusedServices", 0);
      detail.put("numberOfUnusedActions", content.revision() + 1);
    } else if (!isUnused) {
      detail.putObject("principal").put("AWS", principalArn(finding, content));
      detail.putArray("action").add("s3:GetObject").add("s3:ListBucket");
      detail
          .putObject("condition")
          .put("aws:PrincipalTag/revision", String.valueOf(content.revision()));
      if (finding.kind == SimulatedFinding.Kind.EXTERNAL) {
        detail.put("isPublic", content.isPublic());
      }
    }
    return event;
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
