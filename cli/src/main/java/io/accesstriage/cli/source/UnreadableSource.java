package io.accesstriage.cli.source;

import io.accesstriage.cli.io.CommandFailed;

/** Reading a source of findings had to end before its end. The message says why and what to do. */
public final class UnreadableSource extends CommandFailed {
  UnreadableSource(String message, Throwable cause) {
    super(message, cause);
  }
}
