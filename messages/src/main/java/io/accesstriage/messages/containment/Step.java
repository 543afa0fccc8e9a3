package io.accesstriage.messages.containment;

import io.accesstriage.messages.words.Words;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing for a person to do, or to know while doing it.
 *
 * @param text a sentence; it ends with a colon where a command follows
 * @param command what to run; null where the text says all
 */
public record Step(String text, @Nullable String command) {
  private static final Pattern LOOKING = Pattern.compile("aws \\S+ (?:get|list|describe)-");

  static Step of(String text, AwsCommand command) {
    return new Step(text, command.text());
  }

  static Step of(String text) {
    return new Step(text, null);
  }

  /** Whether its command changes something, and does not only look. */
  boolean isChange() {
    return command != null && !LOOKING.matcher(command).lookingAt();
  }

  /** Whether its command needs a file that a step before has fetched and a person has edited. */
  public boolean needsFile() {
    return command != null && command.contains("$(cat ");
  }

  /** The text as a sentence of its own. */
  public String sentence() {
    return Words.capitalized(text);
  }
}
