package io.accesstriage.messages.containment;

import io.accesstriage.messages.words.Words;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing for a person to do, or to know while doing it.
 *
 * @param text a sentence; it ends with a colon where a command follows
 * @param command what to run; null where the text says all
 * @param brief the same without the command and its files; empty where nothing of it is left
 */
public record Step(String text, @Nullable String command, String brief) {
  private static final Pattern LOOKING = Pattern.compile("aws \\S+ (?:get|list|describe)-");

  static Step of(String text, AwsCommand command) {
    return of(text, command, text.replaceFirst(":$", "."));
  }

  static Step of(String text, AwsCommand command, String brief) {
    return new Step(text, command.text(), brief);
  }

  static Step of(String text) {
    return new Step(text, null, text);
  }

  /** How to undo the step before, which is of no use without its files. */
  static Step ofUndo(String text) {
    return new Step(text, null, "");
  }

  /** Whether its command changes something, and does not only look. */
  boolean isChange() {
    return command != null && !LOOKING.matcher(command).lookingAt();
  }

  /** The text as a sentence of its own. */
  public String sentence() {
    return Words.capitalized(text);
  }
}
