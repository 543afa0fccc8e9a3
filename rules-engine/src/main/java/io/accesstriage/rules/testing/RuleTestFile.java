package io.accesstriage.rules.testing;

import io.accesstriage.decision.Decision;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingEvent;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.yaml.YamlFile;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlRecord;
import io.accesstriage.yaml.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tests of rules, in one file or several, as docs/rules.md describes them: cases of a finding,
 * what was read about its resource, and what the rules have to say. Immutable.
 *
 * <p>A finding is judged as if Access Analyzer's API had just answered it; what depends on the
 * deployment or on history has no part here.
 */
public final class RuleTestFile {
  private static final Set<String> NOT_READ = Set.of("denied", "unsupported", "failed", "unread");

  private static final Facts NOTHING_THERE = new Facts(Fact.known(Map.of()), Fact.known(List.of()));

  private final String name;
  private final List<RuleTestCase> cases;

  private RuleTestFile(String name, List<RuleTestCase> cases) {
    this.name = name;
    this.cases = List.copyOf(cases);
  }

  /**
   * Reads a test file and the events that it names.
   *
   * @throws IOException where the test file itself cannot be read
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of the file
   */
  public static RuleTestFile parse(Path path) throws IOException {
    return parse(String.valueOf(path.getFileName()), List.of(path));
  }

  /**
   * Reads test files, whose cases together are the tests.
   *
   * @param name of them all, for reports
   * @throws IOException where one cannot be read
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of all files
   */
  public static RuleTestFile parse(String name, List<Path> paths) throws IOException {
    List<YamlFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(YamlFile.of(path.toString(), Files.readString(path)));
    }
    List<YamlMap> roots = YamlFile.roots(files);
    List<RuleTestCase> cases = new ArrayList<>();
    for (int i = 0; i < roots.size(); i++) {
      Path path = paths.get(i);
      cases.addAll(
          new Reading(String.valueOf(path.getFileName()), path.resolveSibling(""))
              .cases(roots.get(i)));
    }
    YamlFile.failIfAnyProblem(files);
    return new RuleTestFile(name, cases);
  }

  /**
   * Reads a test file that is not stored yet; events that it names are looked for where the command
   * was called.
   *
   * @param name of the file, for error messages
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of the file
   */
  public static RuleTestFile parse(String name, String text) {
    YamlFile file = YamlFile.of(name, text);
    List<RuleTestCase> cases = new Reading(name, Path.of("")).cases(file.root());
    file.failIfAnyProblem();
    return new RuleTestFile(name, cases);
  }

  /** Whether the rules decide every case as it says, whatever rules no case covers. */
  public boolean passes(RuleSet rules) {
    return cases.stream().allMatch(test -> test.run(rules).isPassed());
  }

  List<RuleTestCase> cases() {
    return cases;
  }

  /** The names of all cases, in the file's order. */
  public List<String> caseNames() {
    return cases.stream().map(RuleTestCase::name).toList();
  }

  /** Judges the cases of one name, whatever rules others cover. */
  public RuleTestReport runCase(String caseName, RuleSet rules) {
    return new RuleTestReport(
        name,
        cases.stream()
            .filter(test -> test.name().equals(caseName))
            .map(test -> test.run(rules))
            .toList(),
        List.of());
  }

  /** Judges every case, and looks for rules that no case covers. */
  public RuleTestReport run(RuleSet rules) {
    List<RuleTestReport.Result> results = new ArrayList<>();
    Set<String> archived = new HashSet<>();
    Set<String> left = new HashSet<>();
    Set<String> alerted = new HashSet<>();
    for (RuleTestCase test : cases) {
      RuleTestReport.Result result = test.run(rules);
      results.add(result);
      if (result.isPassed()) {
        test.archivedBy().ifPresent(archived::add);
        left.addAll(test.leaves());
        test.alertedBy(rules).ifPresent(alerted::add);
      }
    }
    List<String> archivers = new ArrayList<>(rules.archiveRules());
    if (rules.hasRiskThreshold()) {
      archivers.add(Decision.RISK_THRESHOLD);
    }
    List<String> uncovered = new ArrayList<>();
    for (String rule : archivers) {
      if (!archived.contains(rule)) {
        uncovered.add(
            "%s: no passing case that it archives (expect: {outcome: ARCHIVE, rule: %s})"
                .formatted(rule, rule));
      }
      if (!left.contains(rule)) {
        uncovered.add(
            "%s: no passing case that it doesn't archive (leaves: [%s])".formatted(rule, rule));
      }
    }
    for (String rule : rules.notifyRules()) {
      if (!alerted.contains(rule)) {
        uncovered.add(
            "%s: no passing case in which it is true and alerts (expect: {outcome: NOTIFY, rule: %s})"
                .formatted(rule, rule));
      }
    }
    return new RuleTestReport(name, results, uncovered);
  }

  /** What of the rules the cases exercise that pass. */
  public RuleCoverage coverage(RuleSet rules) {
    // Any finding will do to see what rules there are.
    Subject any = new Subject(Finding.notFound("none", ""), NOTHING_THERE, Instant.EPOCH);
    return RuleCoverage.of(
        rules.judge(any).checked(),
        cases.stream()
            .filter(test -> test.run(rules).isPassed())
            .map(test -> rules.judge(test.subject()).checked())
            .toList());
  }

  /**
   * One reading of a file.
   *
   * @param file its name
   * @param folder that the paths of events start from
   */
  private record Reading(String file, Path folder) {
    List<RuleTestCase> cases(YamlMap root) {
      root.allowOnly(List.of("cases"));
      root.require("cases", "a list of cases");
      List<RuleTestCase> cases = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (YamlMap map : root.maps("cases")) {
        testCase(map, names).ifPresent(cases::add);
      }
      return cases;
    }

    private Optional<RuleTestCase> testCase(YamlMap map, Set<String> names) {
      map.allowOnly(List.of("name", "event", "finding", "facts", "now", "expect", "leaves"));
      map.require("name", "what the case shows");
      map.require("expect", "what the rules have to say");
      Optional<YamlText> name = map.text("name");
      name.filter(text -> !names.add(text.value()))
          .ifPresent(
              text -> text.problem("the case \"%s\" is there twice".formatted(text.value())));
      if (map.has("event") == map.has("finding")) {
        map.problem("name", "a case has either an \"event\" or a \"finding\"");
      }
      Optional<Finding> finding =
          map.has("event")
              ? map.text("event").flatMap(this::event)
              : map.map("finding").map(InlineFinding::read);
      Facts facts = map.map("facts").map(Reading::facts).orElse(NOTHING_THERE);
      Optional<Instant> now = map.text("now").flatMap(YamlRecord::time);
      Optional<Expectation> expected = map.map("expect").flatMap(Expectation::read);
      List<String> leaves = map.texts("leaves");
      return name.flatMap(
          n ->
              finding.flatMap(
                  f ->
                      expected.map(
                          e ->
                              new RuleTestCase(
                                  n.value(),
                                  file,
                                  map.line(),
                                  new Subject(f, facts, now.orElseGet(() -> updatedAt(f))),
                                  e,
                                  leaves))));
    }

    private Optional<Finding> event(YamlText path) {
      try {
        Path event = folder.resolve(path.value());
        if (!Files.isRegularFile(event)) {
          path.problem(
              "there is no file %s; the path starts from this file's folder"
                  .formatted(event.normalize()));
          return Optional.empty();
        }
        Finding finding =
            FindingEvent.parse(Json.readObject(Files.readAllBytes(event), "the event"));
        if (finding.status() != FindingStatus.ACTIVE) {
          path.problem(
              "the event's finding is %s; rules archive only active findings"
                  .formatted(finding.status()));
          return Optional.empty();
        }
        return Optional.of(finding.asRead(ContentHash.of(finding, Map.of())));
      } catch (InvalidPathException | IOException | MalformedInput e) {
        path.problem("the event cannot be read: " + e.getMessage());
        return Optional.empty();
      }
    }

    private static Facts facts(YamlMap map) {
      map.allowOnly(List.of("tags", "keyAliases", "account", "principalInOrganization"));
      Fact<Map<String, String>> tags =
          map.isScalar("tags")
              ? notRead(map, "tags")
              : Fact.known(map.map("tags").map(YamlMap::textMap).orElse(Map.of()));
      Fact<List<String>> keyAliases =
          map.isScalar("keyAliases")
              ? notRead(map, "keyAliases")
              : Fact.known(map.texts("keyAliases"));
      Facts ofResource = new Facts(tags, keyAliases);
      return new Facts(
          tags,
          keyAliases,
          map.has("account")
              ? map.isScalar("account")
                  ? notRead(map, "account")
                  : map.map("account")
                      .map(Reading::account)
                      .<Fact<Account>>map(Fact::known)
                      .orElseGet(ofResource::account)
              : ofResource.account(),
          map.has("principalInOrganization")
              ? inOrganization(map)
              : ofResource.principalInOrganization());
    }

    private static Account account(YamlMap map) {
      map.allowOnly(List.of("name", "tags", "ou", "path"));
      return new Account(
          map.text("name").map(YamlText::value).orElse(""),
          map.map("tags").map(YamlMap::textMap).orElse(Map.of()),
          map.text("ou").map(YamlText::value).orElse(""),
          map.text("path").map(YamlText::value).orElse(null));
    }

    private static Fact<Boolean> inOrganization(YamlMap map) {
      String name = "principalInOrganization";
      return map.isText(name) ? notRead(map, name) : Fact.known(map.flag(name).orElse(false));
    }

    private static <T> Fact<T> notRead(YamlMap map, String name) {
      Optional<YamlText> text = map.text(name);
      text.filter(t -> !NOT_READ.contains(t.value()))
          .ifPresent(
              t ->
                  t.problem(
                      "expected the values that were read, or denied, unsupported, failed or unread; found \"%s\""
                          .formatted(t.value())));
      Fact.Cause cause =
          switch (text.map(YamlText::value).orElse("")) {
            case "denied" -> Fact.Cause.DENIED;
            case "unsupported" -> Fact.Cause.UNSUPPORTED;
            default -> Fact.Cause.FAILED;
          };
      return Fact.unread(
          cause, "the test says \"%s\"".formatted(cause.name().toLowerCase(Locale.ROOT)));
    }

    private static Instant updatedAt(Finding finding) {
      return finding.updatedAt() == null ? Instant.EPOCH : finding.updatedAt();
    }
  }
}
