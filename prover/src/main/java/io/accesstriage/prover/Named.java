package io.accesstriage.prover;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;
import io.accesstriage.rules.Clause;
import io.accesstriage.rules.NamedPrincipals;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a rule names: the texts that are written in its condition, and those of the lists that it
 * reads.
 *
 * @param principals that they name
 * @param reads the names of the vocabulary, without those of lists
 */
record Named(Set<String> texts, NamedPrincipals principals, Set<String> reads) {
  private static final int MOST_MATCHED = 30;

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html">OrganizationalUnit</a>
   */
  private static final Pattern UNIT =
      Pattern.compile("(?<![0-9a-z])ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}(?![0-9a-z])");

  static Named of(List<Clause> clauses, Map<String, List<String>> lists) {
    Set<String> texts = new LinkedHashSet<>();
    Set<String> reads = new TreeSet<>();
    for (Clause clause : clauses) {
      List<CelExpr> nodes =
          CelNavigableExpr.fromExpr(clause.ast().getExpr())
              .allNodes()
              .map(CelNavigableExpr::expr)
              .collect(Collectors.toList());
      for (CelExpr node : nodes) {
        if (node.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && node.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
          texts.add(node.constant().stringValue());
        }
        if (node.getKind() == CelExpr.ExprKind.Kind.CALL) {
          reads.add(node.call().function());
        }
        var reference = clause.ast().getReferenceMap().get(node.id());
        if (reference != null && reference.name().startsWith(Variables.LISTS)) {
          texts.addAll(
              lists.getOrDefault(reference.name().substring(Variables.LISTS.length()), List.of()));
        } else if (reference != null) {
          reads.add(reference.name());
        }
      }
    }
    return new Named(texts, NamedPrincipals.in(texts, reads), reads);
  }

  /** The accounts in them, also inside of ARNs. */
  Set<String> accounts() {
    return principals.accounts();
  }

  /** The ids of organizational units in them; part of an id names many. */
  Set<String> units() {
    Set<String> units = new TreeSet<>();
    for (String text : texts) {
      UNIT.matcher(text).results().forEach(unit -> units.add(unit.group()));
    }
    return units;
  }

  /** The principals that it names, also by a pattern that only these match. */
  NamedPrincipals principals(Languages languages) {
    Set<String> values = new TreeSet<>(principals.values());
    for (String text : texts) {
      if (text.endsWith("$")) {
        for (String pattern : List.of(text, text.replaceFirst("^.*oidc-provider[:/]", "^"))) {
          languages
              .related(Constraint.Relation.MATCHES, pattern)
              .map(language -> language.texts(MOST_MATCHED))
              .ifPresent(values::addAll);
        }
      }
    }
    return new NamedPrincipals(
        principals.accounts(), values, principals.customers(), principals.areOwners());
  }

  boolean readsAccount() {
    return reads.stream().anyMatch(Variables::isOfAccount);
  }

  boolean readsTags() {
    return reads.contains("tag")
        || reads.contains("hasTag")
        || reads.contains(Variables.KEY_ALIASES);
  }
}
