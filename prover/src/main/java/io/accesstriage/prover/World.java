package io.accesstriage.prover;

import io.accesstriage.finding.Principal;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.Relation;
import io.accesstriage.prover.Constraint.SizeIn;
import io.accesstriage.prover.Constraint.TextIn;
import io.accesstriage.rules.Clause;
import io.accesstriage.text.PackagedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is true of every finding: the conditions of {@code world.cel}, none of which a finding makes
 * false, and which names lack a value when.
 */
final class World {
  private static final List<String> UNUSED =
      List.of(
          "UnusedIAMRole", "UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission");

  /** Of other kinds the value says the account, or that there is none. */
  static final List<String> WITHOUT_ACCOUNT =
      List.of("CanonicalUser", "Federated", "Service", "Unknown");

  /** Of these it may be said that there is none; an empty kind is that of unused access. */
  private static final List<String> OF_NO_ACCOUNT = List.of("", "Anyone", "Federated", "Service");

  private static final String UNKNOWN = "Unknown";

  /** All of them as one, which is checked many times as fast as they are. */
  private static final Clause ALL =
      Clause.parse(List.of("(" + String.join(") && (", conditions()) + ")")).get(0);

  private World() {}

  static List<String> conditions() {
    return Stream.of(PackagedFile.text(World.class, "world.cel").split("\n\n", -1))
        .map(
            paragraph ->
                paragraph
                    .lines()
                    .filter(line -> !line.startsWith("//"))
                    .collect(Collectors.joining("\n"))
                    .strip())
        .filter(condition -> !condition.isEmpty())
        .toList();
  }

  static Formula formula(Translator translator, Languages languages) {
    List<Formula> all = new ArrayList<>();
    all.add(translator.of(ALL, Mode.NOT_FALSE));
    Formula isUnused = textIn(Variables.TYPE, languages.oneOf(UNUSED));
    all.add(
        Formula.or(
            defined(Variables.PRINCIPAL_ACCOUNT, true),
            textIn(Variables.KIND, languages.oneOf(WITHOUT_ACCOUNT))));
    // Of other kinds it is not known whether there is none.
    all.add(
        Formula.or(
            defined(Variables.PRINCIPAL_ACCOUNT, false),
            textIn(Variables.PRINCIPAL_ACCOUNT, languages.of("").not()),
            textIn(Variables.KIND, languages.oneOf(OF_NO_ACCOUNT))));
    all.add(Formula.or(defined(Variables.LAST_ACCESSED, false), isUnused));
    Formula noActions = new Formula.Only(new SizeIn(Variables.ACTIONS, 0, 0));
    Formula someActions = new Formula.Only(new SizeIn(Variables.ACTIONS, 1, Long.MAX_VALUE));
    all.add(Formula.or(defined(Variables.LEVELS, true), noActions));
    all.add(Formula.or(defined(Variables.LEVELS, false), someActions, isUnused));
    Formula isKnownKind = textIn(Variables.KIND, languages.of(UNKNOWN).not());
    all.add(
        Formula.or(
            isKnownKind,
            isNotDeleted(languages),
            new Formula.Only(new FlagIn(Variables.OPEN, Truths.FALSE))));
    all.add(
        Formula.or(
            isKnownKind,
            textIn(Variables.PRINCIPAL_VALUE, deleted(languages)),
            new Formula.Only(new FlagIn(Variables.OPEN, Truths.UNDETERMINED))));
    return Formula.and(all);
  }

  /** When a principal is none of which only the unique id is left. */
  static Formula isNotDeleted(Languages languages) {
    return Formula.or(
        textIn(Variables.KIND, languages.of(UNKNOWN).not()),
        textIn(Variables.PRINCIPAL_VALUE, deleted(languages).not()));
  }

  private static Language deleted(Languages languages) {
    return languages.related(Relation.MATCHES, Principal.UNIQUE_ID).orElseThrow();
  }

  private static Formula textIn(String variable, Language language) {
    return new Formula.Only(new TextIn(variable, language));
  }

  private static Formula defined(String name, boolean isDefined) {
    return new Formula.Only(
        new FlagIn(Variables.defined(name), isDefined ? Truths.TRUE : Truths.FALSE));
  }
}
