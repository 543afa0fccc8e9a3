package io.accesstriage.cli.io;

import java.nio.file.Path;

/** Where the launcher stands: the defaults of files are beside it. */
public final class Home {
  private Home() {}

  /** A file or folder beside the launcher: as somebody would name it who stands there or above. */
  public static Path resolve(String name) {
    return named(
        Path.of(System.getProperty("triage.home", ".")).resolve(name),
        Path.of("").toAbsolutePath());
  }

  /**
   * @param here where the person stands
   */
  static Path named(Path file, Path here) {
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
