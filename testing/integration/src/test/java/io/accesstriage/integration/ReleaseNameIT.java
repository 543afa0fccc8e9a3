package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release says whether a commit has its sources. */
class ReleaseNameIT {
  private static final String NAME = "access-analyzer-triage-1.2.3";
  private static final String DIRTY =
      "release/build: not all is committed, so this is no release of a commit: its name ends with"
          + " -dirty\n";

  @TempDir Path folder;
  private Path sources;

  @BeforeEach
  void commit() throws Exception {
    sources = Files.createDirectories(folder.resolve("sources"));
    Files.createDirectory(sources.resolve("release"));
    Files.copy(Local.root().resolve("release/build"), sources.resolve("release/build"));
    Files.writeString(sources.resolve("pom.xml"), "<version>1.2.3</version>\n");
    run("git", "init", "--quiet");
    run("git", "add", ".");
    run(
        "git",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "commit",
        "--quiet",
        "-m",
        "Begin");
  }

  @Test
  void name_ofACommit_isTheVersion() throws Exception {
    assertEquals(NAME + "\n", name());
  }

  @Test
  void name_withAChange_saysSo() throws Exception {
    Files.writeString(sources.resolve("pom.xml"), "<version>1.2.3</version>\n\n");
    assertEquals(DIRTY + " M pom.xml\n" + NAME + "-dirty\n", name());
  }

  @Test
  void name_withAFileThatGitDoesNotKnow_saysSo() throws Exception {
    Files.writeString(sources.resolve("notes.md"), "");
    assertEquals(DIRTY + "?? notes.md\n" + NAME + "-dirty\n", name());
  }

  @Test
  void name_ofACopyInsideOfACheckout_isTheVersion() throws Exception {
    sources = Files.createDirectories(sources.resolve("copy"));
    Files.createDirectory(sources.resolve("release"));
    Files.copy(Local.root().resolve("release/build"), sources.resolve("release/build"));
    Files.writeString(sources.resolve("pom.xml"), "<version>1.2.3</version>\n");
    assertEquals(NAME + "\n", name());
  }

  private String name() throws Exception {
    return run(
        "python3",
        "-c",
        "import runpy; print(runpy.run_path('release/build', run_name='build')['top_folder']())");
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(sources.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
