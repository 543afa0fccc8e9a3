package io.accesstriage.prover;

import io.accesstriage.prover.Constraint.Related;
import io.accesstriage.prover.Constraint.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Two relations that each say which account an ARN names say that these accounts are the same: a
 * conclusion that the texts alone, of which there are too many, do not show.
 */
final class AccountsInArns {
  /** An ARN up to the account; nothing in it means anything to a pattern. */
  private static final Pattern UP_TO_ACCOUNT =
      Pattern.compile("arn:[A-Za-z0-9_-]*:[A-Za-z0-9_-]*:[A-Za-z0-9_-]*:");

  /** How a pattern goes on after the account: by a colon that is there, once. */
  private static final Pattern NEXT_PART = Pattern.compile("(?s):[^?*+{].*");

  /** In these no character means anything to a pattern. */
  private static final Language PLAIN = PatternLanguage.of("^[A-Za-z0-9_/:-]*$").orElseThrow();

  private static final Language WITHOUT_COLON = PatternLanguage.of("^[^:]*$").orElseThrow();

  /** Adds what follows; false where that contradicts. */
  boolean join(Store store) {
    Map<String, String> sames = sames(store);
    Map<String, String> named = new HashMap<>();
    List<Formula> equal = new ArrayList<>();
    for (Related related : store.relations()) {
      String account = account(related, store);
      if (account != null) {
        String subject = find(sames, related.variable());
        String other = named.putIfAbsent(subject, account);
        if (other != null && !other.equals(account)) {
          equal.add(isEqual(other, account));
        }
      }
    }
    for (Formula formula : equal) {
      if (!store.add(formula)) {
        return false;
      }
    }
    return true;
  }

  private static Formula isEqual(String one, String other) {
    boolean isInOrder = one.compareTo(other) < 0;
    return new Formula.Only(
        new Related(
            isInOrder ? one : other,
            Relation.EQUALS,
            List.of(new TextPart.Value(isInOrder ? other : one)),
            true));
  }

  /** The variable whose value is the account in the ARN that the relation is about. */
  private static @org.jspecify.annotations.Nullable String account(Related related, Store store) {
    List<TextPart> parts = related.template();
    if (!related.positive()
        || parts.size() < 3
        || !(parts.get(0) instanceof TextPart.Constant before)
        || !(parts.get(1) instanceof TextPart.Value account)
        || !(parts.get(2) instanceof TextPart.Constant after)
        || !after.text().startsWith(":")
        || !store.text(account.variable()).isIn(WITHOUT_COLON)) {
      return null;
    }
    String start = before.text();
    switch (related.relation()) {
      case EQUALS, STARTS_WITH -> {
        return UP_TO_ACCOUNT.matcher(start).matches() ? account.variable() : null;
      }
      case MATCHES -> {
        String plain = start.replace("[^:]+", "x").replace("[^:]*", "x");
        boolean isAnchored =
            plain.startsWith("^")
                && (NEXT_PART.matcher(after.text()).matches()
                    || (parts.size() == 3 && after.text().equals(":")))
                && isWithoutChoice(parts, store);
        return isAnchored && UP_TO_ACCOUNT.matcher(plain.substring(1)).matches()
            ? account.variable()
            : null;
      }
      case ENDS_WITH, CONTAINS -> {
        return null;
      }
    }
    return null;
  }

  /** Whether all of a pattern has to be found: neither it nor a value in it says "or". */
  private static boolean isWithoutChoice(List<TextPart> parts, Store store) {
    for (TextPart part : parts) {
      boolean mayChoose =
          part instanceof TextPart.Constant constant
              ? constant.text().contains("|")
              : !store.text(((TextPart.Value) part).variable()).isIn(PLAIN);
      if (mayChoose) {
        return false;
      }
    }
    return true;
  }

  /** Which variables have the same text. */
  private static Map<String, String> sames(Store store) {
    Map<String, String> sames = new HashMap<>();
    for (Related related : store.relations()) {
      if (related.positive()
          && related.relation() == Relation.EQUALS
          && related.template().size() == 1
          && related.template().get(0) instanceof TextPart.Value other) {
        String one = find(sames, related.variable());
        String two = find(sames, other.variable());
        if (!one.equals(two)) {
          sames.put(one, two);
        }
      }
    }
    return sames;
  }

  private static String find(Map<String, String> sames, String variable) {
    String found = variable;
    while (sames.containsKey(found)) {
      found = sames.get(found);
    }
    return found;
  }
}
