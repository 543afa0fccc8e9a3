package io.accesstriage.messages.containment;

import io.accesstriage.messages.words.ShellCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of the AWS CLI, for a POSIX shell. Every value is one word there; only what this product
 * itself writes is left to the shell, such as where to find a policy that was edited.
 */
final class AwsCommand {
  private final List<String> words;

  private AwsCommand(List<String> words) {
    this.words = List.copyOf(words);
  }

  static AwsCommand of(String service, String operation) {
    return new AwsCommand(List.of("aws " + service + " " + operation));
  }

  AwsCommand with(String option, String value) {
    return and(option + " " + ShellCommand.word(value));
  }

  /** An option that has no value. */
  AwsCommand with(String option) {
    return and(option);
  }

  /** Where {@code text} is ours, and the shell has to read it. */
  AwsCommand and(String text) {
    List<String> more = new ArrayList<>(words);
    more.add(text);
    return new AwsCommand(more);
  }

  /** What is found in the answer, as plain text. */
  AwsCommand asText(String query) {
    return with("--query", query).with("--output", "text");
  }

  /** On a single line: what is copied from an email is then whole or visibly cut. */
  String text() {
    return String.join(" ", words);
  }
}
