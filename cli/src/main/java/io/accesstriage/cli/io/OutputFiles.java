package io.accesstriage.cli.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that one command writes: all of them, or if it is interrupted none. */
public final class OutputFiles implements AutoCloseable {
  private final List<OutputFile> files = new ArrayList<>();

  public OutputFile create(Path file) {
    OutputFile created = new OutputFile(file);
    files.add(created);
    return created;
  }

  /** Puts each into its place. */
  public void finish() {
    files.forEach(OutputFile::finish);
  }

  @Override
  public void close() {
    files.forEach(OutputFile::close);
  }
}
