package io.accesstriage.cli.preview;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that one command writes: all of them, or where it is broken off none. */
final class OutputFiles implements AutoCloseable {
  private final List<OutputFile> files = new ArrayList<>();

  OutputFile create(Path file) {
    OutputFile created = new OutputFile(file);
    files.add(created);
    return created;
  }

  /** Puts each into its place. */
  void finish() {
    files.forEach(OutputFile::finish);
  }

  @Override
  public void close() {
    files.forEach(OutputFile::close);
  }
}
