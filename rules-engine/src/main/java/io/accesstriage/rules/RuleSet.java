package io.accesstriage.rules;

import io.accesstriage.decision.Decision;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.text.Sha256;
import io.accesstriage.yaml.Warning;
import io.accesstriage.yaml.YamlFile;
import io.accesstriage.yaml.YamlText;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of one file or several, compiled. Immutable and thread-safe. */
public final class RuleSet {
  private static final int VERSION_LENGTH = 12;

  private final Map<String, List<String>> lists;
  private final AccountNames accounts;
  private final List<Rule> rules;
  private final RuleIndex index;
  private final RiskModel risk;
  private final List<Property> properties;
  private final RiskSource riskSource;
  private final String version;
  private final boolean readsTags;

  /**
   * @param properties of all that is archived
   */
  RuleSet(
      Map<String, List<String>> lists,
      AccountNames accounts,
      List<Rule> rules,
      RiskModel risk,
      List<Property> properties) {
    this.lists = Map.copyOf(lists);
    this.accounts = accounts;
    this.rules = List.copyOf(rules);
    this.index = new RuleIndex(this.rules);
    this.risk = risk;
    this.properties = List.copyOf(properties);
    this.riskSource = RiskSource.of(risk);
    this.version = hash();
    this.readsTags =
        risk.restsOnTags() || rules.stream().anyMatch(rule -> rule.when().restsOnTags(false));
  }

  /**
   * Reads a rules file.
   *
   * @param name of the file, for error messages
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of the file
   */
  public static RuleSet parse(String name, String text) {
    return parse(List.of(new RulesText(name, text)));
  }

  /**
   * Reads files of rules as one: the rules of each in its order, the files in this.
   *
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of all files
   */
  public static RuleSet parse(List<RulesText> files) {
    return RulesFile.parse(
        files.stream().map(file -> YamlFile.of(file.name(), file.text())).toList(), Instant.MIN);
  }

  /**
   * Reads a rules file for somebody who works on it.
   *
   * @param now by which a rule may have expired
   * @param warnings takes what loads and is probably not meant, in the file's order
   */
  public static RuleSet parse(String name, String text, Instant now, Consumer<Warning> warnings) {
    return parse(List.of(new RulesText(name, text)), now, warnings);
  }

  /** The same of several files. */
  public static RuleSet parse(List<RulesText> files, Instant now, Consumer<Warning> warnings) {
    return RulesFile.parse(
        files.stream().map(file -> YamlFile.of(file.name(), file.text(), warnings)).toList(), now);
  }

  /** Changes when the rules' meaning does, not with comments, reasons or owners. */
  public String version() {
    return version;
  }

  /** What the rules say of a finding. */
  public Judgement judge(Subject subject) {
    return judgement(scope(subject), subject);
  }

  /**
   * The same of one of many findings.
   *
   * @param known how parts of these rules turned out for the others
   */
  public Judgement judge(Subject subject, KnownTruths known) {
    return judgement(Scope.of(subject, lists, accounts, known), subject);
  }

  private Scope scope(Subject subject) {
    return Scope.of(subject, lists, accounts);
  }

  /** All rules, in the file's order, for a person to look at. */
  public List<RuleOutline> outlines() {
    return rules.stream().map(RuleOutline::of).toList();
  }

  /** The rules as a program reads them, in the file's order. */
  public List<RuleSource> sources() {
    return rules.stream().map(RuleSource::of).toList();
  }

  /** The risk score as a program reads it. */
  public RiskSource riskSource() {
    return riskSource;
  }

  /** What is to be true of every finding that is archived, in the file's order. */
  public List<PropertySource> properties() {
    return properties.stream().map(PropertySource::of).toList();
  }

  /**
   * Whether a property is true of a finding, archived or not.
   *
   * @param property its id
   */
  public Truth satisfies(String property, Subject subject) {
    Scope scope = scope(subject);
    Scope withRisk = scope.withRisk(risk.score(scope).certain());
    return properties.stream()
        .filter(p -> p.id().equals(property))
        .findFirst()
        .map(p -> p.when().evaluate(withRisk))
        .orElseThrow(() -> new IllegalArgumentException("no property " + property));
  }

  /**
   * What a condition makes of a finding that no rule has yet, with the file's lists and risk score.
   *
   * @param condition as CEL
   * @param warnings takes what compiles and is probably not meant
   * @throws io.accesstriage.yaml.InvalidFileException with all mistakes of the condition
   */
  public Evaluated evaluate(String condition, Subject subject, Consumer<Warning> warnings) {
    YamlFile file = YamlFile.of("condition", condition, warnings);
    Map<String, List<YamlText>> written = new TreeMap<>();
    lists.forEach(
        (name, texts) ->
            written.put(
                name, texts.stream().map(text -> YamlFile.of("list", text).wholeText()).toList()));
    Optional<Condition> compiled = new ConditionCompiler(written, true).compile(file.wholeText());
    file.failIfAnyProblem();
    Scope scope = scope(subject);
    return Evaluated.of(compiled.orElseThrow(), scope.withRisk(risk.score(scope).certain()));
  }

  /** Whether a rule or risk factor rests on what those write who own the resource. */
  public boolean readsTags() {
    return readsTags;
  }

  /** Whether the risk score rests on what those write who tag resources. */
  public boolean riskReadsTags() {
    return risk.restsOnTags();
  }

  /** The file's own lists of texts. */
  public Map<String, List<String>> lists() {
    return lists;
  }

  /**
   * Whether a finding is archived, and would not be were its tags and aliases not known: then those
   * decide who may write them. Either it would be whoever the principal is, or nothing else in a
   * rule's condition limits whom it lets in, and this is nobody whom the rule names.
   */
  public boolean archivesByTagsAlone(Subject subject) {
    return archivesByTagsAlone(
        subject,
        Judgement::archives,
        Stream.concat(archiveRules().stream(), Stream.of(Decision.RISK_THRESHOLD)).toList());
  }

  /**
   * The same of one rule: whether the finding is archived, and the rule alone would do it.
   *
   * @param rule the id of an archive rule, or "risk" for the threshold
   */
  public boolean archivesByTagsAlone(String rule, Subject subject) {
    return archivesByTagsAlone(subject, judgement -> judgement.archives(rule), List.of(rule));
  }

  private boolean archivesByTagsAlone(
      Subject subject, Function<Judgement, Truth> archives, List<String> ids) {
    if (!readsTags) {
      return false;
    }
    Judgement judgement = judge(subject);
    Subject untagged = subject.withoutTags();
    if (!judgement.isArchived()
        || archives.apply(judgement(scope(untagged), untagged)) == Truth.TRUE) {
      return false;
    }
    Scope withoutPrincipal = scope(subject).only(name -> !name.startsWith(Vocabulary.PRINCIPAL));
    return archives.apply(judgement(withoutPrincipal, subject)) == Truth.TRUE
        || ids.stream()
            .filter(id -> judgement.archives(id) == Truth.TRUE && restsOnTagsAlone(id))
            .anyMatch(id -> letsInByTags(id, subject.finding(), subject.facts()));
  }

  private boolean letsInByTags(String rule, Finding finding, Facts facts) {
    Principal principal = finding.principal();
    return (principal != null && principal.kind() == PrincipalKind.ANYONE)
        || named(rule).areWithout(finding, facts);
  }

  /**
   * Whether nothing in a rule's condition limits whom it lets in but what those write who tag
   * resources, so that it does not load without {@code trustTags}.
   *
   * @param rule the id of an archive rule, or "risk" for the threshold
   */
  public boolean restsOnTagsAlone(String rule) {
    return rule.equals(Decision.RISK_THRESHOLD)
        ? risk.restsOnTagsAlone(lists)
        : rules.stream().anyMatch(r -> r.id().equals(rule) && r.restsOnTagsAlone());
  }

  /**
   * The principals that a rule names, in its condition and the lists that it reads.
   *
   * @param rule the id of a rule, or "risk" for the threshold
   */
  public NamedPrincipals named(String rule) {
    Set<String> texts = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    if (rule.equals(Decision.RISK_THRESHOLD)) {
      texts.addAll(risk.texts());
      names.addAll(risk.names());
    }
    for (Rule one : rules) {
      if (one.id().equals(rule)) {
        texts.addAll(one.when().texts());
        one.when().parts().forEach(part -> names.addAll(part.names()));
      }
    }
    names.stream()
        .filter(name -> name.startsWith(Vocabulary.LISTS))
        .map(name -> lists.getOrDefault(name.substring(Vocabulary.LISTS.length()), List.of()))
        .forEach(texts::addAll);
    return NamedPrincipals.in(texts, names);
  }

  private Judgement judgement(Scope scope, Subject subject) {
    return new Judgement(index, risk, scope, subject, accounts);
  }

  /**
   * Whether a rule decides every finding as the one of the same id among others does. It may do so
   * and not be the same.
   *
   * @param rule the id of a rule, or "risk" for the threshold
   */
  public boolean isSame(String rule, RuleSet others) {
    return meaning(rule).equals(others.meaning(rule));
  }

  /** Whether what conditions read of the file itself is the same: lists, factors, names. */
  public boolean saysTheSame(RuleSet others) {
    return lists.equals(others.lists)
        && accounts.own().equals(others.accounts.own())
        && meaningOfFactors().equals(others.meaningOfFactors());
  }

  /**
   * Whether, of one finding, a rule applies only where a rule of the others with the same effect
   * does, however what was not read turns out: where the other one asks for nothing more of it.
   *
   * @param rule the id of a rule that may apply, or "risk" for the threshold
   * @param judgement of these rules
   * @param byOthers of the others, on the same finding
   */
  public boolean isWithin(String rule, Judgement judgement, RuleSet others, Judgement byOthers) {
    if (rule.equals(Decision.RISK_THRESHOLD)) {
      return meaningOfFactors().equals(others.meaningOfFactors())
          && risk.archiveBelow() <= others.risk.archiveBelow();
    }
    return rules.stream()
        .filter(r -> r.id().equals(rule))
        .anyMatch(
            r -> {
              Set<String> open = open(r, judgement);
              return others.rules.stream()
                  .filter(other -> other.effect() == r.effect())
                  .filter(other -> byOthers.applies(other) != Truth.FALSE)
                  .anyMatch(other -> open.containsAll(others.open(other, byOthers)));
            });
  }

  /** The meaning of everything on which it is left open whether a rule applies. */
  private Set<String> open(Rule rule, Judgement judgement) {
    Set<String> open = new HashSet<>();
    judgement.open(rule).forEach(part -> open.add(part.text() + meaningOfNames(part)));
    if (judgement.isOpenToAnyone(rule)) {
      open.add("allowPublic");
    }
    return open;
  }

  private String meaning(String rule) {
    return rule.equals(Decision.RISK_THRESHOLD)
        ? meaningOfFactors() + risk.archiveBelow()
        : rules.stream()
            .filter(r -> r.id().equals(rule))
            .map(r -> meaning(r) + meaningOfNames(r.when()))
            .collect(Collectors.joining());
  }

  /** The ids of the rules that archive, in the file's order. */
  public List<String> archiveRules() {
    return ids(Rule.Effect.ARCHIVE);
  }

  /** Whether the risk threshold archives, too. */
  public boolean hasRiskThreshold() {
    return risk.archiveBelow() != 0;
  }

  /** The ids of the rules that notify, in the file's order. */
  public List<String> notifyRules() {
    return ids(Rule.Effect.NOTIFY);
  }

  private List<String> ids(Rule.Effect effect) {
    return rules.stream().filter(rule -> rule.effect() == effect).map(Rule::id).toList();
  }

  private String hash() {
    StringBuilder meaning = new StringBuilder(meaningOfLists());
    rules.forEach(rule -> meaning.append(meaning(rule)));
    meaning.append(meaningOfRisk());
    if (rules.stream().anyMatch(rule -> rule.when().reads(Vocabulary.VENDOR))) {
      meaning.append(meaningOfAccounts());
    }
    return Sha256.hex(meaning.toString()).substring(0, VERSION_LENGTH);
  }

  private String meaningOfLists() {
    return new TreeMap<>(lists)
        .keySet().stream().map(this::meaningOfList).collect(Collectors.joining());
  }

  private String meaningOfList(String name) {
    return "list\t%s\t%s\n".formatted(name, lists.get(name).stream().map(CelText::string).toList());
  }

  /** What the file says of the names that a condition reads. */
  private String meaningOfNames(Condition when) {
    return when.parts().stream().map(this::meaningOfNames).collect(Collectors.joining());
  }

  private String meaningOfNames(Condition.Part part) {
    return part.names().stream().map(this::meaningOfName).collect(Collectors.joining());
  }

  private String meaningOfName(String name) {
    return switch (name) {
      case Vocabulary.RISK -> meaningOfFactors();
      case Vocabulary.VENDOR -> meaningOfAccounts();
      default ->
          name.startsWith(Vocabulary.LISTS)
              ? meaningOfList(name.substring(Vocabulary.LISTS.length()))
              : "";
    };
  }

  private String meaningOfFactors() {
    return risk.factors().stream()
        .map(factor -> meaning(factor) + meaningOfNames(factor.when()))
        .collect(Collectors.joining());
  }

  /** The file's own names of accounts, which only rules that read them give a meaning. */
  private String meaningOfAccounts() {
    StringBuilder meaning = new StringBuilder();
    new TreeMap<>(accounts.own())
        .forEach(
            (account, name) ->
                meaning.append("\naccount\t%s\t%s".formatted(account, CelText.string(name))));
    return meaning.toString();
  }

  private static String meaning(Rule rule) {
    return "rule\t%s\t%s\t%s\t%s\t%s\t%s\n"
        .formatted(
            rule.id(),
            rule.effect(),
            rule.severity(),
            rule.expires(),
            rule.allowPublic(),
            rule.when().canonical());
  }

  private static String meaning(RiskModel.Factor factor) {
    return "factor\t%s\t%d\t%s\n"
        .formatted(factor.id(), factor.points(), factor.when().canonical());
  }

  private String meaningOfRisk() {
    return risk.factors().stream().map(RuleSet::meaning).collect(Collectors.joining())
        + "archiveBelow\t"
        + risk.archiveBelow();
  }
}
