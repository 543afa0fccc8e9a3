package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.state.TriageState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the messages: one text for each kind of reader. */
public final class AlertMessages {
  private static final String VARIOUS = "various";

  private AlertMessages() {}

  /** The subject of the alert about a finding, which whoever does not send it says as well. */
  public static String subject(TriageState state) {
    return Headline.of(state).subject(state.requireDecision().severity());
  }

  /** The alert about a finding. */
  public static AlertMessage of(TriageState state, String execution) {
    Finding finding = state.finding();
    Decision decision = state.requireDecision();
    String subject = subject(state);
    Map<String, String> attributes =
        MessageAttributes.of(
            decision.severity(),
            decision.outcome().name(),
            finding.resource().type(),
            finding.type().name(),
            Ownership.of(state));
    Optional<String> link = ConsoleLink.to(finding.analyzerArn(), finding.id());
    String signIn = ConsoleLink.signIn(finding.analyzerArn(), Ownership.of(state).account());
    List<String> sentences = BriefWords.sentences(state);
    ChatNotification chat =
        new ChatNotification(
                subject,
                sentences,
                List.of(link.map(url -> "Look at it: " + url + signIn).orElse(named(finding.id()))),
                finding.id(),
                decision.outcome().name())
            .resource(finding.resource().arn())
            .context(attributes);
    return message(
        new Texts(
            subject,
            FindingEmail.of(state),
            MachineDocument.of(state, execution, subject, String.join("\n", sentences))),
        link.orElse(named(finding.id())),
        chat,
        attributes);
  }

  /** The subject of the report of an execution that failed. */
  public static String subject(TriageFailure failure) {
    return Defanged.ascii(
        "[%s] Triage failed at \"%s\": %s"
            .formatted(
                Severity.HIGH.label().toUpperCase(Locale.ROOT), failure.step(), failure.subject()),
        AlertMessage.LONGEST_SUBJECT);
  }

  /** The report of an execution that failed. */
  public static AlertMessage of(TriageFailure failure, String execution) {
    String subject = subject(failure);
    Map<String, String> attributes =
        MessageAttributes.of(
            Severity.HIGH,
            "FAILED",
            failure.resourceType(),
            failure.findingType(),
            failure.ownership());
    Optional<String> link = ConsoleLink.to(failure.analyzerArn(), failure.findingId());
    String signIn = ConsoleLink.signIn(failure.analyzerArn(), failure.ownership().account());
    List<String> sentences = BriefWords.sentences(failure);
    ChatNotification chat =
        new ChatNotification(
                subject,
                sentences,
                List.of(
                    link.map(url -> "Look at the finding: " + url + signIn)
                        .orElse(named(failure.findingId()))),
                failure.findingId(),
                "FAILED")
            .resource(failure.resourceArn())
            .context(attributes);
    return message(
        new Texts(
            subject,
            FailureEmail.of(failure, execution),
            MachineDocument.of(failure, execution, subject, String.join("\n", sentences))),
        link.orElse(named(failure.findingId())),
        chat,
        attributes);
  }

  /**
   * What is said to people and programs.
   *
   * @param document for programs
   */
  public record Texts(String subject, String email, String document) {}

  /**
   * A message about no single finding, such as a digest.
   *
   * @param sentences what a chat's readers see
   */
  public static AlertMessage general(
      Texts texts, Severity severity, String outcome, List<String> sentences) {
    Map<String, String> attributes =
        MessageAttributes.of(severity, outcome, VARIOUS, VARIOUS, Ownership.VARIOUS);
    ChatNotification chat =
        new ChatNotification(texts.subject(), sentences, List.of(), "", outcome)
            .context(attributes);
    return message(texts, sentences.get(0), chat, attributes);
  }

  /**
   * @param brief after the subject, for who gets nothing longer
   */
  private static AlertMessage message(
      Texts texts, String brief, ChatNotification chat, Map<String, String> attributes) {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put(AlertMessage.DEFAULT, texts.subject() + "\n" + brief + "\n");
    bodies.put(AlertMessage.EMAIL, texts.email());
    bodies.put(AlertMessage.CHAT, chat.text());
    bodies.put(AlertMessage.QUEUE, texts.document());
    bodies.put(AlertMessage.FUNCTION, texts.document());
    return new AlertMessage(texts.subject(), bodies, attributes);
  }

  private static String named(String findingId) {
    return findingId.isEmpty()
        ? "The finding is not known."
        : "Finding " + Defanged.text(findingId, 200);
  }
}
