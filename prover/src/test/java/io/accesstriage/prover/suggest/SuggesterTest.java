package io.accesstriage.prover.suggest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Source;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Prover;
import io.accesstriage.prover.Verdict;
import io.accesstriage.rules.QuestionId;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.testing.RuleTestFile;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuggesterTest {
  private static final RuleSet NO_RULES = RuleSet.parse("none.yaml", PlantedWorld.NONE);
  private static final String OWNER = "111122223333";
  private static final String PARTNER = "444455556666";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void of_plantedFindings_recoversRulesThatArchiveExactlyThese(long seed) {
    PlantedWorld world = PlantedWorld.of(seed, 2, 60, 200);
    List<Subject> all = world.all();

    Suggestions suggested = suggester(NO_RULES).of(all);

    assertEquals(world.planted().size(), suggested.all().size());
    assertEquals(Set.copyOf(world.plantedFindings()), claimed(suggested));
    RuleSet planted = RuleSet.parse("planted.yaml", world.rules());
    assertEquals(claimed(suggested), archived(planted, all));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void of_anyFindings_archivesWhatItSaysAndIsProved(long seed) {
    PlantedWorld world = PlantedWorld.of(seed, 3, 9, 400);
    List<Subject> all = world.all();

    Suggestions suggested = suggester(NO_RULES).of(all);
    SuggestedFiles files = SuggestedFiles.of(suggested.all());
    RuleSet rules = RuleSet.parse("suggested.yaml", files.rules());

    assertFalse(suggested.all().isEmpty());
    assertEquals(claimed(suggested), archived(rules, all));
    for (Subject subject : claimed(suggested)) {
      assertEquals(false, subject.finding().isPublic());
      assertEquals(false, OpenAccess.isOpen(subject.finding()));
      assertFalse(subject.finding().isError());
    }
    assertEquals(List.of(), notProved(rules));
    assertTrue(RuleTestFile.parse("tests", files.tests()).run(rules).isPassed());
  }

  @Test
  void of_tenThousandFindings_takesLessThanTenSeconds() {
    List<Subject> all = PlantedWorld.of(7, 8, 180, 1_360).all();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

    Suggestions suggested = suggester(NO_RULES).of(all);

    long seconds =
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1_000_000_000;
    assertEquals(10_000, all.size());
    assertEquals(48, suggested.all().size());
    assertTrue(seconds < 10, () -> seconds + " s");
  }

  @Test
  void of_principalsWithResourcesOfTheirOwn_areNotJoined() {
    List<Subject> all = new ArrayList<>();
    for (String team : List.of("search", "billing")) {
      IntStream.range(0, 8)
          .mapToObj(i -> bucket("example-%s-%d".formatted(team, i), role("ci-" + team)))
          .forEach(all::add);
    }

    Suggestions suggested = suggester(NO_RULES).of(all);

    assertEquals(2, suggested.all().size());
    RuleSet rules = rules(suggested);
    assertFalse(rules.judge(bucket("example-search-1", role("ci-billing"))).isArchived());
    assertTrue(rules.judge(bucket("example-search-77", role("ci-search"))).isArchived());
  }

  @Test
  void of_whatRulesDecide_suggestsNothing() {
    RuleSet rules =
        RuleSet.parse(
            "rules.yaml",
            """
            rules:
              - {id: known, effect: archive, owner: o, reason: r, when: 'principal.arn.endsWith("/known")'}
              - {id: never, effect: notify, reason: r, when: 'principal.arn.endsWith("/never")'}
            """);
    List<Subject> all = new ArrayList<>(many("known", 6));
    all.addAll(many("never", 7));

    Suggestions suggested = suggester(rules).of(all);

    assertEquals(List.of(), suggested.all());
    assertEquals(
        Map.of("A rule archives it already.", 6, "A notify rule alerts it.", 7),
        suggested.refused());
  }

  /** What is shared by all names of a group also takes what a notify rule alerts. */
  @Test
  void of_prefixThatTakesWhatANotifyRuleAlerts_saysOnlyNamesSeen() {
    RuleSet rules =
        RuleSet.parse(
            "rules.yaml",
            """
            rules:
              - {id: never, effect: notify, reason: r, when: 'resource.arn.endsWith("-secret")'}
            """);
    List<Subject> all = new ArrayList<>(many("reader", 8));
    all.add(bucket("example-data-secret", role("reader")));

    Suggestions suggested = suggester(rules).of(all);

    assertEquals(1, suggested.all().size());
    assertTrue(suggested.all().get(0).isExact());
    assertFalse(rules(suggested).judge(all.get(8)).isArchived());
  }

  @Test
  void of_whatSomebodyArchived_isAGroupOfItsOwn() {
    List<Subject> all =
        many("reader", 14).stream()
            .map(s -> changed(s, finding -> finding.status(FindingStatus.ARCHIVED)))
            .toList();

    Suggestions suggested = suggester(NO_RULES).of(all);

    assertEquals(14, suggested.all().get(0).byHand());
  }

  @Test
  void of_anyoneUnderConditions_suggestsNothing() {
    List<Subject> all =
        many("x", 6).stream()
            .map(
                s ->
                    changed(
                        s,
                        finding ->
                            finding
                                .principal(Principal.of(Map.of("AWS", "*")))
                                .access(
                                    new Access(
                                        List.of("s3:GetObject"),
                                        Map.of("aws:PrincipalOrgID", "o-exampleorgid"),
                                        ""))))
            .toList();

    Suggestions suggested = suggester(NO_RULES).of(all);

    assertEquals(List.of(), suggested.all());
    assertEquals(
        Map.of("Its principal is *, whoever meets the conditions.", 6), suggested.refused());
  }

  @Test
  void of_findingsThatDoNotSayWhatGrantsOrLimits_suggestsNothing() {
    List<Subject> all =
        Stream.of(
                changed(many("x", 1).get(0), finding -> finding.sources(null)),
                changed(
                    many("x", 1).get(0),
                    finding -> finding.sources(List.of(new Source("S3_ACCESS_POINT", "")))),
                changed(many("x", 1).get(0), finding -> finding.restrictions(null)))
            .toList();

    Suggestions suggested = suggester(NO_RULES).of(all);

    assertEquals(List.of(), suggested.all());
    assertEquals(
        Map.of(
            "The finding does not say what grants the access.",
            1,
            "The finding does not say which access point grants the access.",
            1,
            "The finding does not say how the organization's policies limit the access.",
            1),
        suggested.refused());
  }

  @Test
  void of_tags_onlyWhereAsked() {
    List<Subject> all =
        IntStream.range(0, 40)
            .mapToObj(i -> bucket(Integer.toHexString(i * 7919) + "z", role("reader")))
            .map(
                s ->
                    new Subject(
                        s.finding(),
                        new Facts(Fact.known(Map.of("Purpose", "exchange")), Fact.known(List.of())),
                        s.now()))
            .toList();

    Suggestions tagged = new Suggester(NO_RULES, type -> true, PlantedWorld.NOW, true, 3).of(all);

    assertEquals(List.of(), suggester(NO_RULES).of(all).all());
    assertEquals(1, tagged.all().size());
    assertTrue(tagged.all().get(0).rule().contains("tag(\"Purpose\") == \"exchange\""));
    assertEquals(List.of(), notProved(rules(tagged)));
  }

  @Test
  void of_hostileNames_areQuoted() {
    String name = "a\"b' || true\n- id: x\u001b[31m\u202e#{}";
    List<Subject> all =
        IntStream.range(0, 4).mapToObj(i -> bucket(name + i, role("r" + name))).toList();

    Suggestions suggested = suggester(NO_RULES).of(all);
    SuggestedFiles files = SuggestedFiles.of(suggested.all());

    assertEquals(Set.copyOf(all), archived(rules(suggested), all));
    assertTrue(
        (files.rules() + files.tests()).chars().allMatch(c -> c == '\n' || (c >= 32 && c < 127)));
    assertTrue(RuleTestFile.parse("tests", files.tests()).run(rules(suggested)).isPassed());
  }

  @Test
  void narrowed_prefix_saysOnlyNamesSeen() {
    List<Subject> all = many("reader", 9);
    Suggester suggester = suggester(NO_RULES);
    Suggestions suggested = suggester.of(all);
    Suggestion wide = suggested.all().get(0);

    Suggestion narrow = suggester.narrowed(wide, suggested).orElseThrow();

    assertFalse(wide.isExact());
    assertTrue(narrow.isExact());
    assertEquals(wide.findings(), narrow.findings());
    Subject another = bucket("example-data-100", role("reader"));
    assertTrue(rules(suggested).judge(another).isArchived());
    assertFalse(
        RuleSet.parse("narrow", SuggestedFiles.rules(List.of(narrow.rule())))
            .judge(another)
            .isArchived());
    assertTrue(suggester.narrowed(narrow, suggested).isEmpty());
  }

  @Test
  void of_group_namesTheNearestThatItLeavesAndThatItWouldTake() {
    List<Subject> all = new ArrayList<>(many("reader", 9));
    Subject near = bucket("example-data-3", role("writer"));
    all.add(near);

    Suggestion suggestion = suggester(NO_RULES).of(all).all().get(0);

    Suggestion.Left left = suggestion.left();
    assertTrue(left != null && left.subject().equals(near));
    assertEquals(1, left == null ? 0 : left.missing().size());
    assertTrue(
        suggestion.beyond() != null
            && suggestion
                .beyond()
                .subject()
                .finding()
                .resource()
                .arn()
                .startsWith("arn:aws:s3:::example-data-"));
  }

  @Test
  void of_actionsThatManagePermissions_saysSoInTheRule() {
    List<Subject> all =
        IntStream.range(0, 5)
            .mapToObj(i -> bucket("example-data-" + i, role("owner")))
            .map(
                s ->
                    changed(
                        s, f -> f.access(access(List.of("s3:PutBucketPolicy", "s3:GetObject")))))
            .toList();

    String rule = suggester(NO_RULES).of(all).all().get(0).rule();

    assertTrue(
        rule.startsWith("# By s3:PutBucketPolicy others may manage permissions.\n- id: "), rule);
    assertFalse(suggester(NO_RULES).of(many("reader", 5)).all().get(0).rule().contains("#"));
  }

  private static Access access(List<String> actions) {
    return new Access(actions, Map.of(), "");
  }

  @Test
  void files_casesSayWhatTheyAreAbout() {
    List<Subject> all = new ArrayList<>(many("reader", 5));
    all.add(bucket("example-data-0", "arn:aws:iam::999988887777:role/reader"));

    String tests = SuggestedFiles.of(suggester(NO_RULES).of(all).all()).tests();

    assertTrue(
        tests.contains(
            "name: expected-bucket-example-data-by-reader archives role/reader with access to"
                + " example-data-0\n"),
        tests);
    assertTrue(
        tests.contains(
            "name: expected-bucket-example-data-by-reader leaves a principal of another account\n"),
        tests);
  }

  private static Suggester suggester(RuleSet rules) {
    return new Suggester(rules, type -> true, PlantedWorld.NOW, false, 3);
  }

  private static RuleSet rules(Suggestions suggested) {
    return RuleSet.parse("suggested.yaml", SuggestedFiles.of(suggested.all()).rules());
  }

  private static Set<Subject> claimed(Suggestions suggested) {
    Set<Subject> claimed = new HashSet<>();
    suggested.all().forEach(suggestion -> claimed.addAll(suggestion.findings()));
    return claimed;
  }

  /** What is not resolved, and these rules archive. */
  private static Set<Subject> archived(RuleSet rules, List<Subject> all) {
    Set<Subject> archived = new HashSet<>();
    all.stream()
        .filter(s -> s.finding().status() != FindingStatus.RESOLVED)
        .filter(s -> rules.judge(s).isArchived())
        .forEach(archived::add);
    return archived;
  }

  private static List<Answer> notProved(RuleSet rules) {
    List<String> asked =
        List.of(
            QuestionId.PUBLIC,
            QuestionId.ANY_PRINCIPAL,
            QuestionId.ANY_ACCOUNT,
            QuestionId.ANY_ACTION,
            QuestionId.ANY_RESOURCE,
            QuestionId.TAGS_ALONE);
    return new Prover(rules, type -> true, PlantedWorld.NOW)
        .builtIn().stream()
            .filter(a -> asked.contains(a.question()) && a.verdict() != Verdict.PROVED)
            .toList();
  }

  private static List<Subject> many(String principal, int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> bucket("example-data-" + i, role(principal)))
        .toList();
  }

  private static String role(String name) {
    return "arn:aws:iam::%s:role/%s".formatted(PARTNER, name);
  }

  private static Subject bucket(String name, String principal) {
    return PlantedWorld.access(
        new Resource("arn:aws:s3:::" + name, "AWS::S3::Bucket", OWNER, "us-east-1"),
        principal,
        List.of("s3:GetObject"),
        Map.of());
  }

  private static Subject changed(Subject subject, UnaryOperator<Finding.Builder> change) {
    return PlantedWorld.subject(change.apply(subject.finding().toBuilder()));
  }
}
