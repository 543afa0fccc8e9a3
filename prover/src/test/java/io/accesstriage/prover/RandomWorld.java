package io.accesstriage.prover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.rules.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rules and findings of few values, so that rules often archive findings. */
final class RandomWorld {
  static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String OWN = "111122223333";
  private static final String PARTNER = "444455556666";
  private static final String STRANGER = "999988887777";

  private static final List<String> ATOMS =
      List.of(
          "finding.type == \"ExternalAccess\"",
          "finding.type in [\"UnusedIAMRole\", \"UnusedPermission\"]",
          "finding.isPublic",
          "access.open",
          "resource.type == \"AWS::S3::Bucket\"",
          "resource.type.startsWith(\"AWS::IAM::\")",
          "resource.account == \"111122223333\"",
          "resource.arn.startsWith(\"arn:aws:s3:::data\")",
          "resource.arn.startsWith(\"arn:aws:iam::\" + resource.account + \":role/app\")",
          "resource.arn.matches(\"^arn:aws:[a-z0-9]+:.*[0-9]$\")",
          "resource.arn.endsWith(\"-export\")",
          "resource.region == \"us-east-1\"",
          "principal.kind == \"Account\"",
          "principal.kind in [\"Role\", \"User\"]",
          "principal.account in lists.partners",
          "principal.account == resource.account",
          "principal.account != \"\"",
          "principal.arn.endsWith(\":role/reader\")",
          "principal.value == \"*\"",
          "principal.value.contains(\"4444\")",
          "principal.inOrganization",
          "access.actions == [\"s3:GetObject\"]",
          "access.actions.all(action, action in lists.reads)",
          "access.actions.exists(action, action.startsWith(\"iam:\"))",
          "size(access.actions) > 1",
          "access.levels.all(level, level in [\"List\", \"Read\"])",
          "\"Permissions management\" in access.levels",
          "access.condition == {}",
          "\"aws:SourceVpce\" in access.condition && access.condition[\"aws:SourceVpce\"] =="
              + " \"vpce-1\"",
          "has(access.condition.team)",
          "access.limits != {}",
          "tag(\"env\") == \"dev\"",
          "tag(\"env\") != \"prod\"",
          "hasTag(\"owner\")",
          "\"alias/dev\" in keyAliases",
          "account.ou == \"ou-1\"",
          "account.path.contains(\"/ou-1/\")",
          "account.path.startsWith(\"r-2/\")",
          "account.tags[\"stage\"] == \"dev\"",
          "finding.unused.actionCount < 5",
          "finding.unused.lastAccessed < now - duration(\"24h\")",
          "now - finding.createdAt > duration(\"48h\")",
          "now < timestamp(\"2027-06-01T00:00:00Z\")",
          "lists.partners.exists(p, principal.value.contains(p))",
          "(finding.isPublic ? tag(\"env\") == \"dev\" : principal.account in lists.partners)",
          "int(tag(\"count\")) > 3",
          "resource.arn.size() < 40",
          "access.actions.exists_one(a, a.startsWith(\"s3:\"))",
          "access.actions.filter(a, a.endsWith(\"Object\")) == [\"s3:GetObject\"]",
          "access.actions.map(a, a.contains(\"Pass\")).exists(b, b)",
          "access.condition.all(key, key.startsWith(\"aws:\"))",
          "access.condition.exists(key, access.condition[key] == \"true\")",
          "access.condition[\"team\"] != \"x\"",
          "!(access.condition[\"aws:SourceVpce\"] == \"vpce-2\")",
          "access.levels == [\"Read\", \"Permissions management\"]",
          "finding.analyzedAt - finding.createdAt < duration(\"72h\")",
          "finding.createdAt + duration(\"96h\") < now",
          "finding.analyzedAt > timestamp(\"2026-11-24T00:00:00Z\") && finding.updatedAt <="
              + " finding.analyzedAt",
          "finding.createdAt.getDayOfWeek() == 1",
          "finding.unused.serviceCount + 1 > finding.unused.actionCount",
          "resource.arn.matches(\"[[:upper:]]|(?i)DATA\")",
          "resource.arn.matches(\"(x|\" + resource.account + \")\")",
          "principal.value.matches(\"^\" + principal.account + \"{1}$\")",
          "tag(\"env\").matches(\"^[^d]*$|v$\")",
          "(principal.kind == \"Role\") == (resource.type == \"AWS::IAM::Role\")",
          "(principal.kind == \"Role\") != hasTag(\"env\")",
          "principal.account in [resource.account, \"777788889999\"]",
          "[\"444455556666\", \"\"].all(p, principal.account != p)",
          "account.name + account.ou != \"aou-1\"",
          "has(account.tags.stage) && account.tags.stage.startsWith(\"d\")",
          "risk >= 50 || risk == 25",
          "\"s3:GetObject\".startsWith(tag(\"env\"))",
          "risk < 30");

  private RandomWorld() {}

  static String condition(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      String atom = "(" + one(ATOMS, random) + ")";
      if (random.nextInt(4) == 0) {
        atom = "!" + atom;
      }
      if (random.nextInt(3) == 0) {
        atom = "(" + atom + " || (" + one(ATOMS, random) + "))";
      }
      parts.add(atom);
    }
    return String.join(" && ", parts);
  }

  static String rules(Random random) {
    StringBuilder yaml =
        new StringBuilder(
            """
            lists:
              partners: ["444455556666"]
              reads: ["s3:GetObject", "s3:ListBucket"]
            rules:
            """);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      yaml.append(
          "  - {id: a%d, effect: archive, owner: o, reason: r, trustTags: true".formatted(i));
      yaml.append(random.nextInt(3) == 0 ? ", allowPublic: true" : "");
      yaml.append(random.nextInt(4) == 0 ? ", expires: 2027-03-31" : "");
      yaml.append(", when: ").append(Json.text(text(condition(random)))).append("}\n");
    }
    if (random.nextInt(2) == 0) {
      yaml.append("  - {id: n, effect: notify, when: ")
          .append(Json.text(text(condition(random))))
          .append("}\n");
    }
    yaml.append(
        """
        risk:
          trustTags: true
          factors:
            - {id: public, points: 50, when: finding.isPublic}
            - {id: stranger, points: 25, when: '!(principal.account in lists.partners)'}
            - {id: tagged, points: -10, when: 'tag("env") == "dev"'}
            - {id: many, points: 10, when: size(access.actions) > 1}
          archiveBelow: %d
        properties:
          - {id: known, when: 'principal.account in lists.partners || principal.value == ""'}
          - {id: whatever, when: %s}
        """
            .formatted(random.nextInt(3) == 0 ? 20 : 0, Json.text(text(condition(random)))));
    return yaml.toString();
  }

  private static com.fasterxml.jackson.databind.JsonNode text(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text);
  }

  static Subject subject(Random random) {
    Finding finding = finding(random);
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : List.of("env", "owner", "count")) {
      if (random.nextBoolean()) {
        tags.put(tag, one(List.of("dev", "prod", "", "5", "x"), random));
      }
    }
    boolean isKey = finding.resource().type().equals("AWS::KMS::Key");
    List<String> aliases =
        isKey && random.nextBoolean()
            ? List.of(one(List.of("alias/dev", "alias/x"), random))
            : List.of();
    boolean isAsked = random.nextBoolean();
    return new Subject(
        finding,
        new Facts(
            random.nextInt(5) == 0 ? unread() : Fact.known(tags),
            Fact.known(aliases),
            isAsked ? Fact.known(account(random)) : unread(),
            isAsked ? isMember(finding, random) : unread()),
        NOW.plusSeconds(random.nextInt(3) * 86_400L * 100));
  }

  private static Account account(Random random) {
    String ou = one(List.of("ou-1", "ou-2"), random);
    return new Account(
        one(List.of("a", "b"), random),
        Map.of("stage", one(List.of("dev", "prod"), random)),
        ou,
        one(List.of("r-1/", "r-2/", "r-1/ou-1/", "r-2/ou-3/"), random) + ou + "/");
  }

  private static <T> Fact<T> unread() {
    return Fact.unread(Fact.Cause.FAILED, "not read");
  }

  private static Fact<Boolean> isMember(Finding finding, Random random) {
    Principal principal = finding.principal();
    if (finding.family() == Family.UNUSED) {
      return Fact.known(false);
    }
    if (principal == null) {
      return unread();
    }
    return switch (principal.kind()) {
      case ACCOUNT, ROLE, USER, ASSUMED_ROLE, FEDERATED_USER -> Fact.known(random.nextBoolean());
      case ANYONE, FEDERATED, CANONICAL_USER, SERVICE, UNKNOWN -> unread();
    };
  }

  static Finding finding(Random random) {
    ObjectNode event = event(random);
    ObjectNode json = RecordJson.STATE.write(FindingEvent.parse(Fields.of(event, "event")));
    if (json.has("access")) {
      json.putArray("sources");
    }
    if (json.get("unused") instanceof ObjectNode unused && random.nextBoolean()) {
      unused.put("lastUseRead", true);
      if (random.nextBoolean()) {
        unused.put("lastAccessed", "2026-0%d-01T00:00:00Z".formatted(1 + random.nextInt(9)));
      }
    }
    Finding finding = RecordJson.STATE.read(Finding.class, Fields.of(json, "finding"));
    return finding.asRead("hash");
  }

  private static ObjectNode event(Random random) {
    int family = random.nextInt(4);
    String owner = one(List.of(OWN, PARTNER, "123456789012"), random);
    ObjectNode detail = Json.object();
    detail.put(family == 0 ? "findingId" : "id", "f");
    detail.put("status", "ACTIVE");
    String type =
        family == 0
            ? one(List.of("AWS::IAM::Role", "AWS::IAM::User"), random)
            : one(List.of("AWS::S3::Bucket", "AWS::IAM::Role", "AWS::KMS::Key"), random);
    String name = one(List.of("data1", "data-export", "app1", "x"), random);
    detail.put("resourceType", type);
    detail.put(
        "resource",
        switch (type) {
          case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
          case "AWS::KMS::Key" -> "arn:aws:kms:us-east-1:" + owner + ":key/" + name;
          case "AWS::IAM::User" -> "arn:aws:iam::" + owner + ":user/" + name;
          default -> "arn:aws:iam::" + owner + ":role/" + name;
        });
    detail.put("accountId", owner);
    detail.put("region", one(List.of("us-east-1", "eu-west-1"), random));
    for (String time : List.of("createdAt", "analyzedAt", "updatedAt")) {
      detail.put(time, "2026-11-%dT00:00:00Z".formatted(20 + random.nextInt(9)));
    }
    if (family == 0) {
      String finding = one(List.of("UnusedIAMRole", "UnusedPermission"), random);
      detail.put("findingType", finding);
      detail.put("numberOfUnusedServices", finding.equals("UnusedIAMRole") ? 0 : random.nextInt(3));
      detail.put("numberOfUnusedActions", finding.equals("UnusedIAMRole") ? 0 : random.nextInt(9));
    } else {
      shared(detail, family == 1, random);
    }
    ObjectNode event = Json.object();
    event.put("source", "aws.access-analyzer");
    event.put(
        "detail-type",
        family == 0
            ? "Unused Access Finding for IAM entities"
            : family == 1 ? "Internal Access Finding" : "Access Analyzer Finding");
    event.set(
        "resources",
        Json.array(List.of("arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a")));
    event.set("detail", detail);
    return event;
  }

  private static void shared(ObjectNode detail, boolean isInternal, Random random) {
    String account = one(List.of(OWN, PARTNER, STRANGER, "123456789012"), random);
    Map<String, String> principal =
        switch (random.nextInt(7)) {
          case 0 -> Map.of("AWS", "*");
          case 1 -> Map.of("AWS", account);
          case 2 -> Map.of("AWS", "arn:aws:iam::" + account + ":role/reader");
          case 3 -> Map.of("AWS", "arn:aws:iam::" + account + ":user/x");
          case 4 -> Map.of("Federated", "arn:aws:iam::" + account + ":saml-provider/x");
          case 5 -> Map.of("Federated", "token.actions.githubusercontent.com");
          default ->
              Map.of(
                  "CanonicalUser",
                  "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be");
        };
    detail.set("principal", Json.object(principal));
    if (isInternal) {
      detail.put("findingType", "InternalAccess");
      boolean isOwn = account.equals(detail.path("accountId").asText());
      detail.put("accessType", isOwn ? "INTRA_ACCOUNT" : "INTRA_ORG");
      detail.put("principalOwnerAccount", account);
    } else if (random.nextInt(8) > 0) {
      detail.put("isPublic", principal.containsValue("*") && random.nextBoolean());
    }
    List<String> actions = new ArrayList<>();
    for (String action :
        List.of("s3:GetObject", "s3:ListBucket", "s3:PutBucketPolicy", "iam:PassRole")) {
      if (random.nextInt(3) == 0) {
        actions.add(action);
      }
    }
    detail.set("action", Json.array(actions));
    Map<String, String> condition = new LinkedHashMap<>();
    if (random.nextInt(2) == 0) {
      condition.put(
          one(
              List.of("aws:SourceVpce", "aws:PrincipalOrgID", "aws:SecureTransport", "team"),
              random),
          one(List.of("vpce-1", "o-1", "true"), random));
    }
    detail.set("condition", Json.object(condition));
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
