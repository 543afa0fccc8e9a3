package io.accesstriage.messages.alert;

import io.accesstriage.messages.MessageSize;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ShellCommand;
import java.util.Optional;

/** The report of a failed execution as plain text: which finding, which step, what now. */
final class FailureEmail {
  static final String WHAT_IT_MEANS =
      "Treat it as neither archived nor alerted: look at it yourself.";

  private FailureEmail() {}

  static String of(TriageFailure failure, String execution) {
    EmailText text = new EmailText();
    text.paragraph(
        "The triage of %s failed at the step \"%s\". %s"
            .formatted(
                failure.findingId().isEmpty() && failure.resourceArn().isEmpty()
                    ? "a finding that could not be named"
                    : failure.subject(),
                failure.step(),
                WHAT_IT_MEANS));
    OwnerWords.of(failure.ownership()).forEach(field -> text.field(field.label(), field.value()));
    Optional<String> link = ConsoleLink.to(failure.analyzerArn(), failure.findingId());
    String signIn = ConsoleLink.signIn(failure.analyzerArn(), failure.ownership().account());
    link.ifPresent(console -> text.field("Finding", console + signIn));
    text.section("What failed");
    text.field("Error", Defanged.value(failure.error()));
    text.field("Message", Defanged.text(failure.cause(), 1_500));
    text.section("What to do");
    if (link.isEmpty()) {
      text.bullet("Look at the execution's input in the Step Functions console.");
    }
    ShellCommand.triageAgain(execution, failure.analyzerArn(), failure.findingId())
        .filter(command -> !failure.analyzerArn().isEmpty() && !failure.findingId().isEmpty())
        .ifPresent(
            command -> {
              text.bullet("Fix the cause, then triage the finding again:");
              text.block(command);
            });
    if (!failure.findingId().isEmpty()) {
      text.bullet("You get this failure once: retries that fail the same way are silent.");
    }
    text.section("Details");
    if (!failure.resourceArn().isEmpty()) {
      text.field("Resource", Defanged.value(failure.resourceArn()));
    }
    if (!failure.resourceType().isEmpty()) {
      text.field("Type", Defanged.value(failure.resourceType()));
    }
    text.field("Finding", orUnknown(failure.findingId()));
    text.field("Analyzer", orUnknown(failure.analyzerArn()));
    text.field("Execution", Defanged.value(execution));
    return text.text(MessageSize.EMAIL);
  }

  private static String orUnknown(String hostile) {
    return hostile.isEmpty() ? "unknown" : Defanged.value(hostile);
  }
}
