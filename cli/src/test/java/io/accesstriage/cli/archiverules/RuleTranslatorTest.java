package io.accesstriage.cli.archiverules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The law of a translation: of any finding it says what the built-in rule says. What that says is
 * computed here from the filter keys' values alone.
 */
final class RuleTranslatorTest {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final Facts NO_FACTS = new Facts(Fact.known(Map.of()), Fact.known(List.of()));
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final List<String> KEYS =
      List.of(
          "resource",
          "resourceType",
          "resourceOwnerAccount",
          "findingType",
          "isPublic",
          "resourceControlPolicyRestriction",
          "principal.AWS",
          "principal.Federated",
          "condition.aws:PrincipalOrgID",
          "condition.kms:CallerAccount");

  /** Few, so that rules and findings meet; some are parts of others. */
  private static final List<String> VALUES =
      List.of("a", "ab", "b\"\\n", "bä", "111122223333", "", "AWS::S3::Bucket");

  /** A finding and the values that filter keys name in it. */
  private record Sample(Finding finding, Map<String, String> values) {}

  @Test
  void translate_anyRule_saysOfAnyFindingWhatTheBuiltInRuleSays() {
    int archived = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      ObjectNode filter = filter(random);
      RuleTranslator.Translation translation = RuleTranslator.translate(rule(filter), ANALYZER);
      RuleSet rules = loaded(translation);
      for (int i = 0; i < 25; i++) {
        Sample sample = sample(random);
        boolean expected = matches(filter, sample.values());
        assertEquals(
            expected,
            rules.judge(new Subject(sample.finding(), NO_FACTS, NOW)).archives("one") == Truth.TRUE,
            () -> "filter %s, finding %s, rule %s".formatted(filter, sample.values(), translation));
        archived += expected ? 1 : 0;
      }
    }
    assertTrue(archived > 500, "only %d findings met their rule".formatted(archived));
  }

  @Test
  void translate_findingOfAnotherAnalyzer_isLeftAlone() {
    ObjectNode filter = Json.object();
    filter.putObject("resource").putArray("contains").add("");
    Finding finding = sample(new Random(1)).finding();
    String other = ANALYZER.replace("organization", "other");

    RuleSet ours = loaded(RuleTranslator.translate(rule(filter), ANALYZER));
    RuleSet others = loaded(RuleTranslator.translate(rule(filter), other));

    assertEquals(Truth.TRUE, ours.judge(new Subject(finding, NO_FACTS, NOW)).archives("one"));
    assertEquals(Truth.FALSE, others.judge(new Subject(finding, NO_FACTS, NOW)).archives("one"));
  }

  private static boolean matches(ObjectNode filter, Map<String, String> values) {
    boolean matches = true;
    for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> criterion :
        filter.properties()) {
      String operator = criterion.getValue().fieldNames().next();
      @Nullable String value = values.get(criterion.getKey());
      var operands = criterion.getValue().get(operator);
      boolean any = false;
      for (var operand : operands) {
        any |=
            value != null
                && (operator.equals("contains")
                    ? value.contains(operand.asText())
                    : value.equals(operand.asText()));
      }
      matches &=
          switch (operator) {
            case "exists" -> (value != null) == operands.asBoolean();
            case "neq" -> value != null && !any;
            default -> any;
          };
    }
    return matches;
  }

  private static ObjectNode filter(Random random) {
    ObjectNode filter = Json.object();
    for (int criteria = 1 + random.nextInt(2); criteria > 0; criteria--) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      ObjectNode criterion = filter.putObject(key);
      boolean isAlwaysThere = KEYS.indexOf(key) < 5;
      if (key.equals("isPublic")) {
        criterion
            .putArray(random.nextBoolean() ? "eq" : "neq")
            .add(String.valueOf(random.nextBoolean()));
      } else if (!isAlwaysThere && random.nextInt(4) == 0) {
        criterion.put("exists", random.nextBoolean());
      } else {
        ArrayNode values =
            criterion.putArray(List.of("eq", "neq", "contains").get(random.nextInt(3)));
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
          values.add(VALUES.get(random.nextInt(VALUES.size())));
        }
      }
    }
    return filter;
  }

  private static Sample sample(Random random) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("resource", value(random));
    values.put("resourceType", value(random));
    values.put("resourceOwnerAccount", value(random));
    values.put("findingType", "ExternalAccess");
    values.put("isPublic", String.valueOf(random.nextBoolean()));
    ObjectNode finding =
        Json.object()
            .put("id", "f-1")
            .put("analyzerArn", ANALYZER)
            .put("type", "ExternalAccess")
            .put("status", "ACTIVE")
            .put("readFrom", "API")
            .put("isPublic", values.get("isPublic").equals("true"));
    finding
        .putObject("resource")
        .put("arn", values.get("resource"))
        .put("type", values.get("resourceType"))
        .put("account", values.get("resourceOwnerAccount"));
    String restriction = random.nextBoolean() ? "APPLICABLE" : "";
    if (!restriction.isEmpty()) {
      values.put("resourceControlPolicyRestriction", restriction);
    }
    finding
        .putObject("restrictions")
        .put("resourceControlPolicy", restriction)
        .put("serviceControlPolicy", "");
    boolean federated = random.nextBoolean();
    String principal = value(random);
    values.put(federated ? "principal.Federated" : "principal.AWS", principal);
    finding
        .putObject("principal")
        .put(
            "kind",
            federated ? "Federated" : List.of("User", "Account", "Role").get(random.nextInt(3)))
        .put("account", "")
        .put("arn", "")
        .put("value", principal);
    ObjectNode access = finding.putObject("access").put("type", "");
    access.putArray("actions").add("s3:GetObject");
    ObjectNode condition = access.putObject("condition");
    for (String key : List.of("aws:PrincipalOrgID", "kms:CallerAccount")) {
      if (random.nextBoolean()) {
        values.put("condition." + key, value(random));
        condition.put(key, values.get("condition." + key));
      }
    }
    return new Sample(RecordJson.STATE.read(Finding.class, Fields.of(finding, "sample")), values);
  }

  private static String value(Random random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private static BuiltInRule rule(ObjectNode filter) {
    ObjectNode json = Json.object().put("ruleName", "one");
    json.set("filter", filter);
    return BuiltInRule.read(Fields.of(json, "rule"), RuleNotation.API);
  }

  private static RuleSet loaded(RuleTranslator.Translation translation) {
    return RuleSet.parse(
        "translated",
        "rules:\n  - {id: one, effect: archive, owner: o, reason: r, allowPublic: %s, when: %s}\n"
            .formatted(
                translation.allowPublic(),
                Json.text(Json.object().put("w", translation.when()).get("w"))));
  }
}
