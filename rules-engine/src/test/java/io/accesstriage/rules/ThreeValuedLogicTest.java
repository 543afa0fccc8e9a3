package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.Explanation;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Laws of conditions over facts that were not read, on random conditions and findings. */
class ThreeValuedLogicTest {
  private static final long SEED = 20260601;
  private static final int CONDITIONS = 200;
  private static final int FINDINGS = 20;
  private static final int COMPLETIONS = 4;
  private static final int RULES_A_FILE = 50;

  private static final List<String> WORDS = List.of("", "a", "b", "1", "x y");

  private final Random random = new Random(SEED);

  /** What is decided although something was not read stays so whatever it turns out to be. */
  @Test
  void condition_decidedWithUnreadFacts_isTheSameForEveryCompletion() {
    Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
    forEachFile(
        conditions(),
        (rules, conditions) -> {
          for (int i = 0; i < FINDINGS; i++) {
            World whole = World.random(random);
            List<String> unread = whole.someFields(random);
            Judgement partial = rules.judge(whole.without(unread));
            for (int c = 0; c < COMPLETIONS; c++) {
              Judgement completed = rules.judge(whole.refilled(unread, random).subject());
              for (int rule = 0; rule < conditions.size(); rule++) {
                Truth before = partial.archives("r" + rule);
                seen.merge(before, 1, Integer::sum);
                if (before != Truth.UNDETERMINED) {
                  assertEquals(
                      before,
                      completed.archives("r" + rule),
                      "seed %d: %s with %s unread".formatted(SEED, conditions.get(rule), unread));
                }
              }
            }
          }
        });
    // The law would hold trivially if hardly anything were decided, or nothing undetermined.
    assertSeenOften(1_000, seen);
  }

  @Test
  void condition_evaluatedInParts_isWhatCelSaysOfTheWhole() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < CONDITIONS / 2; i++) {
      String condition = condition(1) + " && (" + condition(2) + ")";
      conditions.add(condition);
      // Not an "and" at its top, so it is not taken apart.
      conditions.add("!(!(" + condition + "))");
    }
    assertPairsAgree(conditions);
  }

  @Test
  void condition_sidesOfAndAndOrSwapped_isTheSame() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < CONDITIONS / 2; i++) {
      String one = "(" + condition(2) + ")";
      String other = "(" + condition(2) + ")";
      String operator = i % 2 == 0 ? " && " : " || ";
      conditions.add("!(!(" + one + operator + other + "))");
      conditions.add("!(!(" + other + operator + one + "))");
    }
    assertPairsAgree(conditions);
  }

  /** What asks one question of one name is answered without CEL. */
  @Test
  void plainPart_isWhatCelSaysOfIt() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < CONDITIONS; i++) {
      String plain = plain();
      conditions.add(random.nextBoolean() ? plain : "!(" + plain + ")");
      // With an "or" at its top, so that CEL evaluates it.
      conditions.add(conditions.get(conditions.size() - 1) + " || false");
    }
    assertPairsAgree(conditions);
  }

  /** Parts that several rules have are compiled and evaluated once. */
  @Test
  void condition_besideOthers_isTheSameAsAlone() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < CONDITIONS / 2; i++) {
      conditions.add(atom() + " && " + atom() + " && " + condition(1));
    }
    List<RuleSet> alone = new ArrayList<>();
    conditions.forEach(
        condition -> forEachFile(List.of(condition), (rules, file) -> alone.add(rules)));
    forEachFile(
        conditions,
        (rules, file) -> {
          for (Subject subject : findings()) {
            Judgement together = rules.judge(subject);
            for (int rule = 0; rule < file.size(); rule++) {
              String condition = file.get(rule);
              assertEquals(
                  alone.get(conditions.indexOf(condition)).judge(subject).archives("r0"),
                  together.archives("r" + rule),
                  "seed %d: %s".formatted(SEED, condition));
            }
          }
        });
  }

  /** Rules that ask for other values of a name or tag are not evaluated at all. */
  @Test
  void rules_filedByTheValuesThatTheyAskFor_turnOutAsWhenEachIsEvaluated() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < CONDITIONS; i++) {
      List<String> parts = new ArrayList<>();
      for (int part = random.nextInt(4); part >= 0; part--) {
        parts.add(random.nextInt(3) == 0 ? condition(1) : plain());
      }
      conditions.add(String.join(" && ", parts));
    }
    Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
    forEachFile(
        conditions,
        (rules, file) -> {
          for (Subject subject : findings()) {
            Judgement judgement = rules.judge(subject);
            for (Checked.OfRule rule : judgement.checked().rules()) {
              seen.merge(rule.condition(), 1, Integer::sum);
              assertEquals(
                  rule.condition(),
                  judgement.archives(rule.id()),
                  () -> "seed %d: %s of %s".formatted(SEED, rule.id(), file));
            }
          }
        });
    assertSeenOften(50, seen);
  }

  /** The nearest rules are found without looking at all of the others. */
  @Test
  void explainNotify_ofManyRules_showsThoseThatWouldBeNearestByTheirOwnExplanations() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < RULES_A_FILE; i++) {
      List<String> parts = new ArrayList<>();
      for (int part = random.nextInt(4); part >= 0; part--) {
        parts.add(atom());
      }
      conditions.add(String.join(" && ", parts));
    }
    List<RuleSet> alone = new ArrayList<>();
    conditions.forEach(
        condition -> forEachFile(List.of(condition), (rules, file) -> alone.add(rules)));
    forEachFile(
        conditions,
        (rules, file) -> {
          for (Subject subject : findings()) {
            Map<String, Double> distances = new LinkedHashMap<>();
            int notApplied = 0;
            for (int rule = 0; rule < alone.size(); rule++) {
              Explanation ofOne = explanation(alone.get(rule), subject);
              notApplied += ofOne.nearest().size() + ofOne.otherArchiveRules();
              for (Explanation.Near near : ofOne.nearest()) {
                distances.put("r" + rule, (double) near.failed().size() / near.conditions());
              }
            }
            Explanation explanation = explanation(rules, subject);
            List<String> expected = new ArrayList<>(distances.keySet());
            expected.sort(Comparator.comparing(distances::get));
            assertEquals(
                expected.subList(0, Math.min(5, expected.size())),
                explanation.nearest().stream().map(Explanation.Near::rule).toList(),
                "seed %d: %s of %s".formatted(SEED, subject, file));
            assertEquals(
                notApplied, explanation.nearest().size() + explanation.otherArchiveRules());
          }
        });
  }

  private static Explanation explanation(RuleSet rules, Subject subject) {
    return rules.judge(subject).explainNotify(List.of(), List.of());
  }

  private void assertPairsAgree(List<String> conditions) {
    Map<Truth, Integer> seen = new EnumMap<>(Truth.class);
    forEachFile(
        conditions,
        (rules, file) -> {
          for (Subject subject : findings()) {
            Judgement judgement = rules.judge(subject);
            for (int rule = 0; rule < file.size(); rule += 2) {
              Truth truth = judgement.archives("r" + rule);
              seen.merge(truth, 1, Integer::sum);
              assertEquals(
                  truth,
                  judgement.archives("r" + (rule + 1)),
                  "seed %d: %s and %s".formatted(SEED, file.get(rule), file.get(rule + 1)));
            }
          }
        });
    assertSeenOften(50, seen);
  }

  /** Random findings of which not everything was read. */
  private List<Subject> findings() {
    return Stream.generate(() -> World.random(random))
        .limit(FINDINGS)
        .map(world -> world.without(world.someFields(random)))
        .toList();
  }

  private static void assertSeenOften(int times, Map<Truth, Integer> seen) {
    for (Truth truth : Truth.values()) {
      assertTrue(seen.getOrDefault(truth, 0) > times, () -> "seldom seen: " + seen);
    }
  }

  private interface Check {
    void accept(RuleSet rules, List<String> conditions);
  }

  private static void forEachFile(List<String> conditions, Check check) {
    for (int from = 0; from < conditions.size(); from += RULES_A_FILE) {
      List<String> some =
          conditions.subList(from, Math.min(conditions.size(), from + RULES_A_FILE));
      StringBuilder file = new StringBuilder("lists: {l: [a, \"1\"]}\nrules:\n");
      for (int i = 0; i < some.size(); i++) {
        file.append(
            """
              - id: r%d
                effect: archive
                owner: a
                reason: a
                trustTags: true
                allowPublic: true
                when: |
                  %s
            """
                .formatted(i, some.get(i)));
      }
      file.append(
          """
          risk:
            factors:
              - {id: p, points: 5, when: finding.isPublic}
              - {id: t, points: -3, when: hasTag('a')}
          """);
      check.accept(RuleSet.parse("random.yaml", file.toString()), some);
    }
  }

  private List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < CONDITIONS; i++) {
      conditions.add(condition(4));
    }
    return conditions;
  }

  private String condition(int depth) {
    if (depth == 0) {
      return atom();
    }
    String a = condition(depth - 1);
    return switch (random.nextInt(8)) {
      case 0, 1 -> "(" + a + " && " + condition(depth - 1) + ")";
      case 2, 3 -> "(" + a + " || " + condition(depth - 1) + ")";
      case 4 -> "!(" + a + ")";
      case 5 -> "(" + a + " ? " + condition(depth - 1) + " : " + condition(depth - 1) + ")";
      case 6 -> "((" + a + ") == (" + condition(depth - 1) + "))";
      default ->
          pick(
              List.of(
                  "access.actions.exists(q, q == " + word() + " || " + a + ")",
                  "access.actions.all(q, q != " + word() + " && " + a + ")",
                  "['a', 'b'].exists(q, tag(q) == " + word() + " && " + a + ")",
                  "[finding.isPublic, " + a + "].exists_one(q, q)"));
    };
  }

  private String atom() {
    return pick(
        List.of(
            "finding.isPublic",
            "tag(" + word() + ") == " + word(),
            "tag(" + word() + ").startsWith(" + word() + ")",
            "hasTag(" + word() + ")",
            word() + " in keyAliases",
            "keyAliases.filter(q, q != " + word() + ").size() > 0",
            "resource.account == " + word(),
            "resource.account in lists.l",
            "resource.account + tag('a') == " + word(),
            "resource.region.matches('^[ab]')",
            "principal.kind == 'Account'",
            "principal.account == " + word(),
            "principal.account < principal.value",
            "size(access.actions) > " + random.nextInt(3),
            "access.actions[1] == " + word(),
            "access.condition == {}",
            word() + " in access.condition",
            "access.condition['a'] == " + word(),
            "has(access.condition.a)",
            "finding.sources.exists(q, q == " + word() + ")",
            "finding.accessPointAccounts == [" + word() + "]",
            "size(finding.accessPointArns) == 0",
            "finding.restrictions.serviceControlPolicy == " + word(),
            "finding.createdAt < now",
            "finding.createdAt < finding.analyzedAt",
            "int(tag('b')) > 0",
            "int(resource.account) == 1",
            "risk > 3",
            "risk < 2",
            "1 / 0 == 1",
            "true",
            "false"));
  }

  private String plain() {
    String text = pick(List.of("tag(" + word() + ")", "resource.account", "principal.value"));
    return pick(
        List.of(
            "finding.isPublic",
            "hasTag(" + word() + ")",
            text + " == " + word(),
            word() + " == " + text,
            text + " != " + word(),
            text + " in [" + word() + ", " + word() + "]",
            text + " in []",
            text + ".startsWith(" + word() + ")",
            text + ".endsWith(" + word() + ")",
            text + ".contains(" + word() + ")"));
  }

  private String word() {
    return "'" + pick(WORDS) + "'";
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A finding with facts, as values by field. */
  private record World(Map<String, Object> fields) {
    private static final List<String> FIELDS =
        List.of(
            "tags",
            "keyAliases",
            "/isPublic",
            "/resource/account",
            "/resource/region",
            "/principal",
            "/principal/account",
            "/access",
            "/access/actions",
            "/access/condition",
            "/sources",
            "/restrictions",
            "/createdAt",
            "/analyzedAt");

    static World random(Random random) {
      return new World(Map.of()).refilled(FIELDS, random);
    }

    World refilled(List<String> names, Random random) {
      Map<String, Object> filled = new HashMap<>(fields);
      names.forEach(name -> filled.put(name, value(name, random)));
      return new World(filled);
    }

    List<String> someFields(Random random) {
      List<String> some =
          new ArrayList<>(FIELDS.stream().filter(name -> random.nextInt(6) == 0).toList());
      // A part that was not read at all is filled in with everything in it.
      for (String name : List.copyOf(some)) {
        FIELDS.stream()
            .filter(inside -> inside.startsWith(name + "/") && !some.contains(inside))
            .forEach(some::add);
      }
      return some;
    }

    Subject subject() {
      return without(List.of());
    }

    Subject without(List<String> unread) {
      Finding finding = Findings.external();
      for (String name : FIELDS) {
        if (name.startsWith("/")) {
          finding = Findings.with(finding, name, fields.get(name));
        }
      }
      for (String name : unread) {
        boolean isInside = unread.stream().anyMatch(other -> name.startsWith(other + "/"));
        if (name.startsWith("/") && !isInside) {
          finding = Findings.without(finding, name);
        }
      }
      return new Subject(
          finding, new Facts(fact("tags", unread), fact("keyAliases", unread)), Findings.NOW);
    }

    @SuppressWarnings("unchecked")
    private <T> Fact<T> fact(String name, List<String> unread) {
      return unread.contains(name)
          ? Fact.unread(Fact.Cause.FAILED, "not read")
          : Fact.known((T) fields.get(name));
    }

    private static Object value(String name, Random random) {
      return switch (name) {
        case "tags" -> words(random);
        case "keyAliases", "/access/actions" -> List.copyOf(words(random).values());
        case "/isPublic" -> random.nextBoolean();
        case "/principal" ->
            Map.of("kind", "Account", "account", "", "arn", "", "value", word(random) + "v");
        case "/access" -> Map.of("actions", List.of(), "condition", Map.of(), "type", "");
        case "/access/condition" -> words(random);
        case "/sources" -> List.of(Map.of("type", word(random) + "s", "accessPointArn", ""));
        case "/restrictions" ->
            Map.of("resourceControlPolicy", "", "serviceControlPolicy", word(random));
        case "/createdAt", "/analyzedAt" ->
            "202%d-01-01T00:00:00Z".formatted(5 + random.nextInt(3));
        default -> word(random);
      };
    }

    private static Map<String, String> words(Random random) {
      Map<String, String> words = new HashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        words.put(word(random), word(random));
      }
      return words;
    }

    private static String word(Random random) {
      return WORDS.get(random.nextInt(WORDS.size()));
    }
  }
}
