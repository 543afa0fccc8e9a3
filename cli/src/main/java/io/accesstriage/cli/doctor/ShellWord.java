package io.accesstriage.cli.doctor;

import io.accesstriage.text.SafeText;
import java.util.regex.Pattern;

/** A value as one word of a POSIX shell, for commands that a person copies from the terminal. */
final class ShellWord {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_/:=.,@%+][A-Za-z0-9_/:=.,@%+-]*");
  private static final int LONGEST = 500;

  private ShellWord() {}

  static String of(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : "'" + SafeText.line(text, LONGEST).replace("'", "'\\''") + "'";
  }
}
