package io.accesstriage.cli.dryrun;

import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.cli.source.Unread;
import io.accesstriage.rules.UnreadFact;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What rules asked for and a source did not read, in words, each once. */
final class AskedInVain {
  private AskedInVain() {}

  /**
   * @param asked what the rules asked for
   */
  static List<Unread> of(SourcedFinding sourced, List<UnreadFact> asked) {
    List<Unread> whole =
        sourced.lacks().stream().filter(lack -> lack.what().equals(Unread.FINDING)).toList();
    if (asked.isEmpty() && whole.isEmpty()) {
      return List.of();
    }
    Set<Unread> unread = new LinkedHashSet<>(whole);
    for (UnreadFact fact : asked) {
      String what = words(fact.name());
      if (!fact.isOfFinding()) {
        unread.add(new Unread(what, fact.cause(), fact.reason()));
      } else if (whole.isEmpty()) {
        unread.add(
            sourced.lacks().stream()
                .filter(lack -> lack.what().equals(what))
                .findFirst()
                .orElseGet(() -> new Unread(what, fact.cause(), fact.reason())));
      }
    }
    return List.copyOf(unread);
  }

  private static String words(String name) {
    return switch (name) {
      case UnreadFact.TAGS -> "tags";
      case "keyAliases" -> "key aliases";
      case "account.name", "account.tags", "account.ou", "account.path" -> "account";
      case "principal.inOrganization" -> "principal's account";
      case "account.id", "resource.account" -> Unread.OWNER;
      case "access.actions", "access.levels" -> Unread.ACTIONS;
      case "access.condition", "access.limits", "access.open" -> Unread.CONDITION;
      case "finding.isPublic" -> Unread.PUBLIC;
      case "finding.analyzerArn" -> Unread.ANALYZER;
      case "finding.sources", "finding.accessPointArns", "finding.accessPointAccounts" ->
          Unread.SOURCES;
      default ->
          name.startsWith("principal.")
              ? Unread.PRINCIPAL
              : name.startsWith("finding.unused.")
                  ? Unread.UNUSED
                  : name.startsWith("finding.restrictions.") ? Unread.RESTRICTIONS : name;
    };
  }
}
