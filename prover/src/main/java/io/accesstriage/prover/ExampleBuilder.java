package io.accesstriage.prover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.json.RecordJson;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.testing.YamlFinding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Makes a finding's event, and the account in which it is judged, of what a search has found. */
final class ExampleBuilder {
  private static final String UNKNOWN = "The example does not need it.";
  private static final String DENIED = "Reading it is denied.";

  private final Preferences preferences;
  private final Predicate<String> hasReadableTags;
  private final Instant now;

  /**
   * What is read of an example, besides the finding.
   *
   * @param organization whether AWS Organizations is asked
   * @param unread of the resource; an account file can say it of nothing or of all
   */
  record Reads(boolean organization, Unread unread) {}

  /**
   * @param hasReadableTags whether the tags of a type of resource are read
   * @param now when the example is to be judged
   */
  ExampleBuilder(Preferences preferences, Predicate<String> hasReadableTags, Instant now) {
    this.preferences = preferences;
    this.hasReadableTags = hasReadableTags;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The example; nothing where the values make no event.
   *
   * @param isLimited whether a condition is added that limits the access to somebody
   */
  Optional<Example> build(Store end, boolean isLimited, Reads reads) {
    if (!reads.unread().canBeShown()) {
      return Optional.empty();
    }
    Model model = new Model(end.copy(), preferences);
    Instant at = model.time(Variables.NOW, now);
    String type = model.text(Variables.TYPE);
    boolean isUnused = new FindingType(type).family() == FindingType.Family.UNUSED;
    ObjectNode detail = Json.object();
    String idField = isUnused ? "findingId" : "id";
    detail.put(idField, model.text("finding.id"));
    detail.put("status", "ACTIVE");
    String resourceType = model.text(Variables.RESOURCE_TYPE);
    String arn = model.text(Variables.RESOURCE_ARN);
    String owner = model.text(Variables.RESOURCE_ACCOUNT);
    detail.put("resourceType", resourceType);
    detail.put("resource", arn);
    detail.put("accountId", owner);
    detail.put("region", model.text("resource.region"));
    if (!type.equals("ExternalAccess")) {
      detail.put("findingType", type);
    }
    Instant created = model.time("finding.createdAt", at.minus(Duration.ofDays(2)));
    detail.put("createdAt", created.toString());
    Instant changed = at.minus(Duration.ofDays(1));
    detail.put("updatedAt", model.time("finding.updatedAt", changed).toString());
    detail.put("analyzedAt", model.time("finding.analyzedAt", changed).toString());
    ObjectNode override = Json.object();
    if (isUnused) {
      unused(model, type, at, detail, override);
    } else {
      shared(model, isLimited, detail, override);
    }
    detail.put("isDeleted", false);
    ObjectNode event = event(model, type, isUnused, owner, detail);
    return judged(model, new Said(event, override), at, reads);
  }

  private static ObjectNode event(
      Model model, String type, boolean isUnused, String owner, ObjectNode detail) {
    String analyzer =
        model.isAsked("finding.analyzerArn")
            ? model.text("finding.analyzerArn")
            : Preferences.ANALYZER;
    if (analyzer.equals(Preferences.ANALYZER)) {
      String kind = isUnused ? "unused" : type.equals("InternalAccess") ? "internal" : "external";
      analyzer = analyzer.replace(Preferences.ACCOUNT, owner).replace("external", kind);
    }
    ObjectNode event = Json.object();
    event.put("version", "0");
    event.put("id", "0e5c1bd3-0000-4000-9000-000000000000");
    event.put(
        "detail-type",
        isUnused
            ? "Unused Access Finding for IAM entities"
            : type.equals("InternalAccess")
                ? "Internal Access Finding"
                : "Access Analyzer Finding");
    event.put("source", "aws.access-analyzer");
    event.put("account", Arn.accountOf(analyzer).orElse(owner));
    event.put("time", detail.path("analyzedAt").asText());
    event.put("region", Arn.regionOf(analyzer).orElse("us-east-1"));
    event.set("resources", Json.array(List.of(analyzer)));
    event.set("detail", detail);
    return event;
  }

  private static void shared(
      Model model, boolean isLimited, ObjectNode detail, ObjectNode override) {
    String type = model.text(Variables.TYPE);
    String kind = model.text(Variables.KIND);
    String value = model.text(Variables.PRINCIPAL_VALUE);
    String wire =
        switch (kind) {
          case "Federated" -> "Federated";
          case "CanonicalUser" -> "CanonicalUser";
          case "Service" -> "Service";
          default -> "AWS";
        };
    detail.set("principal", Json.object(Map.of(wire, value)));
    if (type.equals("InternalAccess")) {
      detail.put("principalOwnerAccount", model.text(Variables.PRINCIPAL_ACCOUNT));
      detail.put("accountId", model.text(Variables.PRINCIPAL_ACCOUNT));
      boolean isOwn =
          model.text(Variables.PRINCIPAL_ACCOUNT).equals(model.text(Variables.RESOURCE_ACCOUNT));
      detail.put(
          "accessType",
          model.isAsked("access.type")
              ? model.text("access.type")
              : isOwn ? "INTRA_ACCOUNT" : "INTRA_ORG");
    } else {
      detail.put("isPublic", model.flag(Variables.IS_PUBLIC, false));
    }
    detail.set("action", Json.array(model.actions(model.text(Variables.RESOURCE_TYPE))));
    detail.set("condition", Json.object(model.entries(Variables.CONDITION, isLimited)));
    policies(model, detail, "resourceControlPolicy", "resourceControlPolicyRestrictionType");
    policies(model, detail, "serviceControlPolicy", "serviceControlPolicyRestrictionType");
    sources(model, override);
  }

  private static void policies(Model model, ObjectNode detail, String name, String field) {
    String text = model.text("finding.restrictions." + name);
    if (!text.isEmpty()) {
      detail.put(field, text);
    }
  }

  private static void sources(Model model, ObjectNode override) {
    List<String> arns = model.elements("finding.accessPointArns");
    List<String> accounts = model.elements("finding.accessPointAccounts");
    List<String> types = model.elements("finding.sources");
    var sources = Json.array(List.of());
    arns.forEach(
        arn -> sources.add(Json.object(Map.of("type", "S3_ACCESS_POINT", "accessPointArn", arn))));
    accounts.stream()
        .filter(account -> arns.stream().noneMatch(arn -> arn.contains(":" + account + ":")))
        .forEach(
            account ->
                sources.add(
                    Json.object(
                        Map.of("type", "S3_ACCESS_POINT_ACCOUNT", "accessPointAccount", account))));
    types.stream()
        .filter(type -> !(type.equals("S3_ACCESS_POINT") && !arns.isEmpty()))
        .filter(type -> !(type.equals("S3_ACCESS_POINT_ACCOUNT") && !accounts.isEmpty()))
        .forEach(type -> sources.add(source(type)));
    if (!sources.isEmpty()) {
      override.set("sources", sources);
    }
  }

  private static ObjectNode source(String type) {
    return switch (type) {
      case "S3_ACCESS_POINT" ->
          Json.object(
              Map.of(
                  "type",
                  type,
                  "accessPointArn",
                  "arn:aws:s3:us-east-1:111122223333:accesspoint/example"));
      case "S3_ACCESS_POINT_ACCOUNT" ->
          Json.object(Map.of("type", type, "accessPointAccount", Preferences.ACCOUNT));
      default -> Json.object(Map.of("type", type));
    };
  }

  private static void unused(
      Model model, String type, Instant at, ObjectNode detail, ObjectNode override) {
    detail.put("previousStatus", "");
    ObjectNode said = Json.object();
    if (type.equals("UnusedPermission")) {
      detail.put("numberOfUnusedServices", model.count("finding.unused.serviceCount"));
      detail.put("numberOfUnusedActions", model.count("finding.unused.actionCount"));
      List<String> services = model.elements(Variables.SERVICES);
      if (!services.isEmpty()) {
        said.set("services", Json.array(services));
      }
    }
    if (type.equals("UnusedIAMUserAccessKey")) {
      String key = model.text("finding.unused.accessKeyId");
      if (!key.isEmpty()) {
        said.put("accessKeyId", key);
      }
    }
    if (model.isAsked(Variables.LAST_ACCESSED) && model.isDefined(Variables.LAST_ACCESSED)) {
      Instant used = model.time(Variables.LAST_ACCESSED, at.minus(Duration.ofDays(200)));
      said.put("lastAccessed", used.toString());
    }
    if (!said.isEmpty()) {
      override.set("unused", said);
    }
  }

  /**
   * What is said of the example's finding.
   *
   * @param override what the API answers besides
   */
  private record Said(ObjectNode event, ObjectNode override) {}

  private Optional<Example> judged(Model model, Said said, Instant at, Reads reads) {
    String resourceType = model.text(Variables.RESOURCE_TYPE);
    String arn = model.text(Variables.RESOURCE_ARN);
    String owner = model.text(Variables.RESOURCE_ACCOUNT);
    Finding finding;
    try {
      finding = answer(said.event(), said.override());
    } catch (MalformedInput e) {
      return Optional.empty();
    }
    Map<String, String> tags = new TreeMap<>(model.tags());
    boolean isSnapshot = resourceType.equals("AWS::EC2::Snapshot");
    if (isSnapshot && tags.isEmpty() && !model.isAsked(Variables.tag("Name"))) {
      // The API by which it is read leaves out what was never tagged.
      tags.put("Name", "example");
    }
    boolean isTold = hasReadableTags.test(resourceType) && !(isSnapshot && tags.isEmpty());
    boolean isKey = resourceType.equals("AWS::KMS::Key");
    List<String> aliases = isKey ? model.elements(Variables.KEY_ALIASES) : List.of();
    ObjectNode account = Json.object();
    if (reads.organization()) {
      account.set("accounts", members(model, finding, owner));
    }
    ObjectNode resource = Json.object();
    resource.put("arn", arn);
    if (Arn.accountOf(arn).isEmpty()
        && !Arn.accountOf(finding.analyzerArn()).equals(Optional.of(owner))) {
      resource.put("account", owner);
    }
    boolean isDenied = reads.unread().isDenied();
    if (isDenied) {
      resource.put("denied", true);
    } else {
      if (!tags.isEmpty()) {
        resource.set("tags", Json.object(tags));
      }
      if (!aliases.isEmpty()) {
        resource.set("keyAliases", Json.array(aliases));
      }
    }
    account.putArray("resources").add(resource);
    if (!said.override().isEmpty()) {
      ObjectNode listed = Json.object();
      listed.put("id", finding.id());
      listed.setAll(said.override());
      account.putArray("findings").add(listed);
    }
    Facts facts =
        new Facts(
            isDenied
                ? Fact.unread(Fact.Cause.DENIED, DENIED)
                : isTold ? Fact.known(tags) : Fact.unread(Fact.Cause.UNSUPPORTED, UNKNOWN),
            isDenied && isKey ? Fact.unread(Fact.Cause.DENIED, DENIED) : Fact.known(aliases),
            reads.organization()
                ? Fact.known(ofOwner(model))
                : Fact.unread(Fact.Cause.UNSUPPORTED, UNKNOWN),
            reads.organization()
                ? isMember(model, finding)
                : Fact.unread(Fact.Cause.UNSUPPORTED, UNKNOWN));
    return Optional.of(
        new Example(
            said.event(),
            account,
            reads.organization(),
            at.equals(now) ? null : at,
            new Subject(finding, facts, at)));
  }

  /** As Access Analyzer answers it once it is read. */
  private static Finding answer(ObjectNode event, ObjectNode override) {
    ObjectNode json = RecordJson.STATE.write(FindingEvent.parse(Fields.of(event, "event")));
    if (json.has("access")) {
      json.putArray("sources");
    }
    Finding whole = RecordJson.STATE.read(Finding.class, Fields.of(json, "finding"));
    ObjectNode answered = override.deepCopy();
    if (answered.get("unused") instanceof ObjectNode unused) {
      unused.put("lastUseRead", true);
    }
    Finding said = new YamlFinding(answered).over(whole, "finding");
    return said.asRead(ContentHash.of(said, Map.of()));
  }

  private static Account ofOwner(Model model) {
    return new Account(
        model.text("account.name"),
        model.entries(Variables.ACCOUNT_TAGS, false),
        model.text("account.ou"),
        model.text(Variables.ACCOUNT_PATH));
  }

  private static Fact<Boolean> isMember(Model model, Finding finding) {
    if (finding.family() == FindingType.Family.UNUSED) {
      return Fact.known(false);
    }
    Principal principal = finding.principal();
    String account = principal == null ? null : principal.account();
    if (principal == null || account == null || !Arn.isAccountId(account)) {
      return Fact.unread(Fact.Cause.UNSUPPORTED, UNKNOWN);
    }
    return switch (principal.kind()) {
      case ACCOUNT, ROLE, USER, ASSUMED_ROLE, FEDERATED_USER ->
          Fact.known(
              account.equals(finding.resource().account())
                  || model.flag(Variables.IN_ORGANIZATION, false));
      case ANYONE, FEDERATED, CANONICAL_USER, SERVICE, UNKNOWN ->
          Fact.unread(Fact.Cause.UNSUPPORTED, UNKNOWN);
    };
  }

  private static ArrayNode members(Model model, Finding finding, String owner) {
    Account of = ofOwner(model);
    var members = Json.array(List.of());
    ObjectNode own = Json.object();
    own.put("id", owner);
    own.put("name", of.name());
    own.put("ou", of.ou());
    own.put("path", of.path());
    if (!of.tags().isEmpty()) {
      own.set("tags", Json.object(of.tags()));
    }
    members.add(own);
    Principal principal = finding.principal();
    String other = principal == null ? null : principal.account();
    if (other != null
        && !other.equals(owner)
        && Arn.isAccountId(other)
        && isMember(model, finding).equals(Fact.known(true))) {
      members.add(Json.object(Map.of("id", other)));
    }
    return members;
  }
}
