package io.accesstriage.messages.health;

import io.accesstriage.health.HealthRecord;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.MessageSize;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.Words;
import java.util.List;

/**
 * What operators read when an analyzer or the last trail stops working, or works again.
 *
 * @param subject printable ASCII characters, fewer than 100
 */
public record HealthMessage(String subject, String text) {
  /**
   * @param place where this was found: account and region, for the last line
   */
  public static HealthMessage of(HealthRecord.Change change, String place) {
    EmailText text = new EmailText();
    text.paragraph(summary(change));
    change.news().forEach(open -> problem(text, open));
    listed(text, "Resolved", change.over());
    listed(
        text,
        "Reported before, not resolved yet",
        change.open().stream().filter(open -> !change.news().contains(open)).toList());
    text.gap();
    text.paragraph(
        "Found by the sweep at %s. %s".formatted(Words.time(change.record().checkedAt()), place));
    return new HealthMessage(
        Defanged.ascii("Access Analyzer Triage: " + subject(change), AlertMessage.LONGEST_SUBJECT),
        text.text(MessageSize.EMAIL));
  }

  private static String subject(HealthRecord.Change change) {
    return switch (change.news().size()) {
      case 0 -> change.open().isEmpty() ? allIsWell(change) : "a problem is resolved";
      case 1 -> headline(change.news().get(0));
      default -> "%d problems with %s".formatted(change.news().size(), what(change.news(), true));
    };
  }

  private static String allIsWell(HealthRecord.Change change) {
    return change.over().stream().allMatch(open -> open.problem().isOfTrails())
        ? "a trail logs changes again"
        : "all analyzers work again";
  }

  private static String what(List<HealthRecord.Open> problems, boolean isPlural) {
    String analyzers = isPlural ? "analyzers" : "an analyzer";
    return choose(problems, analyzers, "CloudTrail", analyzers + " and CloudTrail");
  }

  private static String choose(
      List<HealthRecord.Open> problems, String ofAnalyzers, String ofTrails, String ofBoth) {
    long trails = problems.stream().filter(open -> open.problem().isOfTrails()).count();
    return trails == 0 ? ofAnalyzers : trails == problems.size() ? ofTrails : ofBoth;
  }

  private static String summary(HealthRecord.Change change) {
    int count = change.news().size();
    if (count == 0) {
      return change.open().isEmpty()
          ? Words.capitalized(allIsWell(change)) + "."
          : "%s resolved; %d still open."
              .formatted(
                  change.over().size() == 1
                      ? "A problem with %s is".formatted(what(change.over(), false))
                      : "%d problems with %s are"
                          .formatted(change.over().size(), what(change.over(), true)),
                  change.open().size());
    }
    boolean isPlural = count > 1;
    return "Access Analyzer Triage found %s with %s: as long as %s, %s. You get this message once; the digest lists the %s resolved."
        .formatted(
            isPlural ? count + " problems" : "a problem",
            what(change.news(), isPlural),
            isPlural ? "they last" : "it lasts",
            choose(
                change.news(),
                "findings may be missing",
                "changes may go unnoticed",
                "findings may be missing and changes go unnoticed"),
            isPlural ? "problems until they are" : "problem until it is");
  }

  private static String headline(HealthRecord.Open open) {
    return ProblemWords.of(open.problem()).headline();
  }

  private static void listed(EmailText text, String heading, List<HealthRecord.Open> problems) {
    if (!problems.isEmpty()) {
      text.section(heading);
      problems.forEach(
          open -> text.bullet("%s (since %s)".formatted(headline(open), Words.time(open.since()))));
    }
  }

  private static void problem(EmailText text, HealthRecord.Open open) {
    ProblemWords words = ProblemWords.of(open.problem());
    text.gap();
    text.paragraph(words.what());
    text.paragraph(words.why());
    text.paragraph("What to do:");
    for (ProblemWords.Step step : words.steps()) {
      text.bullet(step.text());
      if (step.command() != null) {
        text.block(step.command());
      }
    }
  }
}
