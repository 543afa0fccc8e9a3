package io.accesstriage.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.rules.Judgement;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Rules that archive nothing outside of a world of 192 findings: what is proved of them is what
 * their evaluation over every finding of it shows, no more and, but for a few that stay unknown, no
 * less.
 */
class TinyWorldTest {
  private static final List<String> OWNERS = List.of("111122223333", "444455556666");
  private static final List<String> PRINCIPALS =
      List.of(
          "*",
          "444455556666",
          "arn:aws:iam::444455556666:role/reader",
          "arn:aws:iam::999988887777:user/x");
  private static final List<List<String>> ACTIONS =
      List.of(
          List.of(),
          List.of("s3:GetObject"),
          List.of("s3:PutBucketPolicy"),
          List.of("s3:GetObject", "s3:PutBucketPolicy"));
  private static final List<Map<String, String>> CONDITIONS =
      List.of(Map.of(), Map.of("aws:SourceVpce", "vpce-1"));
  private static final List<Map<String, String>> TAGS =
      List.of(Map.of(), Map.of("env", ""), Map.of("env", "dev"));

  /** What is true in this world only. */
  private static final String WORLD =
      """
      finding.type == "ExternalAccess" && resource.type == "AWS::S3::Bucket"
      && resource.arn == "arn:aws:s3:::b" && resource.account in ["111122223333", "444455556666"]
      && principal.value in ["*", "444455556666", "arn:aws:iam::444455556666:role/reader",
        "arn:aws:iam::999988887777:user/x"]
      && (access.actions == [] || access.actions == ["s3:GetObject"]
        || access.actions == ["s3:PutBucketPolicy"]
        || access.actions == ["s3:GetObject", "s3:PutBucketPolicy"])
      && (access.condition == {} || access.condition == {"aws:SourceVpce": "vpce-1"})
      && tag("env") in ["", "dev"] && principal.kind in ["Anyone", "Account", "Role", "User"]
      && finding.isPublic == (principal.value == "*" && access.condition == {})
      """;

  private static final List<String> ATOMS =
      List.of(
          "finding.isPublic",
          "resource.account == \"111122223333\"",
          "principal.account == resource.account",
          "principal.account == \"444455556666\"",
          "principal.account.startsWith(\"9\")",
          "principal.kind == \"Role\"",
          "principal.kind in [\"User\", \"Anyone\"]",
          "principal.arn.endsWith(\"/reader\")",
          "principal.arn == \"arn:aws:iam::\" + principal.account + \":user/x\"",
          "principal.value.matches(\"^[0-9*]+$\")",
          "principal.value.contains(\"4444\")",
          "access.actions == []",
          "\"s3:GetObject\" in access.actions",
          "access.actions.all(a, a.startsWith(\"s3:Get\"))",
          "access.actions.exists(a, a.endsWith(\"Policy\"))",
          "size(access.actions) == 1",
          "access.levels.all(l, l == \"Read\")",
          "\"Permissions management\" in access.levels",
          "access.condition == {}",
          "\"aws:SourceVpce\" in access.condition",
          "access.condition[\"aws:SourceVpce\"] == \"vpce-1\"",
          "access.limits == {}",
          "access.open",
          "hasTag(\"env\")",
          "tag(\"env\") == \"dev\"",
          "(finding.isPublic ? hasTag(\"env\") : principal.kind != \"Role\")",
          "(principal.kind == \"Account\") == (tag(\"env\") == \"dev\")",
          "risk < 20");

  private static List<Subject> world() {
    List<Subject> world = new ArrayList<>();
    for (String owner : OWNERS) {
      for (String principal : PRINCIPALS) {
        for (List<String> actions : ACTIONS) {
          for (Map<String, String> condition : CONDITIONS) {
            for (boolean isPublic : principal.equals("*") ? List.of(true, false) : List.of(false)) {
              if (principal.equals("*") && isPublic != condition.isEmpty()) {
                // Anyone without a condition is public, and limited to an endpoint is not.
                continue;
              }
              Finding finding = finding(owner, principal, actions, condition, isPublic);
              for (Map<String, String> tags : TAGS) {
                world.add(
                    new Subject(
                        finding,
                        new Facts(Fact.known(tags), Fact.known(List.of())),
                        RandomWorld.NOW));
              }
            }
          }
        }
      }
    }
    return world;
  }

  private static Finding finding(
      String owner,
      String principal,
      List<String> actions,
      Map<String, String> condition,
      boolean isPublic) {
    ObjectNode detail = Json.object();
    detail.put("id", "f").put("status", "ACTIVE").put("resourceType", "AWS::S3::Bucket");
    detail.put("resource", "arn:aws:s3:::b").put("accountId", owner).put("region", "us-east-1");
    for (String time : List.of("createdAt", "analyzedAt", "updatedAt")) {
      detail.put(time, "2026-11-20T00:00:00Z");
    }
    detail.set("principal", Json.object(Map.of("AWS", principal)));
    detail.put("isPublic", isPublic);
    detail.set("action", Json.array(actions));
    detail.set("condition", Json.object(condition));
    ObjectNode event = Json.object();
    event.put("source", "aws.access-analyzer").put("detail-type", "Access Analyzer Finding");
    event.set(
        "resources",
        Json.array(List.of("arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a")));
    event.set("detail", detail);
    ObjectNode json = RecordJson.STATE.write(FindingEvent.parse(Fields.of(event, "event")));
    json.putArray("sources");
    return RecordJson.STATE.read(Finding.class, Fields.of(json, "finding")).asRead("hash");
  }

  private static String rules(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String atom = "(" + one(random) + ")";
      atom = random.nextInt(4) == 0 ? "!" + atom : atom;
      parts.add(random.nextInt(3) == 0 ? "(" + atom + " || (" + one(random) + "))" : atom);
    }
    return """
    rules:
      - {id: a, effect: archive, owner: o, reason: r, trustTags: true, allowPublic: %s, when: %s}
      - {id: n, effect: notify, when: %s}
    risk:
      trustTags: true
      factors:
        - {id: stranger, points: 20, when: 'principal.account != "444455556666"'}
        - {id: dev, points: -10, when: 'tag("env") == "dev"'}
    properties:
      - {id: p, when: %s}
    """
        .formatted(
            random.nextBoolean(),
            text(WORLD + " && " + String.join(" && ", parts)),
            text(random.nextInt(3) == 0 ? one(random) : "resource.arn == \"\""),
            text(one(random)));
  }

  private static String text(String condition) {
    return Json.text(TextNode.valueOf(condition));
  }

  private static String one(Random random) {
    return ATOMS.get(random.nextInt(ATOMS.size()));
  }

  private static Predicate<Subject> such(String question, RuleSet rules) {
    return switch (question) {
      case "public" -> s -> Boolean.TRUE.equals(s.finding().isPublic());
      case "any-principal" -> s -> s.finding().principal().kind() == PrincipalKind.ANYONE;
      case "any-account" -> s -> false; // the rule names them all
      case "tags-alone" -> s -> rules.archivesByTagsAlone("a", s);
      case "dead" -> s -> true;
      default -> s -> rules.satisfies("p", s) != Truth.TRUE;
    };
  }

  @Test
  void answers_rulesOfATinyWorld_areWhatEveryFindingOfItShows() {
    List<Subject> world = world();
    assertEquals(192, world.size());
    Random random = new Random(192);
    int unknown = 0;
    int proved = 0;
    int refuted = 0;
    for (int i = 0; i < 80; i++) {
      String text = rules(random);
      RuleSet rules = RuleSet.parse("tiny.yaml", text);
      List<Subject> archived = world.stream().filter(s -> isArchived(rules, s)).toList();
      List<Answer> answers = new Prover(rules, type -> true, RandomWorld.NOW).answers();
      for (Answer answer : answers) {
        if (!answer.rule().equals("a")
            || List.of("any-action", "any-resource", "shadowed", "same")
                .contains(answer.question())) {
          continue;
        }
        boolean isThere = archived.stream().anyMatch(such(answer.question(), rules));
        boolean isDead = answer.question().equals("dead");
        Verdict expected = isThere != isDead ? Verdict.REFUTED : Verdict.PROVED;
        if (answer.verdict() == Verdict.UNKNOWN) {
          unknown++;
          continue;
        }
        assertEquals(expected, answer.verdict(), () -> answer + "\n" + text);
        proved += expected == Verdict.PROVED ? 1 : 0;
        refuted += expected == Verdict.REFUTED ? 1 : 0;
      }
    }
    // Which levels actions have, and what limits access, is decided by examples only.
    String counts = "%d proved, %d refuted, %d unknown".formatted(proved, refuted, unknown);
    assertTrue(proved > 200 && refuted > 100 && unknown < 30, counts);
  }

  private static boolean isArchived(RuleSet rules, Subject subject) {
    Judgement judgement = rules.judge(subject);
    return judgement.isArchived() && judgement.archives("a") == Truth.TRUE;
  }
}
