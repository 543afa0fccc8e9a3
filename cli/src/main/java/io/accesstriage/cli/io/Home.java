package io.accesstriage.cli.io;

import java.nio.file.Path;

/** Where the launcher stands: the defaults of files are beside it. */
public final class Home {
  private Home() {}

  /** A file or folder beside the launcher. */
  public static Path resolve(String name) {
    return Path.of(System.getProperty("triage.home", ".")).resolve(name);
  }
}
