package io.accesstriage.messages.containment;

import io.accesstriage.messages.words.Words;
import org.jspecify.annotations.Nullable;

/**
 * One thing for a person to do, or to know while doing it.
 *
 * @param text a sentence; it ends with a colon where a command follows
 * @param command what to run; null where the text says all
 */
public record Step(String text, @Nullable String command) {
  static Step of(String text, AwsCommand command) {
    return new Step(text, command.text());
  }

  static Step of(String text) {
    return new Step(text, null);
  }

  /** The text as a sentence of its own. */
  public String sentence() {
    return Words.capitalized(text);
  }
}
