package io.accesstriage.finding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A finding as JSON between the states of the state machine. An absent field is one not read. */
public final class FindingJson {
  private FindingJson() {}

  public static ObjectNode write(Finding finding) {
    ObjectNode json = Json.object();
    json.put("id", finding.id());
    json.put("analyzerArn", finding.analyzerArn());
    json.put("type", finding.type().name());
    json.put("status", finding.status().name());
    text(json, "error", finding.error());
    if (finding.isPublic() != null) {
      json.put("isPublic", finding.isPublic());
    }
    ObjectNode resource = json.putObject("resource");
    resource.put("arn", finding.resource().arn());
    resource.put("type", finding.resource().type());
    text(resource, "account", finding.resource().account());
    text(resource, "region", finding.resource().region());
    if (finding.principal() != null) {
      ObjectNode principal = json.putObject("principal");
      principal.put("kind", finding.principal().kind().label());
      text(principal, "account", finding.principal().account());
      principal.put("arn", finding.principal().arn());
      principal.put("value", finding.principal().value());
    }
    if (finding.access() != null) {
      ObjectNode access = json.putObject("access");
      texts(access, "actions", finding.access().actions());
      texts(access, "levels", finding.access().levelLabels());
      if (finding.access().condition() != null) {
        access.set("condition", Json.object(finding.access().condition()));
      }
      access.put("type", finding.access().type());
    }
    if (finding.sources() != null) {
      ArrayNode sources = json.putArray("sources");
      for (Source source : finding.sources()) {
        ObjectNode one =
            sources
                .addObject()
                .put("type", source.type())
                .put("accessPointArn", source.accessPointArn());
        if (!source.accessPointAccount().isEmpty()) {
          one.put("accessPointAccount", source.accessPointAccount());
        }
      }
    }
    if (finding.restrictions() != null) {
      json.putObject("restrictions")
          .put("resourceControlPolicy", finding.restrictions().resourceControlPolicy())
          .put("serviceControlPolicy", finding.restrictions().serviceControlPolicy());
    }
    if (finding.unused() != null) {
      ObjectNode unused = json.putObject("unused");
      time(unused, "lastAccessed", finding.unused().lastAccessed());
      if (!finding.unused().isLastUseRead()) {
        unused.put("lastUseRead", false);
      }
      unused.put("accessKeyId", finding.unused().accessKeyId());
      unused.put("serviceCount", finding.unused().serviceCount());
      unused.put("actionCount", finding.unused().actionCount());
      texts(unused, "services", finding.unused().services());
    }
    time(json, "createdAt", finding.createdAt());
    time(json, "analyzedAt", finding.analyzedAt());
    time(json, "updatedAt", finding.updatedAt());
    text(json, "contentHash", finding.contentHash());
    json.put("readFrom", finding.readFrom().name());
    text(json, "readFailure", finding.readFailure());
    return json;
  }

  public static Finding read(Fields json) {
    Fields resource = json.object("resource");
    return new Finding(
        json.text("id"),
        json.text("analyzerArn"),
        new FindingType(json.text("type")),
        json.constant("status", FindingStatus.class),
        json.optionalText("error").orElse(null),
        json.optionalFlag("isPublic").orElse(null),
        new Resource(
            resource.optionalText("arn").orElse(""),
            resource.optionalText("type").orElse(""),
            resource.optionalText("account").orElse(null),
            resource.optionalText("region").orElse(null)),
        json.optionalObject("principal").map(FindingJson::principal).orElse(null),
        json.optionalObject("access").map(FindingJson::access).orElse(null),
        json.has("sources") ? json.objects("sources", FindingJson::source) : null,
        json.optionalObject("restrictions").map(FindingJson::restrictions).orElse(null),
        json.optionalObject("unused").map(FindingJson::unused).orElse(null),
        json.optionalTime("createdAt").orElse(null),
        json.optionalTime("analyzedAt").orElse(null),
        json.optionalTime("updatedAt").orElse(null),
        json.optionalText("contentHash").orElse(null),
        json.constant("readFrom", ReadFrom.class),
        json.optionalText("readFailure").orElse(null));
  }

  private static Principal principal(Fields json) {
    String label = json.text("kind");
    PrincipalKind kind =
        List.of(PrincipalKind.values()).stream()
            .filter(k -> k.label().equals(label))
            .findFirst()
            .orElse(PrincipalKind.UNKNOWN);
    return new Principal(
        kind,
        json.optionalText("account").orElse(null),
        json.optionalText("arn").orElse(""),
        json.optionalText("value").orElseThrow(() -> json.missing("value")));
  }

  private static Access access(Fields json) {
    return new Access(
        json.optionalTexts("actions").orElse(null),
        json.optionalTextMap("condition").orElse(null),
        json.optionalText("type").orElse(""));
  }

  private static Source source(Fields json) {
    return new Source(
        json.optionalText("type").orElseThrow(() -> json.missing("type")),
        json.optionalText("accessPointArn").orElse(""),
        json.optionalText("accessPointAccount").orElse(""));
  }

  private static Restrictions restrictions(Fields json) {
    return new Restrictions(
        json.optionalText("resourceControlPolicy").orElse(""),
        json.optionalText("serviceControlPolicy").orElse(""));
  }

  private static UnusedAccess unused(Fields json) {
    return new UnusedAccess(
        json.optionalTime("lastAccessed").orElse(null),
        json.optionalFlag("lastUseRead").orElse(true),
        json.optionalText("accessKeyId").orElse(""),
        json.optionalNumber("serviceCount").orElse(0),
        json.optionalNumber("actionCount").orElse(0),
        json.texts("services"));
  }

  private static void text(ObjectNode json, String name, @Nullable String value) {
    Optional.ofNullable(value).ifPresent(v -> json.put(name, v));
  }

  private static void time(ObjectNode json, String name, @Nullable Instant value) {
    Optional.ofNullable(value).ifPresent(v -> json.put(name, v.toString()));
  }

  private static void texts(ObjectNode json, String name, @Nullable List<String> values) {
    if (values != null) {
      ArrayNode array = json.putArray(name);
      values.forEach(array::add);
    }
  }
}
