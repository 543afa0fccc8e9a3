package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingJson;
import io.accesstriage.fixtures.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class OfferedRuleTest {
  private static final long SEED = 4711;

  private static final List<String> HOSTILE =
      List.of(
          "\" || true || \"",
          "\\\" || true || \\\"",
          "' || true //",
          "a\nallowPublic: true\n",
          "a\n  allowPublic: true\n  trustTags: true",
          "a\r\n- id: b\r\n",
          "\u2028allowPublic: true\u0085trustTags: true",
          "\u202e\u200b\ufeff",
          "#{}[]&*!|>%@`,?:-",
          "$ref %s {0} ${x}",
          "*",
          "",
          " ",
          "\t",
          "\u0000\u0007\u001b[31m",
          "äöü ß 漢字 العربية",
          "😀",
          "a".repeat(300),
          "\\u0022",
          "\\");

  private static final List<String> FIELDS =
      List.of(
          "/resource/arn",
          "/resource/type",
          "/resource/account",
          "/principal/value",
          "/access/actions",
          "/access/condition",
          "/access/type",
          "/restrictions/resourceControlPolicy",
          "/restrictions/serviceControlPolicy");

  @Test
  void of_ordinaryFinding_isARuleToPaste() {
    assertEquals(
        Optional.of(
            """
            - id: expected-externalaccess-amzn-s3-demo-bucket
              effect: archive
              owner: you@example.com
              reason: Say why this is expected.
              expires: 2027-06-01
              when: |
                finding.type == "ExternalAccess"
                && resource.arn == "arn:aws:s3:::amzn-s3-demo-bucket"
                && resource.type == "AWS::S3::Bucket"
                && resource.account == "111122223333"
                && principal.kind == "Role"
                && principal.value == "arn:aws:iam::444455556666:role/reader"
                && access.actions == ["s3:GetObject", "s3:ListBucket"]
                && access.condition == {"aws:SourceVpc": "vpc-1"}
                && access.type == ""
                && finding.sources == ["POLICY"]
                && finding.restrictions.resourceControlPolicy == ""
                && finding.restrictions.serviceControlPolicy == ""
            """),
        OfferedRule.of(Subjects.subject(Findings.external())));
  }

  @Test
  void of_hostileValues_isOneRuleThatArchivesThisFindingOnly() {
    Random random = new Random(SEED);
    int offered = 0;
    for (int round = 0; round < 120; round++) {
      Finding finding = round % 3 == 0 ? Findings.internal() : Findings.external();
      for (String field : FIELDS) {
        if (random.nextInt(3) == 0) {
          finding = Findings.with(finding, field, hostile(field, random));
        }
      }
      Finding hostile = finding;
      Optional<String> rule = OfferedRule.of(Subjects.subject(hostile));
      if (rule.isEmpty()) {
        continue;
      }
      offered++;
      String where = "seed %d, round %d:\n%s".formatted(SEED, round, rule.get());
      assertOneHarmlessRule(rule.get(), where);
      RuleSet rules = RuleSet.parse("pasted.yaml", "rules:\n" + rule.get());
      assertTrue(rules.judge(Subjects.subject(hostile)).isArchived(), where);
      for (Map.Entry<String, Finding> other : different(hostile, random).entrySet()) {
        assertFalse(
            rules.judge(Subjects.subject(other.getValue())).isArchived(),
            () -> where + "\narchives with another " + other.getKey());
      }
    }
    assertTrue(offered > 80, "offered only " + offered);
  }

  @Test
  void of_unusedAccess_archivesThisFindingOnly() {
    Finding unused = Findings.unused();
    String rule = OfferedRule.of(Subjects.subject(unused)).orElseThrow();
    RuleSet rules = RuleSet.parse("pasted.yaml", "rules:\n" + rule);

    assertOneHarmlessRule(rule, rule);
    assertTrue(rules.judge(Subjects.subject(unused)).isArchived());
    for (Finding other :
        List.of(
            Findings.with(unused, "/type", "UnusedIAMRole"),
            Findings.with(unused, "/resource/arn", "arn:aws:iam::111122223333:role/another"),
            Findings.with(unused, "/unused/accessKeyId", "AKIAIOSFODNN7EXAMPLE"),
            Findings.with(unused, "/unused/serviceCount", 2),
            Findings.with(unused, "/unused/actionCount", 4),
            Findings.with(unused, "/unused/services", List.of("ec2", "iam")),
            Findings.without(unused, "/unused"))) {
      assertFalse(rules.judge(Subjects.subject(other)).isArchived(), other.toString());
    }
  }

  @Test
  void of_loneSurrogate_isNotOffered() {
    for (String field : List.of("/resource/arn", "/principal/value")) {
      assertEquals(
          Optional.empty(),
          OfferedRule.of(Subjects.subject(Findings.with(Findings.external(), field, "a\ud800b"))),
          field);
    }
  }

  @Test
  void of_findingThatNoRuleMayArchive_isNotOffered() {
    Finding external = Findings.external();
    Map<String, Finding> findings = new LinkedHashMap<>();
    findings.put("public", Findings.isPublic(external));
    findings.put("perhaps public", Findings.without(external, "/isPublic"));
    findings.put("error", Findings.with(external, "/error", "ACCESS_DENIED"));
    findings.put("unknown type", Findings.with(external, "/type", "BrandNewAccess"));
    findings.put("event only", external.asAnnounced("refused"));
    findings.put("archived", Findings.with(external, "/status", "ARCHIVED"));
    findings.put("without principal", Findings.without(external, "/principal"));
    findings.put("without access", Findings.without(external, "/access"));
    findings.put("without condition", Findings.without(external, "/access/condition"));
    findings.put("without actions", Findings.without(external, "/access/actions"));
    findings.put(
        "through an access point",
        Findings.with(
            external,
            "/sources",
            List.of(Map.of("type", "S3_ACCESS_POINT", "accessPointArn", "arn:aws:s3:::a"))));
    findings.put(
        "with more actions than a reader wants to see",
        Findings.with(
            external, "/access/actions", java.util.Collections.nCopies(500, "s3:GetObject")));
    findings.put(
        "with more services than are told",
        Findings.with(
            Findings.unused(),
            "/unused/services",
            java.util.stream.IntStream.range(100, 300).mapToObj(i -> "s" + i).toList()));

    findings.forEach(
        (what, finding) ->
            assertEquals(Optional.empty(), OfferedRule.of(Subjects.subject(finding)), what));
  }

  @Test
  void offeredRule_whereANotifyRuleAppliesOrARuleArchivesAlready_isNotOffered() {
    RuleSet rules =
        RuleSet.parse(
            "rules.yaml",
            """
            rules:
              - {id: n, effect: notify, when: tag("Secret") == "yes"}
              - {id: a, effect: archive, owner: a, reason: a, when: principal.account == "1"}
            """);
    Finding external = Findings.external();

    assertTrue(rules.judge(Subjects.subject(external)).offeredRule().isPresent());
    assertTrue(
        rules
            .judge(Subjects.subject(external, Findings.tags(Map.of("Secret", "yes"))))
            .offeredRule()
            .isEmpty());
    assertTrue(
        rules.judge(Subjects.subject(external, Findings.unreadFacts())).offeredRule().isEmpty(),
        "a notify rule that could not be checked");
    assertTrue(
        rules
            .judge(Subjects.subject(Findings.with(external, "/principal/account", "1")))
            .offeredRule()
            .isEmpty(),
        "archived already");
  }

  private static void assertOneHarmlessRule(String rule, String where) {
    List<?> parsed = (List<?>) new Load(LoadSettings.builder().build()).loadFromString(rule);
    assertEquals(1, parsed.size(), where);
    assertEquals(
        List.of("id", "effect", "owner", "reason", "expires", "when"),
        List.copyOf(((Map<?, ?>) parsed.get(0)).keySet()),
        where);
    assertTrue(
        rule.chars().allMatch(c -> c == '\n' || (c >= 0x20 && c < 0x7f)), "not ASCII: " + where);
  }

  private static Map<String, Finding> different(Finding finding, Random random) {
    Map<String, Finding> different = new LinkedHashMap<>();
    for (String field : FIELDS) {
      Object other = hostile(field, random);
      Finding changed = Findings.with(finding, field, other);
      if (!changed.equals(finding)
          && !String.valueOf(changed.contentHash()).equals(finding.contentHash())) {
        different.put(field + " " + other, changed);
      }
    }
    for (String field : List.of("/resource/arn", "/resource/type", "/principal/value")) {
      String value = FindingJson.write(finding).at(field).textValue();
      for (String near :
          List.of(value + " ", value + "\n", value + "\"", value + "\\", "x" + value)) {
        different.put(field + " " + near, Findings.with(finding, field, near));
      }
    }
    List<String> more = new ArrayList<>(finding.access().actions());
    more.add("s3:PutObject");
    different.put("one action more", Findings.with(finding, "/access/actions", more));
    Map<String, String> wider = new LinkedHashMap<>(finding.access().condition());
    wider.put("aws:PrincipalOrgID", "o-a1b2c3d4e5");
    different.put("one condition more", Findings.with(finding, "/access/condition", wider));
    for (String field : List.of("/resource/account", "/access/actions", "/access/condition")) {
      different.put(field + " not read", Findings.without(finding, field));
    }
    different.put(
        "type",
        Findings.with(
            finding,
            "/type",
            finding.type().name().equals("ExternalAccess") ? "InternalAccess" : "ExternalAccess"));
    different.put("principal kind", Findings.with(finding, "/principal/kind", "User"));
    different.put("principal", Findings.without(finding, "/principal"));
    different.put("public", Findings.with(finding, "/isPublic", true));
    different.put("perhaps public", Findings.without(finding, "/isPublic"));
    different.put("error", Findings.with(finding, "/error", "ACCESS_DENIED"));
    different.put(
        "source",
        Findings.with(
            finding, "/sources", List.of(Map.of("type", "BUCKET_ACL", "accessPointArn", ""))));
    different.put("no source", Findings.with(finding, "/sources", List.of()));
    return different;
  }

  private static Object hostile(String field, Random random) {
    if (field.equals("/access/actions")) {
      List<String> actions = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        actions.add(word(random));
      }
      return actions;
    }
    if (field.equals("/access/condition")) {
      Map<String, String> condition = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        condition.put(word(random), word(random));
      }
      return condition;
    }
    return field.startsWith("/principal") || field.startsWith("/resource")
        ? "x" + word(random)
        : word(random);
  }

  private static String word(Random random) {
    return HOSTILE.get(random.nextInt(HOSTILE.size()));
  }
}
