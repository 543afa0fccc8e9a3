package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.json.RecordJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SuggestedRuleTest {
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
                finding.analyzerArn == "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization" && finding.type == "ExternalAccess" && finding.sources == ["POLICY"] && finding.restrictions.resourceControlPolicy == "" && finding.restrictions.serviceControlPolicy == ""
                && resource.arn == "arn:aws:s3:::amzn-s3-demo-bucket" && resource.type == "AWS::S3::Bucket" && resource.account == "111122223333"
                && principal.kind == "Role" && principal.value == "arn:aws:iam::444455556666:role/reader" && principal.account == "444455556666"
                && access.actions == ["s3:GetObject", "s3:ListBucket"] && access.condition == {"aws:SourceVpc": "vpc-1"} && access.type == ""
            """),
        rule(Findings.external()));
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
      Optional<String> rule = rule(hostile);
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
    Finding unused = services("ec2", "s3");
    String rule = rule(unused).orElseThrow();
    RuleSet rules = RuleSet.parse("pasted.yaml", "rules:\n" + rule);

    assertOneHarmlessRule(rule, rule);
    assertTrue(rules.judge(Subjects.subject(unused)).isArchived());
    for (Finding other :
        List.of(
            Findings.with(unused, "/type", "UnusedIAMRole"),
            Findings.with(unused, "/resource/arn", "arn:aws:iam::111122223333:role/another"),
            Findings.with(unused, "/unused/accessKeyId", "AKIAIOSFODNN7EXAMPLE"),
            Findings.with(unused, "/unused/serviceCount", 3),
            Findings.with(unused, "/unused/actionCount", 4),
            Findings.with(unused, "/unused/services", List.of("ec2", "iam")),
            Findings.without(unused, "/unused"))) {
      assertFalse(rules.judge(Subjects.subject(other)).isArchived(), other.toString());
    }
  }

  /** Some pattern that tries each start of a long name takes minutes. */
  @Test
  void of_longName_takesNoTime() {
    Finding finding =
        Findings.with(
            Findings.external(), "/resource/arn", "arn:aws:s3:::" + "-".repeat(200_000) + "b");

    assertTimeout(Duration.ofSeconds(5), () -> SuggestedRule.of(Subjects.subject(finding)));
  }

  @Test
  void of_loneSurrogate_isNotOffered() {
    for (String field : List.of("/resource/arn", "/principal/value")) {
      assertEquals(
          Optional.of("A text of the finding has characters that a rule cannot contain."),
          whyNot(Findings.with(Findings.external(), field, "a\ud800b")),
          field);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          public           | The finding is, or may be, public.
          /isPublic        | The finding is, or may be, public.
          error            | Access Analyzer could not analyze the resource.
          type             | This version does not know findings of this type.
          event            | The finding was not read from Access Analyzer. Allow access-analyzer:GetFinding, and its next triage offers one.
          resolved         | The finding is RESOLVED.
          analyzer         | The finding does not say which analyzer it is of.
          /resource/account| The finding does not say which account owns the resource.
          /principal       | The finding does not say who has the access.
          principalAccount | The finding does not say which account the principal belongs to.
          externalAccount  | The finding does not say which account the principal belongs to.
          noActions        | The finding does not say which actions are allowed.
          /access          | The finding does not say which actions are allowed.
          /access/actions  | The finding does not say which actions are allowed.
          /access/condition| The finding does not say under which conditions.
          /sources         | The finding does not say what grants the access.
          /restrictions    | The finding does not say how the organization's policies limit the access.
          accessPoint      | The finding does not say which access point grants the access.
          accessPointOwner | The finding does not say which access point grants the access.
          newSource        | The finding does not say which access point grants the access.
          /unused          | The finding does not say what is unused.
          actions          | The finding does not say which actions are unused, only how many.
          services         | The finding does not say which services are unused, only how many.
          key              | The finding does not say which access key is unused.
          """)
  void of_findingThatCannotBeSaidExactly_saysWhy(String lacking, String why) {
    assertEquals(Optional.of(why), whyNot(lacking(lacking)));
    assertEquals(Optional.empty(), rule(lacking(lacking)));
  }

  private static Finding lacking(String what) {
    Finding external = Findings.external();
    return switch (what) {
      case "public" -> Findings.isPublic(external);
      case "error" -> Findings.with(external, "/error", "ACCESS_DENIED");
      case "type" -> Findings.with(Findings.with(external, "/type", "Brand"), "/isPublic", false);
      case "event" -> external.asAnnounced("refused");
      case "resolved" -> Findings.with(external, "/status", "RESOLVED");
      case "analyzer" -> Findings.withoutAnalyzer(external);
      case "principalAccount" -> Findings.without(Findings.internal(), "/principal/account");
      case "externalAccount" -> Findings.without(external, "/principal/account");
      case "noActions" -> Findings.with(external, "/access/actions", List.of());
      case "accessPoint" -> from(external, "S3_ACCESS_POINT", "arn:aws:s3:::a");
      case "accessPointOwner" -> from(external, "S3_ACCESS_POINT_ACCOUNT", "");
      case "newSource" ->
          from(external, "S3_ZONE", "arn:aws:s3:us-east-1:111122223333:accesspoint/a");
      case "actions" -> Findings.unused();
      case "services" ->
          services(IntStream.range(100, 300).mapToObj(i -> "s" + i).toArray(String[]::new));
      case "key" -> Findings.with(services(), "/type", "UnusedIAMUserAccessKey");
      case "/unused" -> Findings.without(Findings.unused(), what);
      default -> Findings.without(external, what);
    };
  }

  @Test
  void of_archivedFinding_isWhatARuleWouldArchive() {
    Finding archived = Findings.with(Findings.external(), "/status", "ARCHIVED");

    assertEquals(rule(Findings.external()), rule(archived));
  }

  /** Archived is what has the same identity, whatever the order of its lists, and nothing else. */
  @Test
  void of_pairsOfFindings_archivesExactlyTheSame() {
    Random random = new Random(SEED);
    int same = 0;
    int different = 0;
    for (int round = 0; round < 1_500; round++) {
      Finding finding = RandomFindings.next(random);
      Finding other = RandomFindings.near(finding, random);
      Optional<String> rule = rule(finding);
      if (rule.isEmpty()) {
        continue;
      }
      RuleSet rules = RuleSet.parse("pasted.yaml", "rules:\n" + rule.get());
      String where =
          "round %d:\n%s\n%s".formatted(round, rule.get(), RecordJson.STATE.write(other));
      assertTrue(rules.judge(Subjects.subject(finding)).isArchived(), where);
      boolean isSame = identity(finding).equals(identity(other));
      assertEquals(isSame, rules.judge(Subjects.subject(other)).isArchived(), where);
      if (isSame) {
        assertEquals(finding.contentHash(), other.contentHash(), where);
        same++;
      } else {
        different++;
      }
    }
    assertTrue(same > 200 && different > 200, same + " the same, " + different + " different");
  }

  @Test
  void of_accessPoint_archivesWhatIsSharedByThisOneOnly() {
    Finding byName = from(Findings.external(), "S3_ACCESS_POINT", accessPoint("one"));
    Finding byAccount = fromAccount("444455556666");

    assertArchivesNotAlso(byName, from(byName, "S3_ACCESS_POINT", accessPoint("other")));
    assertArchivesNotAlso(byAccount, fromAccount("777788889999"));
  }

  private static void assertArchivesNotAlso(Finding finding, Finding other) {
    RuleSet rules = RuleSet.parse("rules.yaml", "rules:\n" + rule(finding).orElseThrow());
    assertTrue(rules.judge(Subjects.subject(finding)).isArchived());
    assertFalse(rules.judge(Subjects.subject(other)).isArchived());
  }

  private static String accessPoint(String name) {
    return "arn:aws:s3:us-east-1:111122223333:accesspoint/" + name;
  }

  private static Finding fromAccount(String account) {
    return Findings.with(
        Findings.external(),
        "/sources",
        List.of(
            Map.of(
                "type",
                "S3_ACCESS_POINT_ACCOUNT",
                "accessPointArn",
                "",
                "accessPointAccount",
                account)));
  }

  /** All that is said of who has which access to what, by which analyzer. */
  private static JsonNode identity(Finding finding) {
    ObjectNode json = RecordJson.STATE.write(finding);
    json.remove(List.of("id", "status", "createdAt", "analyzedAt", "updatedAt", "contentHash"));
    if (json.get("unused") instanceof ObjectNode unused) {
      unused.remove("lastAccessed");
    }
    return json;
  }

  private static Finding from(Finding finding, String type, String accessPoint) {
    return Findings.with(
        finding, "/sources", List.of(Map.of("type", type, "accessPointArn", accessPoint)));
  }

  /** A role of which all actions of these services are unused. */
  private static Finding services(String... services) {
    return Findings.with(
        Findings.with(
            Findings.with(Findings.unused(), "/unused/actionCount", 0),
            "/unused/serviceCount",
            services.length),
        "/unused/services",
        List.of(services));
  }

  @Test
  void of_severalPrincipals_isNotOfferedForThatReason() {
    Finding finding =
        Findings.with(
            Findings.external(),
            "/principal",
            Map.of(
                "kind",
                "UNKNOWN",
                "value",
                "{\"AWS\":\"444455556666\",\"Federated\":\"accounts.google.com\"}"));

    assertEquals(
        Optional.of("The finding names several principals, and a rule is offered for one."),
        whyNot(finding));
  }

  private static Optional<String> rule(Finding finding) {
    return Optional.ofNullable(SuggestedRule.of(Subjects.subject(finding)).text());
  }

  private static Optional<String> whyNot(Finding finding) {
    return Optional.ofNullable(SuggestedRule.of(Subjects.subject(finding)).whyNot());
  }

  @Test
  void suggestedRule_whereANotifyRuleAppliesOrARuleArchivesAlready_saysWhy() {
    RuleSet rules =
        RuleSet.parse(
            "rules.yaml",
            """
            rules:
              - {id: n, effect: notify, when: tag("Secret") == "yes"}
              - {id: a, effect: archive, owner: a, reason: a, when: principal.account == "1"}
            """);
    Finding external = Findings.external();

    assertNotNull(rules.judge(Subjects.subject(external)).suggestedRule().text());
    assertNotSuggested(
        "Notify rule n applies, which no archive rule overrides.",
        rules.judge(Subjects.subject(external, Findings.tags(Map.of("Secret", "yes")))));
    assertNotSuggested(
        "Notify rule n could not be checked, and no archive rule overrides it.",
        rules.judge(Subjects.subject(external, Findings.unreadFacts())));
    assertNotSuggested(
        "Rule a archives it already.",
        rules.judge(Subjects.subject(Findings.with(external, "/principal/account", "1"))));
    assertNotSuggested(
        "The risk threshold archives it already.",
        RuleSet.parse("rules.yaml", "rules: []\nrisk: {archiveBelow: 1}")
            .judge(Subjects.subject(external)));
  }

  /** Such a rule would accept what the alert warns of. */
  @Test
  void suggestedRule_ofARoleForAVendorWithoutAnExternalId_isNone() {
    RuleSet rules = RuleSet.parse("rules.yaml", "rules: []");
    Finding vendor =
        Findings.with(
            Findings.with(
                Findings.with(Findings.external(), "/resource/type", "AWS::IAM::Role"),
                "/access/actions",
                List.of("sts:AssumeRole")),
            "/principal/account",
            "464622532012");
    Finding safe = Findings.with(vendor, "/access/condition", Map.of("STS:externalid", "7a5c"));

    assertNotSuggested(
        "The role's trust policy asks that account for no sts:ExternalId: require one first.",
        rules.judge(Subjects.subject(vendor)));
    assertNotNull(rules.judge(Subjects.subject(safe)).suggestedRule().text());
  }

  private static void assertNotSuggested(String why, Judgement judgement) {
    assertEquals(new SuggestedRule(null, why), judgement.suggestedRule());
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
      String value = RecordJson.STATE.write(finding).at(field).textValue();
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
    different.put(
        "analyzer", Findings.with(finding, "/analyzerArn", Findings.ANALYZER + "-of-others"));
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

  @Test
  void forAlert_ruleAnAlertCannotHold_saysHowToGetIt() {
    SuggestedRule longest = new SuggestedRule("x".repeat(4_000), null);
    SuggestedRule none = SuggestedRule.none("The finding does not say it.");

    assertEquals(longest, longest.forAlert());
    assertEquals(none, none.forAlert());
    assertEquals(
        SuggestedRule.none(
            "The rule would be longer than 4,000 characters; triage explain prints it."),
        new SuggestedRule("x".repeat(4_001), null).forAlert());
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
