package io.accesstriage.messages.digest;

import io.accesstriage.facts.Owner;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.messages.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The first screen of a digest: numbers and groups, no single finding. */
final class DigestOverview {
  private static final int LONGEST_NAME = 100;

  /** Of groups, rules and owners; a listing has all of them. */
  private static final int MOST_LINES = 5;

  private static final String NONE = "none";

  private final DigestContents contents;
  private final EmailText text;
  private final int most;

  /**
   * @param most lines of each kind
   */
  private DigestOverview(DigestContents contents, EmailText text, int most) {
    this.contents = contents;
    this.text = text;
    this.most = most;
  }

  /**
   * @param most how many of each kind are named, but {@value #MOST_LINES} in a message
   */
  static void write(DigestContents contents, EmailText text, int most) {
    int lines = contents.limits().isNone() ? most : Math.min(most, MOST_LINES);
    DigestOverview overview = new DigestOverview(contents, text, lines);
    overview.groups();
    overview.openAlerts();
    overview.endingRules();
    overview.precision();
  }

  /** The digest in a few lines: its sentences and the largest groups. */
  static List<String> brief(DigestContents contents) {
    List<String> lines = new ArrayList<>(DigestEmail.summary(contents));
    List<AlertGroups.Group> groups = contents.groups().all();
    groups.stream().limit(MOST_LINES).map(DigestOverview::group).forEach(lines::add);
    if (groups.size() > MOST_LINES) {
      lines.add(DigestWords.more(groups.size() - MOST_LINES));
    }
    return lines;
  }

  private void groups() {
    List<AlertGroups.Group> groups = contents.groups().all();
    if (groups.isEmpty()) {
      return;
    }
    text.section("New alerts");
    first(groups, DigestOverview::group);
  }

  private static String group(AlertGroups.Group group) {
    if (group.resourceType() == null) {
      return "%s recorded by an older version without details: %s"
          .formatted(Words.count(group.findings(), "finding"), group.severity().label());
    }
    return "%d %s in %s: %s%s"
        .formatted(
            group.resources(),
            what(group, group.resourceType()),
            account(group),
            group.severity().label(),
            group.findings() == group.resources()
                ? ""
                : ", %d findings".formatted(group.findings()));
  }

  private static String what(AlertGroups.Group group, String resourceType) {
    String nouns =
        group.resources() == 1
            ? ResourceWords.noun(resourceType)
            : ResourceWords.plural(resourceType);
    return switch (group.access()) {
      case PUBLIC ->
          group.isSure()
              ? "public " + nouns
              : "%s that %s or may be public"
                  .formatted(nouns, group.resources() == 1 ? "is" : "are");
      case SHARED -> "shared " + nouns;
      case INTERNAL -> nouns + " with internal access";
      case UNUSED -> nouns + " with unused access";
      case NOT_ANALYZED -> nouns + " that could not be analyzed";
      case OTHER -> nouns + " with other findings";
    };
  }

  private static String account(AlertGroups.Group group) {
    if (group.account() == null) {
      return "an unknown account";
    }
    return DigestWords.account(group.account(), group.accountName());
  }

  private void openAlerts() {
    OpenAlerts alerts = contents.openAlerts();
    if (alerts.count() == 0 && alerts.gone().isEmpty() && alerts.goneNotRecorded() == 0) {
      return;
    }
    text.section("Open alerts: %d".formatted(alerts.count()));
    text.field(
        "New",
        alerts.isNew().isEmpty()
            ? NONE
            : "%d %s: %s%s"
                .formatted(
                    DigestContents.sum(alerts.isNew()),
                    DigestWords.since(contents),
                    DigestWords.severities(alerts.isNew()),
                    sentBefore(DigestContents.sum(alerts.isNew()), alerts.newInDigest())));
    text.field(
        "Still open",
        alerts.before().isEmpty()
            ? NONE
            : "%d: %s%s"
                .formatted(
                    DigestContents.sum(alerts.before()),
                    DigestWords.severities(alerts.before()),
                    alerts.beforeInDigest() == 0
                        ? ""
                        : " (%d alerted by this digest)".formatted(alerts.beforeInDigest())));
    text.field(
        "Gone",
        alerts.gone().isEmpty() && alerts.goneNotRecorded() > 0
            ? "not known"
            : counts(alerts.gone(), fate -> fate.words));
    if (alerts.count() > 0) {
      text.field("Open for", ages(alerts.ages()));
    }
    notRecorded(alerts.goneNotRecorded(), DigestWords.since(contents));
  }

  /** Which of the new ones this digest does not list, having been sent at once. */
  private static String sentBefore(int all, int inDigest) {
    return all == inDigest
        ? ""
        : " (%d in this digest, %d sent at once)".formatted(inDigest, all - inDigest);
  }

  private static String ages(Map<AlertAge, Integer> ages) {
    List<String> parts = new ArrayList<>();
    ages.forEach((age, count) -> parts.add("%s (%d)".formatted(age.words, count)));
    return String.join(", ", parts);
  }

  /** Of findings that an older version has dealt with, nobody knows whether they were alerted. */
  private void notRecorded(int findings, String when) {
    if (findings > 0) {
      text.sentence(
          "Not counted: %s fixed or archived by hand %s. An older version did not record whether %s alerted."
              .formatted(
                  Words.count(findings, "finding"), when, findings == 1 ? "it was" : "they were"));
    }
  }

  private void endingRules() {
    EndingRules rules = contents.endingRules();
    List<EndingRules.Ending> endings = rules.all();
    if (endings.isEmpty() && rules.notKnown() == 0) {
      return;
    }
    text.section("Rules that end within %d days".formatted(EndingRules.DAYS));
    for (EndingRules.Ending ending : endings.subList(0, Math.min(most, endings.size()))) {
      text.bullet(
          "%s, owner %s: %s back after %s. One more year:"
              .formatted(
                  value(ending.rule()),
                  value(ending.owner()),
                  ending.findings() == 1 ? "1 finding comes" : ending.findings() + " findings come",
                  ending.lastDay()));
      text.block(ending.line());
    }
    more(endings.size());
    if (rules.notKnown() > 0) {
      text.sentence(
          "For %s in all, the end of the rule is not recorded yet; the next review records it if everything the rules need can be read."
              .formatted(Words.count(rules.notKnown(), "archived finding")));
    }
  }

  private void precision() {
    AlertPrecision precision = contents.precision();
    if (precision.alerted() == 0 && precision.notRecorded() == 0) {
      return;
    }
    text.section(
        "Alerts of the last %d days: %d"
            .formatted(AlertPrecision.PERIOD.toDays(), precision.alerted()));
    if (precision.alerted() > 0) {
      text.sentence(Words.capitalized(fates(precision.fates())) + "." + olderOpen());
    }
    if (precision.fates().containsKey(AlertFate.ARCHIVED_BY_HAND)) {
      text.sentence("Often archived by hand? Then a rule is missing.");
    }
    List<AlertPrecision.Row<Owner>> owners = precision.byOwner();
    boolean hasOwners = owners.stream().anyMatch(row -> row.key().kind() == Owner.Kind.NAMED);
    if (hasOwners && !precision.byRule().isEmpty()) {
      text.sentence("By rule:");
    }
    first(
        precision.byRule(),
        row -> rate(row.key().isEmpty() ? "without a rule" : "by rule " + value(row.key()), row));
    if (hasOwners) {
      text.sentence("By owner:");
      first(owners, row -> rate(owner(row.key()), row));
    }
    if (precision.notRecorded() > 0
        && precision.notRecorded() == contents.openAlerts().goneNotRecorded()) {
      text.sentence(
          "Not counted: the same %s as above."
              .formatted(Words.count(precision.notRecorded(), "finding")));
    } else {
      notRecorded(precision.notRecorded(), "in that time");
    }
  }

  /** Why fewer are open here than there are open alerts. */
  private String olderOpen() {
    int others =
        contents.openAlerts().count()
            - contents.precision().fates().getOrDefault(AlertFate.OPEN, 0);
    if (others <= 0) {
      return "";
    }
    return " %s%s %s open too."
        .formatted(
            Words.count(others, "older alert"),
            contents.openAlerts().ages().containsKey(AlertAge.NOT_KNOWN)
                ? ", or of unknown age,"
                : "",
            others == 1 ? "is" : "are");
  }

  private static String owner(Owner owner) {
    return switch (owner.kind()) {
      case NAMED -> "of owner " + value(owner.name());
      case NOBODY -> "without an owner";
      case UNKNOWN -> "of an unknown owner";
    };
  }

  private static String rate(String whose, AlertPrecision.Row<?> row) {
    return "%d %s: %s".formatted(row.alerted(), whose, fates(row.fates()));
  }

  private static String fates(Map<AlertFate, Integer> fates) {
    return counts(fates, fate -> fate.words);
  }

  private static <K> String counts(Map<K, Integer> counts, Function<K, String> words) {
    List<String> parts = new ArrayList<>();
    counts.forEach((key, count) -> parts.add("%d %s".formatted(count, words.apply(key))));
    return parts.isEmpty() ? NONE : String.join(", ", parts);
  }

  private <T> void first(List<T> all, Function<T, String> words) {
    all.stream().limit(most).forEach(one -> text.bullet(words.apply(one)));
    more(all.size());
  }

  private void more(int all) {
    if (all > most) {
      text.bullet(DigestWords.more(all - most));
    }
  }

  private static String value(String hostile) {
    return Defanged.text(hostile, LONGEST_NAME);
  }
}
