package io.accesstriage.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a time twice: as the file that the product is given, and as what it means in plain
 * Java, which uses nothing of the product. Three of them follow each other in a day.
 */
final class Law {
  static final String SANDBOX = "777788889999";
  static final String AUDIT = "222233334444";
  static final List<String> PARTNERS = List.of("444455556666", "555566667777");

  /** As the rules file names them; the table of vendors has none of the accounts that are used. */
  static final Map<String, String> ACCOUNT_NAMES = Map.of("444455556666", "Example Partner");

  static final String BUCKET = "AWS::S3::Bucket";
  static final String KEY = "AWS::KMS::Key";
  static final String ROLE = "AWS::IAM::Role";
  static final String USER = "AWS::IAM::User";

  /** Types whose tags the simulated readers read. */
  static final Set<String> TAGGED = Set.of(BUCKET, KEY, ROLE, USER, "AWS::SQS::Queue");

  /** The rules that every run has. */
  static final Law FIRST = new Law("FIRST", FixedRules.first(), RiskLaw.NONE);

  /** Without the partners' rule, and with one for unused permissions. */
  static final Law SECOND = new Law("SECOND", FixedRules.second(), RiskLaw.NONE);

  /** Partners are back, production needs a person, and the rule of development keys is expired. */
  static final Law THIRD = new Law("THIRD", FixedRules.third(), RiskLaw.NONE);

  private final String name;
  private final List<LawRule> rules;
  private final RiskLaw risk;

  Law(String name, List<LawRule> rules, RiskLaw risk) {
    this.name = name;
    this.rules = List.copyOf(rules);
    this.risk = risk;
  }

  /** The same with more rules. */
  Law with(List<LawRule> more, RiskLaw newRisk) {
    List<LawRule> all = new ArrayList<>(rules);
    all.addAll(more);
    return new Law(name, all, newRisk);
  }

  /** The same with more rules. */
  Law with(List<LawRule> more) {
    return with(more, risk);
  }

  /** The same without a rule. */
  Law without(String id) {
    return new Law(name, rules.stream().filter(rule -> !rule.id().equals(id)).toList(), risk);
  }

  /** Whether an active finding is to be archived, on doubt not. */
  boolean archives(Case c) {
    return !c.content().failed() && notifies(c) == Truth.FALSE && expects(c) == Truth.TRUE;
  }

  /** Whether an archived finding is certainly not to be. */
  boolean reopens(Case c) {
    return !c.content().failed() && (notifies(c) == Truth.TRUE || expects(c) == Truth.FALSE);
  }

  /** Whether somebody has to be told with the highest severity. */
  boolean isCritical(Case c) {
    return !c.content().failed() && FixedRules.IS_CONFIDENTIAL_AND_PUBLIC.of(c) == Truth.TRUE;
  }

  private Truth notifies(Case c) {
    Truth notifies = Truth.FALSE;
    for (LawRule rule : rules) {
      notifies = rule.archives() ? notifies : notifies.or(rule.when().of(c));
    }
    return notifies;
  }

  private Truth expects(Case c) {
    Truth expected = risk.archives(c);
    for (LawRule rule : rules) {
      expected = expected.or(rule.archives(c));
    }
    return expected;
  }

  /** The rule that archives this: the first one in the file. */
  Optional<String> rule(Case c) {
    return rules.stream()
        .filter(rule -> rule.archives(c) == Truth.TRUE)
        .map(LawRule::id)
        .findFirst();
  }

  /** The rules that archive this, or might. */
  List<String> possibleRules(Case c) {
    List<String> possible = new ArrayList<>();
    for (LawRule rule : rules) {
      if (rule.archives(c) != Truth.FALSE) {
        possible.add(rule.id());
      }
    }
    if (risk.archives(c) != Truth.FALSE) {
      possible.add("risk");
    }
    return possible;
  }

  /** The same as a rules file. */
  String file() {
    StringBuilder file =
        new StringBuilder(
            """
            lists:
              partners: ["444455556666", "555566667777"]
            accounts:
              "444455556666": Example Partner
            rules:
            """);
    rules.forEach(rule -> file.append(rule.text()));
    return file.append(risk.text()).toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
