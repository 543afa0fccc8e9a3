package io.accesstriage.rules;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Severity;
import io.accesstriage.yaml.YamlFile;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads files of rules, which together are one. Everything that can be found wrong without a
 * finding is found here, all at once, so that what loads means what it says.
 */
final class RulesFile {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern LIST_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final List<String> FILE_FIELDS =
      List.of("lists", "accounts", "rules", "risk", "properties");

  static final List<String> RULE_FIELDS =
      List.of(
          "id",
          "effect",
          "severity",
          "reason",
          "owner",
          "expires",
          "allowPublic",
          "trustTags",
          Accepted.FIELD,
          "when");

  /** A list of such a name could not be read by a rule. */
  private static final Set<String> WORDS_OF_CEL = Set.of("true", "false", "null", "in");

  private static final Set<String> ARCHIVE_ONLY =
      Set.of("expires", "allowPublic", "trustTags", Accepted.FIELD);
  private static final int MOST_POINTS = 1_000;

  /** What is in every decision has to be short. */
  private static final int LONGEST_TEXT = 1_000;

  /** It stands in an alert's first sentence. */
  private static final int LONGEST_ACCOUNT_NAME = 100;

  private static final int MOST_FACTORS = 100;

  /** The top level of each file. */
  private final List<YamlMap> roots;

  private final Instant now;

  private RulesFile(List<YamlMap> roots, Instant now) {
    this.roots = roots;
    this.now = now;
  }

  /**
   * @param now by which a rule that has expired is a warning
   */
  static RuleSet parse(List<YamlFile> files, Instant now) {
    RuleSet rules = new RulesFile(YamlFile.roots(files), now).read();
    YamlFile.failIfAnyProblem(files);
    return rules;
  }

  private RuleSet read() {
    roots.forEach(RulesFile::checkFields);
    Map<String, List<YamlText>> written = lists();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    written.forEach((name, texts) -> lists.put(name, texts.stream().map(YamlText::value).toList()));
    AccountNames accounts = accounts();
    Optional<YamlMap> riskMap = riskMap();
    RiskModel risk =
        riskMap
            .map(map -> risk(map, new ConditionCompiler(written, false), lists))
            .orElse(RiskModel.NONE);
    ConditionCompiler conditions = new ConditionCompiler(written, true);
    TagTrust tagTrust = new TagTrust(conditions, lists, risk);
    List<Rule> rules = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (YamlMap rule : maps("rules")) {
      Optional<Rule> read = rule(rule, ids, conditions, tagTrust);
      read.ifPresent(rules::add);
      read.ifPresent(r -> warnOfCatchAll(r, rule, lists, accounts));
      read.filter(RulesFile::leavesAccessPointsOpen).ifPresent(r -> warnOfAccessPoints(rule));
      read.filter(r -> !r.isInForce(now)).ifPresent(r -> warnOfExpiry(r, rule));
    }
    return new RuleSet(lists, accounts, rules, risk, properties(conditions));
  }

  private static void checkFields(YamlMap root) {
    for (String name : root.names()) {
      if (RULE_FIELDS.contains(name)) {
        root.nameProblem(
            name,
            "\"%s\" is a field of a rule: begin it in the same column as the rule's other fields"
                .formatted(name));
      }
    }
    root.allowOnly(FILE_FIELDS, RULE_FIELDS);
    root.require("rules", "a list of rules, [] for none");
  }

  /** The mappings of a list of all files, in their order. */
  private List<YamlMap> maps(String name) {
    return roots.stream().flatMap(root -> root.maps(name).stream()).toList();
  }

  /** One score is added up, so one file says how. */
  private Optional<YamlMap> riskMap() {
    List<YamlMap> having = roots.stream().filter(root -> root.has("risk")).toList();
    having.stream()
        .skip(1)
        .forEach(
            root ->
                root.nameProblem(
                    "risk",
                    "\"risk\" is also in %s: one file has all of it"
                        .formatted(having.get(0).file())));
    return having.stream().findFirst().flatMap(root -> root.map("risk"));
  }

  /**
   * Notes a mistake at a name that another file has, too.
   *
   * @param seen the file of each name so far
   */
  private static boolean isIn(YamlMap map, String name, Map<String, String> seen, String what) {
    String other = seen.putIfAbsent(name, map.file());
    if (other == null) {
      return false;
    }
    map.nameProblem(name, "%s is also in %s: keep one".formatted(what, other));
    return true;
  }

  private List<Property> properties(ConditionCompiler conditions) {
    List<Property> properties = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    for (YamlMap property : maps("properties")) {
      property.allowOnly(List.of("id", "reason", "when"));
      Optional<String> id = id(property, seen);
      id.filter(name -> QuestionId.ALL.contains(name) || name.equals(Decision.RISK_THRESHOLD))
          .ifPresent(
              name -> property.problem("id", "\"%s\" has a meaning already".formatted(name)));
      Optional<String> reason = filled(property, "reason");
      Optional<Condition> when = when(property, conditions);
      if (id.isPresent() && when.isPresent()) {
        properties.add(new Property(id.get(), reason.orElse(""), when.get()));
      }
    }
    return properties;
  }

  private Map<String, List<YamlText>> lists() {
    Map<String, List<YamlText>> lists = new LinkedHashMap<>();
    Map<String, String> seen = new HashMap<>();
    for (YamlMap map : parts("lists")) {
      for (String name : map.names()) {
        if (!LIST_NAME.matcher(name).matches()) {
          map.nameProblem(name, "a list's name has letters, digits and _ and starts with no digit");
        } else if (WORDS_OF_CEL.contains(name)) {
          map.nameProblem(name, "\"%s\" is a word of CEL; choose another name".formatted(name));
        } else if (!isIn(map, name, seen, "the list \"%s\"".formatted(name))) {
          lists.put(name, map.textList(name));
        }
      }
    }
    return lists;
  }

  private AccountNames accounts() {
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, String> seen = new HashMap<>();
    for (YamlMap map : parts("accounts")) {
      for (String id : map.names()) {
        if (!isIn(map, id, seen, "the name of account %s".formatted(id))) {
          account(map, id, names);
        }
      }
    }
    return new AccountNames(names);
  }

  /** A mapping of each file that has it. */
  private List<YamlMap> parts(String name) {
    return roots.stream().flatMap(root -> root.map(name).stream()).toList();
  }

  private static void account(YamlMap map, String id, Map<String, String> names) {
    if (!ACCOUNT.matcher(id).matches()) {
      map.nameProblem(
          id, "an account's id has 12 digits; write it in quotes, \"444455556666\": its name");
    }
    filled(map, id, LONGEST_ACCOUNT_NAME, "an alert's first sentence has it")
        .ifPresent(name -> names.put(id, name));
  }

  private RiskModel risk(
      YamlMap map, ConditionCompiler conditions, Map<String, List<String>> lists) {
    map.allowOnly(List.of("factors", "archiveBelow", "trustTags", Accepted.FIELD));
    List<RiskModel.Factor> factors = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    List<YamlMap> maps = map.maps("factors");
    if (maps.size() > MOST_FACTORS) {
      map.problem("factors", "more than %d factors".formatted(MOST_FACTORS));
    }
    for (YamlMap factor : maps) {
      factor.allowOnly(List.of("id", "points", "when"));
      Optional<String> id = id(factor, seen);
      factor.require("points", "how much it adds to the score");
      Optional<Integer> points = factor.number("points");
      if (points.filter(p -> Math.abs(p) > MOST_POINTS).isPresent()) {
        factor.problem("points", "\"points\" has to be from -1000 to 1000");
      }
      Optional<Condition> when = when(factor, conditions);
      when.ifPresent(condition -> checkVendor(condition, factor, "a risk factor"));
      if (id.isPresent() && points.isPresent() && when.isPresent()) {
        factors.add(new RiskModel.Factor(id.get(), points.get(), when.get()));
      }
    }
    Optional<Integer> archiveBelow = map.number("archiveBelow");
    if (archiveBelow.filter(score -> score < 0).isPresent()) {
      map.problem("archiveBelow", "\"archiveBelow\" has to be 0, which is off, or more");
    }
    RiskModel model =
        new RiskModel(
            factors, archiveBelow.orElse(0), Accepted.read(map), map.place("archiveBelow"));
    if (!map.flag("trustTags").orElse(false)) {
      TagTrust.check(model, map, lists);
    }
    return model;
  }

  private Optional<Rule> rule(
      YamlMap map, Map<String, String> ids, ConditionCompiler conditions, TagTrust tagTrust) {
    map.allowOnly(RULE_FIELDS);
    Optional<String> id = id(map, ids);
    if (id.filter(Decision.RISK_THRESHOLD::equals).isPresent()) {
      map.problem("id", "\"risk\" is the name of the threshold; choose another id");
    }
    map.require("effect", "archive or notify");
    Optional<Rule.Effect> effect = map.text("effect").flatMap(t -> constant(t, Rule.Effect.class));
    Optional<Severity> severity = map.text("severity").flatMap(t -> constant(t, Severity.class));
    Optional<String> reason = filled(map, "reason");
    Optional<String> owner = filled(map, "owner");
    Optional<LocalDate> expires = map.text("expires").flatMap(RulesFile::date);
    boolean allowPublic = map.flag("allowPublic").orElse(false);
    boolean trustTags = map.flag("trustTags").orElse(false);
    Optional<Condition> when = when(map, conditions);
    effect.ifPresent(
        e -> {
          switch (e) {
            case ARCHIVE -> {
              checkArchive(map);
              when.ifPresent(condition -> checkVendor(condition, map, "an archive rule"));
              if (!trustTags) {
                when.ifPresent(condition -> tagTrust.check(condition, map));
              }
            }
            case NOTIFY -> checkNotify(map);
          }
        });
    if (id.isEmpty() || effect.isEmpty() || when.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Rule(
            id.get(),
            effect.get(),
            severity.orElse(null),
            reason.orElse("Rule %s applies.".formatted(id.get())),
            owner.orElse(""),
            expires.orElse(null),
            allowPublic,
            trustTags,
            trustTags && tagTrust.restsOnTagsAlone(when.get(), map),
            Accepted.read(map),
            map.place("id"),
            when.get()));
  }

  /** As the rules that versions offered which did not know the access points. */
  private static boolean leavesAccessPointsOpen(Rule rule) {
    return rule.effect() == Rule.Effect.ARCHIVE
        && !rule.when().readsAnyOf("finding.accessPoint")
        && rule.when().parts().stream()
            .map(Condition.Part::text)
            .anyMatch(
                text ->
                    text.startsWith("finding.sources == [") && text.contains("\"S3_ACCESS_POINT"));
  }

  private static void warnOfAccessPoints(YamlMap map) {
    map.text("when")
        .ifPresent(
            when ->
                when.warning(
                    Math.max(0, when.value().indexOf("finding.sources")),
                    "finding.sources says that the access goes through S3 access points, and not"
                        + " through which, so the rule also archives access through others: compare"
                        + " finding.accessPointArns and finding.accessPointAccounts, too, as the"
                        + " rule does that a new alert offers"));
  }

  private static void warnOfExpiry(Rule rule, YamlMap map) {
    map.text("expires")
        .ifPresent(
            expires ->
                expires.warning(
                    "rule %s of %s has expired: %s was its last day, and it archives nothing any more. Let its owner renew or remove it"
                        .formatted(rule.id(), rule.owner(), rule.expires())));
  }

  private static void warnOfCatchAll(
      Rule rule, YamlMap map, Map<String, List<String>> lists, AccountNames accounts) {
    map.text("when")
        .filter(YamlText::takesWarnings)
        .filter(when -> CatchAll.is(rule.when(), lists, accounts))
        .ifPresent(
            when ->
                when.warning(
                    0,
                    "the condition of rule %s is true of nearly every finding, so it %s. Say what it is for, such as the principal's account, the resource's type or the actions"
                        .formatted(
                            rule.id(),
                            switch (rule.effect()) {
                              case ARCHIVE -> "archives nearly everything";
                              case NOTIFY ->
                                  "alerts nearly everything, and keeps other rules from archiving"
                                      + " it";
                            })));
  }

  private static void checkArchive(YamlMap map) {
    map.require("reason", "an archive rule says why what it archives is expected");
    map.require("owner", "an archive rule names who answers for it");
    if (map.has("severity")) {
      map.problem("severity", "\"severity\" is for notify rules: an archive rule sends no alert");
    }
  }

  /** Nothing that can archive, by itself or by the threshold, may rest on whose an account is. */
  private static void checkVendor(Condition when, YamlMap map, String what) {
    if (when.reads(Vocabulary.VENDOR)) {
      map.problem(
          "when",
          "%s cannot read principal.vendor, which is only a name to recognize an account by: name the accounts that you trust, such as principal.account in lists.partners"
              .formatted(what));
    }
  }

  private static void checkNotify(YamlMap map) {
    for (String name : ARCHIVE_ONLY) {
      if (map.has(name)) {
        map.nameProblem(name, "\"%s\" is for archive rules".formatted(name));
      }
    }
  }

  /**
   * @param seen the file of each id so far
   */
  private static Optional<String> id(YamlMap map, Map<String, String> seen) {
    map.require("id", "a short name, unique in the file");
    Optional<YamlText> id = map.text("id");
    id.ifPresent(
        text -> {
          if (!ID.matcher(text.value()).matches()) {
            text.problem(
                "an id has letters, digits, \".\", \"_\" and \"-\" only, and starts with a letter"
                    + " or digit");
            return;
          }
          String other = seen.putIfAbsent(text.value(), text.file());
          if (other != null) {
            text.problem(
                "the id \"%s\" is %s"
                    .formatted(
                        text.value(),
                        other.equals(text.file()) ? "there twice" : "also in " + other));
          }
        });
    return id.map(YamlText::value);
  }

  private static Optional<Condition> when(YamlMap map, ConditionCompiler conditions) {
    map.require("when", "the condition, in CEL");
    return map.text("when").flatMap(conditions::compile);
  }

  private static Optional<String> filled(YamlMap map, String name) {
    return filled(map, name, LONGEST_TEXT, "it goes into every decision");
  }

  private static Optional<String> filled(YamlMap map, String name, int most, String why) {
    Optional<YamlText> text = map.text(name);
    text.filter(t -> t.value().isBlank())
        .ifPresent(t -> t.problem("\"%s\" is empty".formatted(name)));
    text.filter(t -> t.value().length() > most)
        .ifPresent(
            t -> t.problem("\"%s\" is longer than %d characters: %s".formatted(name, most, why)));
    text.filter(YamlText::isCutByComment)
        .ifPresent(
            t ->
                t.problem(
                    "\"%s\" ends before the #, where a comment begins: put the text in quotes, or a space after the #"
                        .formatted(name)));
    return text.map(t -> t.value().strip());
  }

  private static <E extends Enum<E>> Optional<E> constant(YamlText text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(text.value())) {
        return Optional.of(constant);
      }
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT));
    }
    text.problem(
        "expected %s, found \"%s\"%s"
            .formatted(
                String.join(" or ", names),
                text.value(),
                io.accesstriage.yaml.Suggestion.of(text.value(), names)));
    return Optional.empty();
  }

  private static Optional<LocalDate> date(YamlText text) {
    try {
      return Optional.of(LocalDate.parse(text.value()));
    } catch (DateTimeException e) {
      text.problem("expected a date such as 2027-12-31, found \"%s\"".formatted(text.value()));
      return Optional.empty();
    }
  }
}
