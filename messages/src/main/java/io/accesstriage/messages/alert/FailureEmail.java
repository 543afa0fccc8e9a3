package io.accesstriage.messages.alert;

import io.accesstriage.messages.MessageSize;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ShellCommand;
import java.util.Optional;

/** The report of a failed execution as plain text: which finding, which step, what now. */
final class FailureEmail {
  private static final int LONGEST_VALUE = 300;

  private FailureEmail() {}

  static String of(TriageFailure failure, String execution) {
    EmailText text = new EmailText();
    text.paragraph(
        "The triage of %s failed at the step \"%s\". Take it as neither archived nor alerted, and look at it yourself."
            .formatted(
                failure.findingId().isEmpty() && failure.resourceArn().isEmpty()
                    ? "a finding that could not be named"
                    : failure.subject(),
                failure.step()));
    text.section("What failed");
    text.field("Step", failure.step());
    text.field("Error", value(failure.error()));
    text.field("Message", Defanged.text(failure.cause(), 1_500));
    text.section("The finding");
    if (!failure.resourceArn().isEmpty()) {
      text.field("Resource", value(failure.resourceArn()));
    }
    if (!failure.resourceType().isEmpty()) {
      text.field("Type", value(failure.resourceType()));
    }
    OwnerWords.of(failure.ownership()).forEach(field -> text.field(field.label(), field.value()));
    text.field("Finding", orUnknown(failure.findingId()));
    text.field("Analyzer", orUnknown(failure.analyzerArn()));
    text.field("Execution", value(execution));
    text.section("What to do");
    Optional<String> link = ConsoleLink.to(failure.analyzerArn(), failure.findingId());
    if (link.isPresent()) {
      text.bullet("Look at the finding:");
      text.block(link.get());
    } else {
      text.bullet("Look at the execution's input in the Step Functions console.");
    }
    ShellCommand.triageAgain(execution, failure.analyzerArn(), failure.findingId())
        .filter(command -> !failure.analyzerArn().isEmpty() && !failure.findingId().isEmpty())
        .ifPresent(
            command -> {
              text.bullet("Mend the cause, then have the finding triaged again:");
              text.block(command);
            });
    if (!failure.findingId().isEmpty()) {
      text.gap();
      text.paragraph(
          "The same failure of the same finding is reported once, however often it is tried.");
    }
    return text.text(MessageSize.EMAIL);
  }

  private static String value(String hostile) {
    return Defanged.text(hostile, LONGEST_VALUE);
  }

  private static String orUnknown(String hostile) {
    return hostile.isEmpty() ? "unknown" : value(hostile);
  }
}
