package io.accesstriage.messages.alert;

import io.accesstriage.decision.Severity;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.MessageSize;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ShellCommand;
import io.accesstriage.messages.words.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Says that the hour's limit is reached, so that silence is not taken for peace. */
public final class StormMessage {
  private StormMessage() {}

  /**
   * @param most messages in an hour
   * @param first subject of the first alert that waits
   * @param severity of it
   * @param table the ledger's
   */
  public static AlertMessage of(
      int most, Instant hour, String first, Severity severity, String table) {
    Severity shown = severity.atLeast(Severity.HIGH);
    boolean critical = shown == Severity.CRITICAL;
    String subject =
        "[%s] More than %d alerts this hour: %s for the digest"
            .formatted(
                shown.label().toUpperCase(Locale.ROOT),
                most,
                critical ? "critical ones wait" : "the rest waits");
    String until = Words.time(hour.plus(Duration.ofHours(1)));
    List<String> sentences =
        List.of(
            "%d alerts have gone out since %s. Further alerts of this hour wait for the next digest, each with its reason."
                .formatted(most, Words.time(hour)),
            "%s: %s"
                .formatted(critical ? "A critical one that waits" : "The first that waits", first),
            "From %s, alerts go out at once again.".formatted(until));
    EmailText text = new EmailText();
    sentences.forEach(text::paragraph);
    text.section("What to do");
    text.bullet("See now what waits:");
    text.block("triage digest --table " + ShellCommand.word(table));
    text.bullet("Find the common cause: a new analyzer, a policy rollout, a removed rule.");
    text.bullet("If the limit is too low for you, raise MaxImmediateAlertsPerHour.");
    return AlertMessages.general(
        new AlertMessages.Texts(
            subject,
            text.text(MessageSize.EMAIL),
            MachineDocument.storm(subject, String.join("\n", sentences), most, hour, first)),
        shown,
        "STORM",
        sentences);
  }
}
