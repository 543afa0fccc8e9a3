package io.accesstriage.cli.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.YamlFile;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an account file describes: resources with their tags and aliases, findings that differ from
 * their events, and calls that fail. A resource that is not listed does not exist.
 */
public final class SampleAccount {
  /** The calls that the handlers make, and that a fault can hit. */
  private static final List<String> OPERATIONS =
      List.of(
          "access-analyzer:GetFinding",
          "access-analyzer:UpdateFindings",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "kms:ListAliases",
          "kms:ListResourceTags",
          "s3:GetBucketTagging",
          "sns:Publish",
          "sqs:SendMessage");

  private static final Set<String> FINDING_TEXTS =
      Set.of(
          "id", "analyzerArn", "type", "status", "error", "createdAt", "analyzedAt", "updatedAt");
  private static final List<String> STATUSES = List.of("ACTIVE", "ARCHIVED", "RESOLVED");
  private static final List<String> FINDING_FIELDS =
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

  private final Map<String, SampleResource> resources;
  private final Map<String, FindingOverride> findings;
  private final List<Fault> faults;

  private SampleAccount(
      Map<String, SampleResource> resources,
      Map<String, FindingOverride> findings,
      List<Fault> faults) {
    this.resources = resources;
    this.findings = findings;
    this.faults = faults;
  }

  /** An account in which nothing exists. */
  public static SampleAccount empty() {
    return new SampleAccount(Map.of(), Map.of(), List.of());
  }

  /**
   * Reads an account file.
   *
   * @param name of the file, for error messages
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of the file
   */
  public static SampleAccount parse(String name, String text) {
    YamlFile file = YamlFile.of(name, text);
    YamlMap root = file.root();
    root.allowOnly(List.of("resources", "findings", "faults"));
    Map<String, SampleResource> resources = new LinkedHashMap<>();
    for (YamlMap map : root.maps("resources")) {
      resource(map)
          .ifPresent(
              resource -> {
                if (resources.put(resource.arn(), resource) != null) {
                  map.problem(
                      "arn", "the resource \"%s\" is there twice".formatted(resource.arn()));
                }
              });
    }
    Map<String, FindingOverride> findings = new LinkedHashMap<>();
    for (YamlMap map : root.maps("findings")) {
      finding(map)
          .ifPresent(
              finding -> {
                if (findings.put(finding.id(), finding) != null) {
                  map.problem("id", "the finding \"%s\" is there twice".formatted(finding.id()));
                }
              });
    }
    List<Fault> faults = new ArrayList<>();
    for (YamlMap map : root.maps("faults")) {
      fault(map).ifPresent(faults::add);
    }
    file.failIfAnyProblem();
    return new SampleAccount(resources, findings, faults);
  }

  Optional<SampleResource> resource(String arn) {
    return Optional.ofNullable(resources.get(arn));
  }

  Optional<FindingOverride> finding(String id) {
    return Optional.ofNullable(findings.get(id));
  }

  List<Fault> faults() {
    return faults;
  }

  private static Optional<SampleResource> resource(YamlMap map) {
    map.allowOnly(List.of("arn", "account", "tags", "keyAliases", "denied"));
    map.require("arn", "the resource's ARN");
    return map.text("arn")
        .map(
            arn ->
                new SampleResource(
                    arn.value(),
                    map.text("account").map(t -> t.value()).orElse(null),
                    map.map("tags").map(YamlMap::textMap).orElse(Map.of()),
                    map.texts("keyAliases"),
                    map.flag("denied").orElse(false)));
  }

  private static Optional<FindingOverride> finding(YamlMap map) {
    map.allowOnly(FINDING_FIELDS);
    map.require("id", "the finding's id");
    ObjectNode fields = Json.object();
    for (String name : map.names()) {
      switch (name) {
        case "gone" -> {}
        case "isPublic" -> map.flag(name).ifPresent(flag -> fields.put(name, flag));
        case "sources" -> {
          ArrayNode sources = fields.putArray(name);
          map.maps(name).forEach(source -> sources.add(Json.object(source.textMap())));
        }
        case "access" -> map.map(name).ifPresent(access -> fields.set(name, access(access)));
        case "unused" -> map.map(name).ifPresent(unused -> fields.set(name, unused(unused)));
        case "resource", "principal", "restrictions" ->
            map.map(name).ifPresent(m -> fields.set(name, Json.object(m.textMap())));
        default -> {
          if (FINDING_TEXTS.contains(name)) {
            map.text(name).ifPresent(text -> findingText(name, text, fields));
          }
        }
      }
    }
    boolean gone = map.flag("gone").orElse(false);
    return map.text("id").map(id -> new FindingOverride(id.value(), fields, gone));
  }

  private static void findingText(String name, YamlText text, ObjectNode fields) {
    if (name.equals("status") && !STATUSES.contains(text.value())) {
      text.problem("expected one of %s, found \"%s\"".formatted(STATUSES, text.value()));
    } else if (name.endsWith("At")) {
      try {
        OffsetDateTime.parse(text.value());
      } catch (DateTimeException e) {
        text.problem(
            "expected a time such as 2026-01-31T12:00:00Z, found \"%s\"".formatted(text.value()));
      }
    }
    fields.put(name, text.value());
  }

  private static ObjectNode access(YamlMap map) {
    map.allowOnly(List.of("actions", "condition", "type"));
    ObjectNode access = Json.object();
    if (map.has("actions")) {
      ArrayNode actions = access.putArray("actions");
      map.texts("actions").forEach(actions::add);
    }
    map.map("condition").ifPresent(c -> access.set("condition", Json.object(c.textMap())));
    map.text("type").ifPresent(type -> access.put("type", type.value()));
    return access;
  }

  private static ObjectNode unused(YamlMap map) {
    map.allowOnly(
        List.of("lastAccessed", "accessKeyId", "serviceCount", "actionCount", "services"));
    ObjectNode unused = Json.object();
    map.text("lastAccessed").ifPresent(t -> unused.put("lastAccessed", t.value()));
    map.text("accessKeyId").ifPresent(t -> unused.put("accessKeyId", t.value()));
    map.number("serviceCount").ifPresent(n -> unused.put("serviceCount", n));
    map.number("actionCount").ifPresent(n -> unused.put("actionCount", n));
    if (map.has("services")) {
      ArrayNode services = unused.putArray("services");
      map.texts("services").forEach(services::add);
    }
    return unused;
  }

  private static Optional<Fault> fault(YamlMap map) {
    map.allowOnly(List.of("operation", "error", "times", "after"));
    map.require("operation", "the call that fails, such as s3:GetBucketTagging");
    map.require("error", "the service's error code, such as ThrottlingException");
    Optional<String> operation = map.text("operation").map(t -> t.value());
    if (operation.filter(o -> !OPERATIONS.contains(canonical(o))).isPresent()) {
      map.problem(
          "operation",
          "nothing makes the call \"%s\"%s Known are: %s"
              .formatted(
                  operation.get(),
                  Suggestion.of(operation.get(), OPERATIONS).isEmpty()
                      ? "."
                      : Suggestion.of(operation.get(), OPERATIONS),
                  String.join(", ", OPERATIONS)));
    }
    Optional<Integer> times = map.number("times");
    if (times.filter(t -> t < 0).isPresent()) {
      map.problem("times", "\"times\" has to be 0 or more");
    }
    boolean after = map.flag("after").orElse(false);
    return operation.flatMap(
        o ->
            map.text("error")
                .map(error -> new Fault(canonical(o), error.value(), times.orElse(null), after)));
  }

  /** The API's newer name of the call, which IAM knows by the older. */
  private static String canonical(String operation) {
    return operation.equals("access-analyzer:GetFindingV2")
        ? "access-analyzer:GetFinding"
        : operation;
  }
}
