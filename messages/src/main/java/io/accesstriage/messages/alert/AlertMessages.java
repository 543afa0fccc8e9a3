package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the messages: one text for each kind of reader. */
public final class AlertMessages {
  private static final String UNKNOWN = "unknown";
  private static final String VARIOUS = "various";

  private AlertMessages() {}

  /** The alert about a finding. */
  public static AlertMessage of(TriageState state, String execution) {
    Finding finding = state.finding();
    Decision decision = state.requireDecision();
    Headline headline = Headline.of(state);
    String subject = headline.subject(decision.severity());
    Map<String, String> attributes =
        attributes(
            decision.severity(),
            decision.outcome().name(),
            finding.resource().type(),
            finding.resource().account() == null ? "" : finding.resource().account(),
            finding.type().name());
    Optional<String> link = ConsoleLink.to(finding.analyzerArn(), finding.id());
    List<String> sentences = sentences(headline, finding, decision);
    ChatNotification chat =
        new ChatNotification(
                subject,
                sentences,
                nextSteps(link, "Look at it: ", finding.id()),
                finding.id(),
                decision.outcome().name())
            .resource(finding.resource().arn())
            .context(attributes);
    return message(
        subject,
        FindingEmail.of(state, execution),
        chat,
        MachineDocument.of(state, execution, subject, String.join("\n", sentences)),
        link,
        finding.id(),
        attributes);
  }

  /** The report of an execution that failed. */
  public static AlertMessage of(TriageFailure failure, String execution) {
    String subject =
        Defanged.ascii(
            "[%s] Triage failed at \"%s\": %s"
                .formatted(
                    Severity.HIGH.label().toUpperCase(Locale.ROOT),
                    failure.step(),
                    failure.subject()),
            AlertMessage.LONGEST_SUBJECT);
    Map<String, String> attributes =
        attributes(
            Severity.HIGH,
            "FAILED",
            failure.resourceType(),
            failure.account(),
            failure.findingType());
    Optional<String> link = ConsoleLink.to(failure.analyzerArn(), failure.findingId());
    List<String> sentences =
        List.of(
            "Error: " + Defanged.text(failure.error(), 200),
            "Message: " + Defanged.text(failure.cause(), 600),
            "Take the finding as neither archived nor alerted, and look at it.");
    ChatNotification chat =
        new ChatNotification(
                subject,
                sentences,
                nextSteps(link, "Look at the finding: ", failure.findingId()),
                failure.findingId(),
                "FAILED")
            .resource(failure.resourceArn())
            .context(attributes);
    return message(
        subject,
        FailureEmail.of(failure, execution),
        chat,
        MachineDocument.of(failure, execution, subject, String.join("\n", sentences)),
        link,
        failure.findingId(),
        attributes);
  }

  /**
   * A message about no single finding, such as a digest.
   *
   * @param sentences what a chat's readers see
   * @param document for programs
   */
  public static AlertMessage general(
      String subject,
      Severity severity,
      String outcome,
      List<String> sentences,
      String email,
      String document) {
    Map<String, String> attributes = attributes(severity, outcome, VARIOUS, VARIOUS, VARIOUS);
    ChatNotification chat =
        new ChatNotification(subject, sentences, List.of(), "", outcome).context(attributes);
    return new AlertMessage(
        subject,
        Map.of(
            AlertMessage.DEFAULT, subject + "\n" + sentences.get(0) + "\n",
            AlertMessage.EMAIL, email,
            AlertMessage.CHAT, chat.text(),
            AlertMessage.QUEUE, document,
            AlertMessage.FUNCTION, document),
        attributes);
  }

  private static AlertMessage message(
      String subject,
      String email,
      ChatNotification chat,
      String document,
      Optional<String> link,
      String findingId,
      Map<String, String> attributes) {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put(AlertMessage.DEFAULT, subject + "\n" + link.orElse(named(findingId)) + "\n");
    bodies.put(AlertMessage.EMAIL, email);
    bodies.put(AlertMessage.CHAT, chat.text());
    bodies.put(AlertMessage.QUEUE, document);
    bodies.put(AlertMessage.FUNCTION, document);
    return new AlertMessage(subject, bodies, attributes);
  }

  /** For a chat's readers, and for the people that a program tells. */
  private static List<String> sentences(Headline headline, Finding finding, Decision decision) {
    List<String> lines = new ArrayList<>();
    lines.add(headline.sentence());
    lines.add("Resource: " + Defanged.text(finding.resource().arn(), 300));
    lines.add(
        "Owner: account "
            + Defanged.text(
                finding.resource().account() == null ? UNKNOWN : finding.resource().account(), 40));
    Explanation why = decision.explanation();
    why.notes().stream().limit(3).forEach(note -> lines.add(Defanged.text(note, 300)));
    why.guards().stream().limit(3).forEach(guard -> lines.add(Defanged.text(guard, 300)));
    why.applied().stream()
        .limit(3)
        .forEach(
            rule ->
                lines.add(
                    "Rule %s%s: %s"
                        .formatted(
                            Defanged.text(rule.rule(), 100),
                            rule.certain() ? "" : " (could not be checked)",
                            Defanged.text(rule.reason(), 300))));
    if (why.guards().isEmpty() && why.applied().isEmpty()) {
      lines.add(NearestWords.sentence(decision));
    }
    return lines;
  }

  private static List<String> nextSteps(Optional<String> link, String lookAtIt, String findingId) {
    return List.of(link.map(lookAtIt::concat).orElse(named(findingId)));
  }

  private static String named(String findingId) {
    return findingId.isEmpty()
        ? "The finding is not known."
        : "Finding " + Defanged.text(findingId, 200);
  }

  /** A subscription's filter drops messages that lack the attribute, so all have all. */
  private static Map<String, String> attributes(
      Severity severity, String outcome, String resourceType, String account, String findingType) {
    return Map.of(
        "severity", severity.label(),
        "outcome", outcome,
        "resourceType", attribute(resourceType),
        "account", attribute(account),
        "findingType", attribute(findingType));
  }

  /** Programs compare it, so it is not defanged. */
  private static String attribute(String hostile) {
    return hostile.isBlank() ? UNKNOWN : SafeText.ascii(hostile, 100);
  }
}
