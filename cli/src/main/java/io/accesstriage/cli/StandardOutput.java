package io.accesstriage.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output. Knows whether its reader has gone, as {@code head} does once it has its lines.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private boolean abandoned;

  /** Whether nobody reads any more, which is no failure: a full disk is. */
  boolean isAbandoned() {
    return abandoned;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      // The system's words for EPIPE, "Broken pipe": the JDK has no type for it. Other languages
      // keep the word.
      abandoned = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
      throw e;
    }
  }
}
