package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.SharedIdentityProvider;
import io.accesstriage.finding.TenantName;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.Related;
import io.accesstriage.prover.Constraint.Relation;
import io.accesstriage.prover.Constraint.SomeIn;
import io.accesstriage.prover.Constraint.TextIn;
import io.accesstriage.rules.NamedPrincipals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When access of a shared identity provider is of customers whom a rule does not name, as {@link
 * NamedPrincipals#areWithout} says it of a finding.
 */
final class ProviderCustomers {
  private static final String ARN = "^arn:[^:]+:[^:]+:[^:]*:[^:]*:oidc-provider[/:]$";

  /** Whoever has one of these names is not likely to be the reader. */
  private static final List<String> STRANGERS = List.of("somebody-else", "another-customer");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  /** What stands for itself also as a part of a value. */
  private static final Pattern PART = Pattern.compile("[^,\"\\[\\]\\s]+");

  private static final Language NEXT = PatternLanguage.of("^, *$").orElseThrow();
  private static final Language WITHOUT_COMMA =
      Language.concat(List.of(Language.ALL, Language.of(","), Language.ALL)).not();

  private final Languages languages;
  private final Language arn;
  private final Formula areOfNone;
  private final Map<List<String>, Language> values = new HashMap<>();

  /** Few keys of few providers have names of a form of their own, and each question asks again. */
  private final Map<Naming, Language> names = new HashMap<>();

  private final Language all;
  private @Nullable Language notShared;

  /**
   * @param areOfNone when a principal is of no account
   */
  ProviderCustomers(Languages languages, Formula areOfNone) {
    this.languages = languages;
    this.arn = languages.related(Relation.MATCHES, ARN).orElseThrow();
    this.areOfNone = areOfNone;
    this.all = makeValuesOf(OpenAccess.identityProviders());
  }

  private Language valuesOf(SharedIdentityProvider provider) {
    return values.computeIfAbsent(provider.urls(), this::makeValuesOf);
  }

  /** The principals that are one of these providers, however its URL is written. */
  private Language makeValuesOf(List<String> urls) {
    Automaton any = BasicAutomata.makeStringUnion(new TreeSet<>(urls).toArray(CharSequence[]::new));
    State slashes = new State();
    slashes.setAccept(true);
    slashes.addTransition(new Transition('/', slashes));
    AnyCase.allow(any);
    for (State state : any.getStates()) {
      if (state.isAccept()) {
        state.addTransition(new Transition('/', slashes));
      }
    }
    any.setDeterministic(false);
    return new Language(any.union(arn.automaton().concatenate(any)));
  }

  /** The principals that are any shared provider. */
  Language all() {
    return all;
  }

  /**
   * When nobody whom the rule names is a customer that a condition asks for.
   *
   * @param keys of conditions that the rule reads
   */
  Formula areUnnamed(NamedPrincipals named, Set<String> keys) {
    List<Formula> any = new ArrayList<>();
    Language others = all;
    for (SharedIdentityProvider provider : SharedIdentityProvider.values()) {
      List<Formula> unnamed = new ArrayList<>();
      for (String key : keys) {
        Language names = names(provider, key, named);
        if (!names.isEmpty()) {
          unnamed.add(Formula.or(lacks(key), value(key, names.not())));
        }
      }
      if (!unnamed.isEmpty() || named.mean(provider)) {
        others = others.minus(valuesOf(provider));
        unnamed.add(isProvider(valuesOf(provider)));
        unnamed.add(isOwn(named, named.areOwners() || named.mean(provider)));
        any.add(Formula.and(unnamed));
      }
    }
    any.add(Formula.and(isProvider(others), isOwn(named, named.areOwners())));
    any.add(isUnnamedProvider(named));
    return Formula.and(Formula.or(any), isByToken());
  }

  /** One that an account of one's own has and whose URL the rule does not name. */
  private Formula isUnnamedProvider(NamedPrincipals named) {
    if (notShared == null) {
      notShared = Language.concat(List.of(arn, Language.ALL)).minus(all);
    }
    Language others = languages.without(notShared, named.values());
    for (String url : named.providers()) {
      others = others.minus(values.computeIfAbsent(List.of(url), this::makeValuesOf));
    }
    return Formula.and(
        isProvider(others), isOwn(named, named.areOwners() || named.meanProviders()));
  }

  /**
   * A role is all that their tokens give access to.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
   */
  private Formula isByToken() {
    Language patterns = languages.related(Relation.MATCHES, "[*?]").orElseThrow();
    return new Formula.Only(
        new SomeIn(Variables.ACTIONS, languages.of("sts:AssumeRoleWithWebIdentity").or(patterns)));
  }

  /** In the resource's own account or in none, where the customers are what has to be named. */
  private Formula isOwn(NamedPrincipals named, boolean isMeant) {
    Formula isOwn =
        Formula.and(
            new Formula.Only(
                new FlagIn(Variables.defined(Variables.PRINCIPAL_ACCOUNT), Truths.TRUE)),
            new Formula.Only(
                new Related(
                    Variables.PRINCIPAL_ACCOUNT,
                    Relation.EQUALS,
                    List.of(new TextPart.Value(Variables.RESOURCE_ACCOUNT)),
                    true)));
    return Formula.or(
        areOfNone,
        isMeant
            ? isOwn
            : Formula.and(
                isOwn,
                new Formula.Only(
                    new TextIn(
                        Variables.PRINCIPAL_ACCOUNT, languages.oneOf(named.accounts()).not()))));
  }

  /** Of the same, what says most to whom reads it: a customer by name. */
  Formula isStranger(NamedPrincipals named, Set<String> keys) {
    List<Formula> any = new ArrayList<>();
    for (SharedIdentityProvider provider : SharedIdentityProvider.values()) {
      if (named.mean(provider)) {
        any.add(Formula.and(isProvider(valuesOf(provider)), isStranger(provider, named, keys)));
      }
    }
    return Formula.or(any);
  }

  private Formula isStranger(
      SharedIdentityProvider provider, NamedPrincipals named, Set<String> keys) {
    Set<String> naming = new LinkedHashSet<>();
    keys.stream().filter(key -> !provider.forms(key).isEmpty()).forEach(naming::add);
    naming.add(provider.tenantKey());
    List<String> strangers = new ArrayList<>(STRANGERS);
    strangers.removeAll(named.customers());
    List<Formula> any = new ArrayList<>();
    for (String key : naming) {
      for (TenantName form : provider.forms(key)) {
        for (String stranger : strangers) {
          any.add(Formula.and(has(key), value(key, strangers(form, stranger))));
        }
      }
    }
    return Formula.or(any);
  }

  /** Values that name somebody, and then something of theirs; also beside another value. */
  private Language strangers(TenantName form, String name) {
    Language theirs = languages.related(Relation.MATCHES, "^[a-z][^,]*$").orElseThrow();
    Language other = languages.related(Relation.MATCHES, "^[^,]*[a-z],$").orElseThrow();
    Language one =
        form.end().isEmpty()
            ? naming(form, languages.of(name))
            : Language.concat(List.of(languages.of(form.prefix() + name + form.end()), theirs));
    return one.or(Language.concat(List.of(other, one)));
  }

  private static Formula isProvider(Language values) {
    return new Formula.Only(new TextIn(Variables.PRINCIPAL_VALUE, values));
  }

  /**
   * Values of a key that name somebody whom the rule names, in each part where there are several.
   */
  Language names(SharedIdentityProvider provider, String key, NamedPrincipals named) {
    Set<String> whole = new TreeSet<>();
    for (String text : named.customers()) {
      if (OpenAccess.isLimitedTo(named.customers(), provider, key, text)) {
        whole.add(text);
      }
    }
    List<TenantName> forms = provider.forms(key);
    Set<String> inForm = forms.isEmpty() ? Set.of() : matching(NAME, named.customers());
    return names.computeIfAbsent(new Naming(forms, whole, inForm), this::made);
  }

  /**
   * Of what the values that name somebody are made.
   *
   * @param whole what the rule names as it is
   * @param inForm whom it names, where there are forms
   */
  private record Naming(List<TenantName> forms, Set<String> whole, Set<String> inForm) {}

  private Language made(Naming naming) {
    Language known = languages.oneOf(naming.whole());
    try {
      Language one = languages.oneOf(matching(PART, naming.whole()));
      for (TenantName form : naming.forms()) {
        one = one.or(naming(form, languages.oneOf(naming.inForm())));
      }
      return one.isEmpty() ? known : known.or(several(one));
    } catch (Language.TooLarge e) {

      return known;
    }
  }

  /** One such part or more; in quotes or brackets they are not taken for any. */
  private static Language several(Language one) {
    return Language.concat(List.of(one, Language.concat(List.of(NEXT, one)).repeated()));
  }

  private static Set<String> matching(Pattern pattern, Set<String> texts) {
    return texts.stream()
        .filter(text -> pattern.matcher(text).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A value, or a part of one, that names somebody, and maybe something of theirs. */
  private Language naming(TenantName form, Language name) {
    Language named = Language.concat(List.of(languages.of(form.prefix()), name));
    return form.end().isEmpty()
        ? named
        : named.or(Language.concat(List.of(named, languages.of(form.end()), WITHOUT_COMMA)));
  }

  private Formula has(String key) {
    return Operands.keyOf(languages, Variables.CONDITION, key).has();
  }

  private Formula lacks(String key) {
    return Operands.keyOf(languages, Variables.CONDITION, key).lacks();
  }

  private static Formula value(String key, Language values) {
    return new Formula.Only(new TextIn(Variables.entry(Variables.CONDITION, key), values));
  }
}
