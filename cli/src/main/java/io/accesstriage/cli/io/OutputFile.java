package io.accesstriage.cli.io;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is there whole or not at all: it is written beside its place and moved there at its
 * end. An interruption, by Ctrl-C too, leaves what was there before.
 */
public final class OutputFile implements AutoCloseable {
  private final Path file;
  private final Path unfinished;
  private final OutputStream out;

  /**
   * @throws CommandLineError where it cannot be written there
   */
  OutputFile(Path file) {
    this.file = file;
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (Files.isDirectory(file) || folder == null) {
        throw new CommandLineError("%s: is a folder; expected a file to write".formatted(file));
      }
      this.unfinished = Files.createTempFile(folder, "." + file.getFileName(), ".part");
      // For Ctrl-C; it is no mistake where it is gone by then.
      unfinished.toFile().deleteOnExit();
      this.out = Files.newOutputStream(unfinished);
    } catch (IOException e) {
      throw new CommandLineError(
          "%s: the file cannot be written: %s".formatted(file, InputFile.why(e)), e);
    }
  }

  public OutputStream stream() {
    return out;
  }

  /** Puts it into its place. */
  void finish() {
    try {
      out.close();
      try {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
