package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.finding.Finding;
import io.accesstriage.messages.containment.Containment;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.TriageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An alert in a few lines, for a chat's readers and for the people that a program tells. */
final class BriefWords {
  private static final int LONGEST_COMMAND = 500;

  /** Half a step may do harm. */
  private static final int LONGEST_STEP = 900;

  private static final int MOST_OF_A_KIND = 3;

  private BriefWords() {}

  /** Who can do what, whose it is, under which condition, how bad, what to do first, and why. */
  static List<String> sentences(TriageState state) {
    Finding finding = state.finding();
    Decision decision = state.requireDecision();
    List<String> lines = new ArrayList<>();
    lines.add(Headline.of(state).sentence());
    lines.addAll(lines(OwnerWords.of(state)));
    lines.add("Resource: " + Defanged.value(finding.resource().arn()));
    condition(state).ifPresent(condition -> lines.add("Condition: " + condition));
    if (!finding.isError() && !decision.risk().factors().isEmpty()) {
      lines.add("Risk score: " + FindingEmail.risk(decision.risk()));
    }
    Containment containment = Containment.of(finding);
    lines.add("First: " + first(containment));
    containment.effectInBrief().ifPresent(effect -> lines.add(Defanged.value(effect)));
    lines.addAll(why(finding, decision));
    return lines;
  }

  /** What failed, and whose the resource is. */
  static List<String> sentences(TriageFailure failure) {
    List<String> lines = new ArrayList<>();
    lines.add("Error: " + Defanged.text(failure.error(), 200));
    lines.add("Message: " + Defanged.text(failure.cause(), 600));
    lines.addAll(lines(OwnerWords.of(failure.ownership())));
    lines.add(FailureEmail.WHAT_IT_MEANS);
    return lines;
  }

  private static List<String> lines(List<FindingWords.Field> fields) {
    return fields.stream().map(field -> field.label() + ": " + field.value()).toList();
  }

  /**
   * What closes it. A command that cannot be shown as it is would be another one, so none is; one
   * that needs others before it stands with them in the email.
   */
  private static String first(Containment containment) {
    String sentence = Defanged.text(containment.inBrief(), LONGEST_STEP);
    if (containment.stepCommands().findAny().isEmpty()) {
      return sentence;
    }
    if (!ContainmentSection.isShown(containment)) {
      return sentence + " The message for programs has the commands.";
    }
    return containment
        .firstCommand()
        .filter(command -> command.length() <= LONGEST_COMMAND)
        .filter(ChatNotification::showsAsItIs)
        .map(command -> sentence + " " + command)
        .orElse(sentence + " The email has the commands, what to check first, and how to undo it.");
  }

  /** A field without a label continues the one before. */
  private static Optional<String> condition(TriageState state) {
    List<String> conditions = new ArrayList<>();
    boolean isCondition = false;
    for (FindingWords.Field field : FindingFacts.of(state)) {
      isCondition =
          field.label().equals(FindingFacts.CONDITION) || (isCondition && field.label().isEmpty());
      if (isCondition) {
        conditions.add(field.value());
      }
    }
    return conditions.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", Words.first(MOST_OF_A_KIND, conditions)));
  }

  private static List<String> why(Finding finding, Decision decision) {
    Explanation why = decision.explanation();
    List<String> guards = NearestWords.guards(finding, decision);
    List<String> lines = new ArrayList<>();
    why.notes().stream().limit(MOST_OF_A_KIND).forEach(note -> lines.add(Defanged.value(note)));
    guards.stream().limit(MOST_OF_A_KIND).forEach(guard -> lines.add(Defanged.value(guard)));
    why.applied().stream()
        .limit(MOST_OF_A_KIND)
        .forEach(
            rule ->
                lines.add(
                    "Rule %s%s: %s"
                        .formatted(
                            Defanged.text(rule.rule(), 100),
                            rule.certain() ? "" : " (could not be checked)",
                            Defanged.value(rule.reason()))));
    if (guards.isEmpty() && why.applied().isEmpty()) {
      lines.add(NearestWords.sentence(finding, decision));
    }
    return lines;
  }
}
