package io.accesstriage.cli.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingJson;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where Access Analyzer's answer differs from the event. Of resource, access, restrictions and
 * unused only the fields that are named differ; {@code null} stands for a field that the answer
 * lacks.
 *
 * @param fields in the names of the finding between states
 * @param gone whether Access Analyzer does not know the finding any more
 */
record FindingOverride(String id, ObjectNode fields, boolean gone) {
  private static final List<String> STATUSES = List.of("ACTIVE", "ARCHIVED", "RESOLVED");
  private static final Set<String> PARTLY = Set.of("resource", "access", "restrictions", "unused");

  /** What an answer may lack. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "error",
          "isPublic",
          "principal",
          "access",
          "sources",
          "restrictions",
          "unused",
          "createdAt",
          "analyzedAt");

  private static final List<String> KNOWN =
      List.of(
          "id",
          "gone",
          "analyzerArn",
          "type",
          "status",
          "error",
          "isPublic",
          "resource",
          "principal",
          "access",
          "sources",
          "restrictions",
          "unused",
          "createdAt",
          "analyzedAt",
          "updatedAt");

  /** Reads an element of the account file's findings, and notes its mistakes in the file. */
  static Optional<FindingOverride> read(YamlMap map) {
    map.allowOnly(KNOWN);
    Optional<YamlText> id = FilledText.required(map, "id", "the finding's id");
    ObjectNode fields = Json.object();
    for (String name : map.names()) {
      if (OPTIONAL.contains(name) && map.isNull(name)) {
        fields.putNull(name);
      } else {
        value(map, name).ifPresent(value -> fields.set(name, value));
      }
    }
    boolean gone = map.flag("gone").orElse(false);
    return id.map(text -> new FindingOverride(text.value(), fields, gone));
  }

  /** The finding of an event as Access Analyzer answers it. */
  Finding applyTo(Finding event) {
    ObjectNode answer = FindingJson.write(event);
    fields
        .properties()
        .forEach(
            field -> {
              boolean inPart = PARTLY.contains(field.getKey()) && field.getValue().isObject();
              if (inPart && answer.get(field.getKey()) instanceof ObjectNode part) {
                part.setAll((ObjectNode) field.getValue());
              } else {
                answer.set(field.getKey(), field.getValue());
              }
            });
    Finding finding = FindingJson.read(Fields.of(answer, "findings." + id));
    return gone ? finding.withStatus(FindingStatus.GONE) : finding;
  }

  private static Optional<? extends JsonNode> value(YamlMap map, String name) {
    return switch (name) {
      case "analyzerArn", "type" -> FilledText.optional(map, name).map(FindingOverride::json);
      case "error" -> map.text(name).map(FindingOverride::json);
      case "status" -> map.text(name).flatMap(FindingOverride::status);
      case "createdAt", "analyzedAt", "updatedAt" -> map.text(name).flatMap(FindingOverride::time);
      case "isPublic" -> map.flag(name).map(Json.object()::booleanNode);
      case "resource" -> map.map(name).map(FindingOverride::resource);
      case "principal" -> map.map(name).flatMap(FindingOverride::principal);
      case "access" -> map.map(name).map(FindingOverride::access);
      case "sources" -> Optional.of(sources(map.maps(name)));
      case "restrictions" -> map.map(name).map(FindingOverride::restrictions);
      case "unused" -> map.map(name).map(FindingOverride::unused);
      // id and gone are no fields of the answer; others are noted as unknown.
      default -> Optional.empty();
    };
  }

  private static ObjectNode resource(YamlMap map) {
    map.allowOnly(List.of("arn", "type", "account", "region"));
    ObjectNode resource = Json.object();
    for (String name : List.of("arn", "type")) {
      FilledText.optional(map, name).ifPresent(text -> resource.put(name, text.value()));
    }
    for (String name : List.of("account", "region")) {
      nullable(map, name, resource);
    }
    return resource;
  }

  /** What is not said follows from the value, as on the wire. */
  private static Optional<ObjectNode> principal(YamlMap map) {
    map.allowOnly(List.of("kind", "account", "arn", "value"));
    Optional<Principal> derived =
        FilledText.required(map, "value", "an account's id, an ARN, \"*\" or a name")
            .map(value -> Principal.of(Map.of("AWS", value.value())));
    Optional<String> kind = map.text("kind").flatMap(FindingOverride::kind);
    return derived.map(
        principal -> {
          ObjectNode json =
              Json.object()
                  .put("kind", kind.orElse(principal.kind().label()))
                  .put("account", principal.account())
                  .put("arn", principal.arn())
                  .put("value", principal.value());
          nullable(map, "account", json);
          map.text("arn").ifPresent(arn -> json.put("arn", arn.value()));
          return json;
        });
  }

  private static Optional<String> kind(YamlText text) {
    List<String> kinds = Arrays.stream(PrincipalKind.values()).map(PrincipalKind::label).toList();
    return oneOf(kinds, text);
  }

  private static ObjectNode access(YamlMap map) {
    // Levels follow from the actions; they are allowed because a finding's JSON has them.
    map.allowOnly(List.of("actions", "levels", "condition", "type"));
    ObjectNode access = Json.object();
    if (map.isNull("actions")) {
      access.putNull("actions");
    } else if (map.has("actions")) {
      ArrayNode actions = access.putArray("actions");
      map.texts("actions").forEach(actions::add);
    }
    if (map.isNull("condition")) {
      access.putNull("condition");
    } else {
      map.map("condition").ifPresent(c -> access.set("condition", Json.object(c.textMap())));
    }
    map.text("type").ifPresent(type -> access.put("type", type.value()));
    return access;
  }

  private static ArrayNode sources(List<YamlMap> maps) {
    ArrayNode sources = Json.object().arrayNode();
    for (YamlMap map : maps) {
      map.allowOnly(List.of("type", "accessPointArn", "accessPointAccount"));
      ObjectNode source = sources.addObject();
      FilledText.required(map, "type", "such as BUCKET_ACL")
          .ifPresent(type -> source.put("type", type.value()));
      map.text("accessPointArn").ifPresent(arn -> source.put("accessPointArn", arn.value()));
      map.text("accessPointAccount").ifPresent(id -> source.put("accessPointAccount", id.value()));
    }
    return sources;
  }

  private static ObjectNode restrictions(YamlMap map) {
    map.allowOnly(List.of("resourceControlPolicy", "serviceControlPolicy"));
    return Json.object(map.textMap());
  }

  private static ObjectNode unused(YamlMap map) {
    map.allowOnly(
        List.of("lastAccessed", "accessKeyId", "serviceCount", "actionCount", "services"));
    // Unlike an event, the API's answer tells the last use, or that there was none.
    ObjectNode unused = Json.object().put("lastUseRead", true);
    if (map.isNull("lastAccessed")) {
      unused.putNull("lastAccessed");
    } else {
      map.text("lastAccessed")
          .flatMap(FindingOverride::time)
          .ifPresent(time -> unused.set("lastAccessed", time));
    }
    map.text("accessKeyId").ifPresent(t -> unused.put("accessKeyId", t.value()));
    map.number("serviceCount").ifPresent(n -> unused.put("serviceCount", n));
    map.number("actionCount").ifPresent(n -> unused.put("actionCount", n));
    if (map.has("services")) {
      ArrayNode services = unused.putArray("services");
      map.texts("services").forEach(services::add);
    }
    return unused;
  }

  private static void nullable(YamlMap map, String name, ObjectNode json) {
    if (map.isNull(name)) {
      json.putNull(name);
    } else {
      map.text(name).ifPresent(text -> json.put(name, text.value()));
    }
  }

  private static Optional<JsonNode> status(YamlText text) {
    return oneOf(STATUSES, text).map(Json.object()::textNode);
  }

  private static Optional<String> oneOf(List<String> expected, YamlText text) {
    if (expected.contains(text.value())) {
      return Optional.of(text.value());
    }
    text.problem(
        "expected one of %s, found \"%s\"".formatted(String.join(", ", expected), text.value()));
    return Optional.empty();
  }

  private static Optional<JsonNode> time(YamlText text) {
    try {
      OffsetDateTime.parse(text.value());
      return Optional.of(json(text));
    } catch (DateTimeException e) {
      text.problem(
          "expected a time such as 2026-01-31T12:00:00Z, found \"%s\"".formatted(text.value()));
      return Optional.empty();
    }
  }

  private static JsonNode json(YamlText text) {
    return Json.object().textNode(text.value());
  }
}
