package io.accesstriage.prover;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.AccessLevel;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.finding.SharedIdentityProvider;
import io.accesstriage.prover.Constraint.EachIn;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.Related;
import io.accesstriage.prover.Constraint.Relation;
import io.accesstriage.prover.Constraint.SomeIn;
import io.accesstriage.prover.Constraint.TextIn;
import io.accesstriage.rules.NamedPrincipals;
import io.accesstriage.rules.QuestionId;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The questions that are asked of every rule that archives. */
final class BuiltInQuestions {
  private static final AccessLevel MANAGEMENT = AccessLevel.PERMISSIONS_MANAGEMENT;

  private static final String ONE_OF =
      " One of a condition's values is enough; a pattern such as \"^repo:YOURS/[^,]*$\" allows no"
          + " others.";

  /** Their names are made by AWS. */
  private static final List<String> NAMED_BY_AWS =
      List.of("AWS::KMS::Key", "AWS::EC2::Snapshot", "AWS::EFS::FileSystem");

  private final RuleSet rules;
  private final Languages languages;
  private final LeveledActions actions;
  private final Language accounts;
  private final ProviderCustomers customers;

  /** When a principal is of no account; the account in an ARN is the principal's. */
  private final Formula areOfNone;

  /**
   * @param actions and which of them have an access level
   */
  BuiltInQuestions(RuleSet rules, Languages languages, LeveledActions actions) {
    this.actions = actions;
    this.rules = rules;
    this.languages = languages;
    this.accounts = languages.related(Relation.MATCHES, "^[0-9]{12}$").orElseThrow();
    Language account =
        languages.related(Relation.MATCHES, "^arn:[^:]+:[^:]+:[^:]*:[0-9]{12}:$").orElseThrow();
    // A value is no ARN where nothing comes after the account.
    Language value = Language.concat(List.of(account, Language.EMPTY_TEXT.not()));
    Language arn = Language.concat(List.of(account, Language.ALL));
    this.areOfNone =
        Formula.and(
            Formula.or(
                only(new FlagIn(Variables.defined(Variables.PRINCIPAL_ACCOUNT), Truths.FALSE)),
                only(new TextIn(Variables.PRINCIPAL_ACCOUNT, accounts.not()))),
            only(new TextIn(Variables.PRINCIPAL_VALUE, value.not())),
            only(new TextIn(Variables.PRINCIPAL_ARN, arn.not())));
    this.customers = new ProviderCustomers(languages, areOfNone);
  }

  List<Question> of(ArchivingRule rule) {
    return List.of(
        isPublic(),
        anyPrincipal(),
        anyAccount(rule),
        anyAction(rule.named()),
        anyResource(rule),
        tagsAlone(rule));
  }

  private static Question isPublic() {
    return new Question(
        QuestionId.PUBLIC,
        List.of(
            () -> only(new FlagIn(Variables.IS_PUBLIC, Truths.TRUE)),
            () ->
                Formula.or(
                    only(new FlagIn(Variables.IS_PUBLIC, Truths.TRUE)),
                    only(new FlagIn(Variables.OPEN, Truths.TRUE)))),
        subject ->
            Boolean.TRUE.equals(subject.finding().isPublic())
                || Boolean.TRUE.equals(OpenAccess.isOpen(subject.finding())),
        "It archives nothing that anyone at all has access to.",
        "It archives access that anyone at all has.");
  }

  private Question anyPrincipal() {
    return new Question(
        QuestionId.ANY_PRINCIPAL,
        List.of(() -> only(new TextIn(Variables.KIND, languages.of("Anyone")))),
        subject -> {
          Principal principal = subject.finding().principal();
          return principal != null && principal.kind() == PrincipalKind.ANYONE;
        },
        "It archives nothing whose principal is *.",
        "It archives access whose principal is *, anyone who meets the conditions.");
  }

  private Question anyAccount(ArchivingRule rule) {
    NamedPrincipals principals = rule.named().principals(languages);
    Set<String> keys = rule.keysOf(Variables.CONDITION);
    Supplier<Formula> areUnnamed =
        () ->
            Formula.and(
                only(new TextIn(Variables.TYPE, languages.of("ExternalAccess"))),
                areWithout(principals, keys));
    Formula isStranger = customers.isStranger(principals, keys);
    return new Question(
        QuestionId.ANY_ACCOUNT,
        isStranger.equals(Formula.FALSE)
            ? List.of(areUnnamed)
            : List.of(
                () ->
                    Formula.and(
                        areUnnamed.get(),
                        isFederated(),
                        isStranger,
                        only(new TextIn(Variables.RESOURCE_TYPE, languages.of("AWS::IAM::Role")))),
                () -> Formula.and(areUnnamed.get(), isFederated(), isStranger),
                areUnnamed),
        subject ->
            subject.finding().type().equals(FindingType.EXTERNAL_ACCESS)
                && principals.areWithout(subject.finding(), subject.facts()),
        "It lets in nobody whom it does not name but the resource's own account and the"
            + " organization.",
        BuiltInQuestions::whoIsUnnamed);
  }

  /** Who has the access that an example shows. */
  private static String whoIsUnnamed(Subject subject) {
    Finding finding = subject.finding();
    Principal principal = finding.principal();
    PrincipalKind kind = principal == null ? PrincipalKind.UNKNOWN : principal.kind();
    boolean isOfAccount =
        principal != null && principal.account() != null && Arn.isAccountId(principal.account());
    String who =
        switch (kind) {
          case USER -> isOfAccount ? "an account" : "a user of AWS's own";
          case ACCOUNT, ROLE, ASSUMED_ROLE, FEDERATED_USER, ANYONE -> "an account";
          case CANONICAL_USER -> "a canonical user";
          case SERVICE -> "a service";
          case FEDERATED ->
              SharedIdentityProvider.of(principal)
                  .map(SharedIdentityProvider::customers)
                  .orElse("an identity provider");
          case UNKNOWN -> "a principal";
        };
    return "It archives access of %s that neither it nor its lists name.%s"
        .formatted(who, kind == PrincipalKind.FEDERATED && hasSeveralValues(finding) ? ONE_OF : "");
  }

  private static boolean hasSeveralValues(Finding finding) {
    Map<String, String> limits = OpenAccess.limits(finding);
    return limits != null
        && limits.values().stream().anyMatch(value -> OpenAccess.alternatives(value).count() > 1);
  }

  private Formula isFederated() {
    return only(new TextIn(Variables.KIND, languages.of("Federated")));
  }

  /** When a principal is none that is named, as {@link NamedPrincipals#areWithout} says it. */
  private Formula areWithout(NamedPrincipals named, Set<String> keys) {
    Formula isOfOther =
        Formula.and(
            only(new FlagIn(Variables.defined(Variables.PRINCIPAL_ACCOUNT), Truths.TRUE)),
            only(
                new TextIn(
                    Variables.PRINCIPAL_ACCOUNT,
                    accounts.minus(languages.oneOf(named.accounts())))),
            only(new FlagIn(Variables.IN_ORGANIZATION, Truths.NOT_TRUE)),
            only(
                new Related(
                    Variables.PRINCIPAL_ACCOUNT,
                    Relation.EQUALS,
                    List.of(new TextPart.Value(Variables.RESOURCE_ACCOUNT)),
                    false)));
    Formula isOfNone =
        Formula.and(
            only(new TextIn(Variables.KIND, languages.of("Anyone").not())),
            areOfNone,
            only(new FlagIn(Variables.IN_ORGANIZATION, Truths.NOT_TRUE)),
            only(new TextIn(Variables.PRINCIPAL_VALUE, languages.oneOf(named.values()).not())),
            Formula.or(
                only(new TextIn(Variables.KIND, languages.of("Federated").not())),
                only(new TextIn(Variables.PRINCIPAL_VALUE, customers.all().not()))),
            World.isNotDeleted(languages));
    Formula areCustomers = Formula.and(isFederated(), customers.areUnnamed(named, keys));
    return Formula.or(isOfOther, isOfNone, areCustomers);
  }

  private Question anyAction(Named named) {
    return new Question(
        QuestionId.ANY_ACTION,
        List.of(
            () -> isManaging(languages.oneOf(LeveledActions.names(MANAGEMENT)), named),
            () -> isManaging(actions.have(MANAGEMENT), named),
            () -> isManaging(actions.mayHave(MANAGEMENT), named)),
        subject -> {
          Access access = subject.finding().access();
          List<String> all = access == null ? null : access.actions();
          return all != null
              && all.stream().anyMatch(one -> isManaging(one) && !named.texts().contains(one));
        },
        "It archives no action that manages permissions, but those that it names.",
        "It archives access by which others may manage permissions, by an action that it does not"
            + " name.");
  }

  /** That one of these actions is there which the rule does not name. */
  private Formula isManaging(Language actions, Named named) {
    return Formula.and(
        only(new SomeIn(Variables.LEVELS, languages.of(MANAGEMENT.label()))),
        only(new SomeIn(Variables.ACTIONS, languages.without(actions, named.texts()))));
  }

  private static boolean isManaging(String action) {
    Set<AccessLevel> levels = new Access(List.of(action), null, "").levels();
    return levels != null && levels.contains(MANAGEMENT);
  }

  private Question anyResource(ArchivingRule rule) {
    Named named = rule.named();
    return new Question(
        QuestionId.ANY_RESOURCE,
        List.of(() -> isElsewhere(rule)),
        subject -> {
          String account = subject.finding().resource().account();
          return account != null
              && !named.accounts().contains(account)
              && !NAMED_BY_AWS.contains(subject.finding().resource().type());
        },
        "It archives nothing about a resource whose name anybody may choose, but in accounts that"
            + " it names.",
        "It archives findings of resources in accounts that it does not name, where anybody may"
            + " choose a resource's name.");
  }

  private Formula isElsewhere(ArchivingRule rule) {
    Named named = rule.named();
    List<Formula> parts = new ArrayList<>();
    parts.add(
        only(
            new TextIn(
                Variables.RESOURCE_ACCOUNT, accounts.minus(languages.oneOf(named.accounts())))));
    parts.add(only(new TextIn(Variables.RESOURCE_TYPE, languages.oneOf(NAMED_BY_AWS).not())));
    for (String name : List.of("account.ou", "account.name")) {
      if (named.reads().contains(name)) {
        parts.add(isNoneOf(name, named.texts()));
      }
    }
    if (named.reads().contains(Variables.ACCOUNT_PATH)) {
      // A unit is named anywhere in it. The root names nobody: all accounts are below it.
      for (String unit : named.units()) {
        Language below = languages.related(Relation.CONTAINS, "/" + unit + "/").orElseThrow();
        parts.add(only(new TextIn(Variables.ACCOUNT_PATH, below.not())));
      }
    }
    if (named.reads().contains(Variables.ACCOUNT_TAGS)) {
      parts.add(hasNoTagOf(rule));
    }
    return Formula.and(parts);
  }

  /**
   * When an account has no tag that a rule names, by its key or, where it reads that, its value.
   */
  private Formula hasNoTagOf(ArchivingRule rule) {
    Set<String> texts = rule.named().texts();
    Set<String> byKey = new TreeSet<>(texts);
    List<Formula> parts = new ArrayList<>();
    for (String key : rule.keysOf(Variables.ACCOUNT_TAGS)) {
      byKey.remove(key);
      parts.add(
          Formula.or(
              Operands.keyOf(languages, Variables.ACCOUNT_TAGS, key).lacks(),
              isNoneOf(Variables.entry(Variables.ACCOUNT_TAGS, key), texts)));
    }
    parts.add(only(new EachIn(Variables.ACCOUNT_TAGS, languages.oneOf(byKey).not())));
    return Formula.and(parts);
  }

  private Question tagsAlone(ArchivingRule rule) {
    boolean readsTags =
        rule.named().readsTags()
            || (rule.named().reads().contains(Variables.RISK) && rules.riskReadsTags());
    return new Question(
        QuestionId.TAGS_ALONE,
        List.of(() -> readsTags ? isByTagsAlone(rule) : Formula.FALSE),
        subject -> rules.archivesByTagsAlone(rule.id(), subject),
        "It archives nothing by what those write alone who tag resources.",
        "It archives by tags or aliases alone, whoever has the access.");
  }

  private Formula isByTagsAlone(ArchivingRule rule) {
    Formula letsInByTags =
        rules.restsOnTagsAlone(rule.id())
            ? Formula.or(
                only(new TextIn(Variables.KIND, languages.of("Anyone"))),
                areWithout(rules.named(rule.id()), rule.keysOf(Variables.CONDITION)))
            : Formula.FALSE;
    return Formula.and(Formula.or(rule.unnamed(), letsInByTags), rule.untagged());
  }

  /** When a text is none of these. */
  Formula isNoneOf(String variable, Set<String> texts) {
    return only(new TextIn(variable, languages.oneOf(texts).not()));
  }

  private static Formula only(Constraint constraint) {
    return new Formula.Only(constraint);
  }
}
