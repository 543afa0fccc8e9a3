package io.accesstriage.messages.health;

import io.accesstriage.health.HealthRecord;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.MessageSize;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.Words;
import java.util.List;

/**
 * What operators read when an analyzer stops working, or works again.
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
      case 0 -> change.open().isEmpty() ? "all analyzers work again" : "a problem is resolved";
      case 1 -> headline(change.news().get(0));
      default -> change.news().size() + " problems with analyzers";
    };
  }

  private static String summary(HealthRecord.Change change) {
    return switch (change.news().size()) {
      case 0 ->
          change.open().isEmpty()
              ? "All analyzers work again."
              : "%s resolved; %d still open."
                  .formatted(
                      change.over().size() == 1
                          ? "A problem with an analyzer is"
                          : change.over().size() + " problems with analyzers are",
                      change.open().size());
      case 1 ->
          "Access Analyzer Triage found a problem with an analyzer: as long as it lasts, findings may be missing. You get this message once; the digest lists the problem until it is resolved.";
      default ->
          "Access Analyzer Triage found %d problems with analyzers: as long as they last, findings may be missing. You get this message once; the digest lists the problems until they are resolved."
              .formatted(change.news().size());
    };
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
