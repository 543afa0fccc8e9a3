package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, with a Maven and a Java that only note how they were called. Its home is a
 * checkout, if no release.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String BUILDING = "triage: building itself with Maven";
  private static final List<String> MODULES =
      List.of(
          "common",
          "rules-engine",
          "ledger",
          "messages",
          "enrich-function",
          "evaluate-function",
          "archive-function",
          "notify-function",
          "sweep-function",
          "states-language",
          "prover",
          "cli");

  @TempDir private Path temp;
  private Path home;
  private Path bin;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(temp.resolve("a home"));
    bin = Files.createDirectories(temp.resolve("bin"));
    Files.copy(CommandRun.HOME.resolve("triage"), home.resolve("triage"));
    executable(home.resolve("triage"));
    EventText.write(home.resolve("pom.xml"), "");
    for (String module : MODULES) {
      EventText.write(home.resolve(module + "/pom.xml"), "");
      EventText.write(home.resolve(module + "/src/main/java/A.java"), "");
    }
    script(
        "mvn", "echo built >>\"$NOTES\"; mkdir -p cli/target/lib; touch -a cli/target/triage.jar");
    script(
        "java",
        """
        for option; do
          case $option in
            -XX:DumpLoadedClassList=*)
              echo classes >"${option#*=}"
              exit;;
            -XX:SharedClassListFile=*)
              [[ $(<"${option#*=}") == classes ]] || exit 1
              is_dump=true;;
            -XX:SharedArchiveFile=*)
              if [[ ${is_dump:-} ]]; then
                echo archived >>"$NOTES.archives"
                echo archive >"${option#*=}"
                exit
              fi;;
          esac
        done
        for argument; do echo "[$argument]"; done
        exit 7
        """);
    age(home);
  }

  private void script(String name, String text) throws IOException {
    executable(EventText.write(bin.resolve(name), "#!/usr/bin/env bash\n" + text));
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes everything an hour old. */
  private static void age(Path folder) throws IOException {
    FileTime anHourAgo = FileTime.from(Instant.now().minusSeconds(3_600));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setLastModifiedTime(file, anHourAgo);
      }
    }
  }

  private record Launch(int exitCode, String out, String err, int builds, int archives) {}

  private Launch launch(Path workingFolder, String... command)
      throws IOException, InterruptedException {
    Path notes = temp.resolve("notes");
    Path archiveNotes = temp.resolve("notes.archives");
    Files.deleteIfExists(notes);
    Files.deleteIfExists(archiveNotes);
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(workingFolder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = process.environment();
    environment.remove("JAVA_HOME");
    environment.remove("CI");
    environment.putAll(variables);
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    environment.put("NOTES", notes.toString());
    environment.put("XDG_CACHE_HOME", temp.resolve("cache").toString());
    Process started = process.start();
    assertTrue(started.waitFor(30, TimeUnit.SECONDS), "the launcher ends");
    return new Launch(
        started.exitValue(),
        Files.readString(out),
        Files.readString(err),
        lines(notes),
        lines(archiveNotes));
  }

  private static int lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private Launch launch(String... arguments) throws IOException, InterruptedException {
    return launch(
        temp,
        Stream.concat(Stream.of(home.resolve("triage").toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  @Test
  void launcher_passesArgumentsAndExitCodeOn() throws Exception {
    Launch launch = launch("run", "--json", "a b", "", "*", "ü", "$HOME");
    assertEquals(7, launch.exitCode());
    assertTrue(
        launch
            .out()
            .endsWith(
                "[-jar]\n[%s/cli/target/triage.jar]\n[run]\n[--json]\n[a b]\n[]\n[*]\n[ü]\n[$HOME]\n"
                    .formatted(home)),
        launch.out());
    assertTrue(launch.out().contains("[-Dtriage.home=%s]\n".formatted(home)), launch.out());
  }

  @Test
  void launcher_throughLinksAndFromElsewhere_findsItsHome() throws Exception {
    Files.createSymbolicLink(temp.resolve("first link"), home.resolve("triage"));
    Files.createDirectories(temp.resolve("else where"));
    Files.createSymbolicLink(temp.resolve("else where/second"), Path.of("../first link"));
    Launch launch = launch(temp.resolve("else where"), "./second", "run");
    assertTrue(launch.out().contains("[-Dtriage.home=%s]\n".formatted(home)), launch.out());
    assertEquals(1, launch.builds());
  }

  @Test
  void launcher_buildsOnceAndUsesTheArchiveOfItsClasses() throws Exception {
    Launch first = launch("run");
    assertEquals(1, first.builds());
    assertTrue(first.err().startsWith(BUILDING), first.err());
    assertTrue(
        first
            .err()
            .endsWith(
                "\ntriage: making the class archive, for faster starts; this takes up to half a minute\n"),
        first.err());
    Launch second = launch("run");
    assertEquals(0, second.builds());
    assertEquals("", second.err());
    assertTrue(
        second
            .out()
            .contains("[-XX:SharedArchiveFile=%s/cli/target/launcher.jsa]\n".formatted(home)),
        second.out());
  }

  @Test
  void launcher_afterAChangeOfAnySource_buildsOnceMore() throws Exception {
    launch("run");
    for (String module : MODULES) {
      for (String file : List.of("pom.xml", "src/main/java/A.java", "src/main/java/New.java")) {
        age(home);
        EventText.write(home.resolve(module).resolve(file), "changed");
        Launch changed = launch("run");
        assertEquals(1, changed.builds(), module + "/" + file);
        assertTrue(changed.err().startsWith(BUILDING), changed.err());
        // Although Maven has left the jar as it was.
        assertEquals(0, launch("run").builds(), module + "/" + file);
      }
    }
  }

  @Test
  void launcher_afterADeletedSource_builds() throws Exception {
    launch("run");
    age(home);
    Files.delete(home.resolve("common/src/main/java/A.java"));
    assertEquals(1, launch("run").builds());
  }

  @Test
  void launcher_afterAChangeOfTests_doesNotBuild() throws Exception {
    launch("run");
    age(home);
    EventText.write(home.resolve("cli/src/test/java/T.java"), "");
    EventText.write(home.resolve("rules/rules.yaml"), "");
    assertEquals(0, launch("run").builds());
  }

  @Test
  void launcher_withJarsNewerThanTheArchive_archivesAnewWithoutBuilding() throws Exception {
    launch("run");
    age(home);
    EventText.write(home.resolve("cli/target/lib/common.jar"), "newer");
    Launch launch = launch("run");
    assertEquals(0, launch.builds());
    assertEquals(1, launch.archives());
    assertEquals(0, launch("run").archives());
  }

  @Test
  void launcher_whereNoArchiveCanBeMade_doesWithoutIt() throws Exception {
    script("java", "echo java >>\"$NOTES.archives\"; for argument; do echo \"[$argument]\"; done");
    assertEquals(3, launch("run").archives(), "to list classes, to archive them, and to run");
    Launch launch = launch("run");
    assertEquals(1, launch.archives(), "to run only");
    assertFalse(launch.out().contains("SharedArchiveFile"), launch.out());
    assertEquals("", launch.err());
  }

  @Test
  void launcher_whileItBuilds_saysWhichModule() throws Exception {
    script(
        "mvn",
        """
        echo "[INFO] Scanning for projects..."
        echo "[INFO] Building Access Analyzer Triage: rules engine 0.1.0-SNAPSHOT      [5/14]"
        mkdir -p cli/target/lib; touch -a cli/target/triage.jar
        """);

    Launch launch = launch();

    assertTrue(launch.err().contains("triage: 5 of 14: rules engine\n"), launch.err());
    assertFalse(launch.err().contains("INFO"), launch.err());
  }

  @Test
  void launcher_whereTheBuildFails_showsWhyAndBuildsAgainNextTime() throws Exception {
    script("mvn", "echo built >>\"$NOTES\"; echo COMPILATION ERROR; exit 1");
    for (int i = 0; i < 2; i++) {
      Launch launch = launch("run");
      assertEquals(2, launch.exitCode());
      assertEquals("", launch.out());
      assertEquals(1, launch.builds());
      assertTrue(
          launch.err().contains("COMPILATION ERROR\ntriage: the build failed"), launch.err());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "17.0.15, false",
    "21.0.8, false",
    "2.5, false",
    "24, true",
    "25, true",
    "25.0.1, true",
    "26.0.1, false",
    "254.1, false"
  })
  void launcher_onJdksThatWarnOfUnsafe_silencesThemAndNoOthers(String version, boolean silences)
      throws Exception {
    Path jdk = Files.createDirectories(temp.resolve("a jdk"));
    Files.createDirectories(jdk.resolve("bin"));
    Files.move(bin.resolve("java"), jdk.resolve("bin/java"));
    EventText.write(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"%s\"\nMODULES=\"java.base\"\n".formatted(version));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));

    assertEquals(
        silences, launch("run").out().contains("[--sun-misc-unsafe-memory-access=allow]\n"));
  }

  /** Without a Maven on the path, nor anything to build. */
  private void makeRelease() throws IOException {
    for (String module : MODULES) {
      Files.delete(home.resolve(module + "/pom.xml"));
      Files.delete(home.resolve(module + "/src/main/java/A.java"));
    }
    Files.delete(home.resolve("pom.xml"));
    EventText.write(home.resolve("command/triage.jar"), "jar");
    EventText.write(home.resolve("command/lib/common.jar"), "jar");
    age(home);
  }

  @Test
  void launcher_ofARelease_buildsNothingAndArchivesInTheCache() throws Exception {
    makeRelease();

    Launch first = launch("run");
    assertEquals(7, first.exitCode());
    assertEquals(List.of(0, 1), List.of(first.builds(), first.archives()));
    assertTrue(
        first.out().endsWith("[-jar]\n[%s/command/triage.jar]\n[run]\n".formatted(home)),
        first.out());
    assertTrue(
        first
            .out()
            .contains(
                "[-XX:SharedArchiveFile=%s/cache/access-analyzer-triage/launcher-".formatted(temp)),
        first.out());
    assertEquals("", first.err());
    Launch second = launch("run");
    assertEquals(List.of(0, 0), List.of(second.builds(), second.archives()));
    assertEquals(first.out(), second.out());
    try (Stream<Path> files = Files.list(home.resolve("command"))) {
      assertEquals(
          List.of(home.resolve("command/lib"), home.resolve("command/triage.jar")),
          files.sorted().toList());
    }
  }

  @Test
  void launcher_ofAnotherReleaseInTheSamePlace_archivesAnew() throws Exception {
    makeRelease();
    launch("run");
    EventText.write(home.resolve("command/triage.jar"), "another jar");
    age(home);

    assertEquals(1, launch("run").archives());
    assertEquals(0, launch("run").archives());
  }

  @Test
  void launcher_ofAReleaseInAJobOfCi_doesWithoutTheArchive() throws Exception {
    makeRelease();
    variables.put("CI", "true");

    Launch launch = launch("run");

    assertEquals(List.of(7, 0), List.of(launch.exitCode(), launch.archives()));
    assertFalse(launch.out().contains("SharedArchiveFile"), launch.out());
  }

  /** Which stands for one where nobody may write: the user of these tests may be root. */
  @ParameterizedTest
  @ValueSource(strings = {"cache", "cache/access-analyzer-triage"})
  void launcher_ofAReleaseWithoutACache_doesWithoutTheArchive(String inTheWay) throws Exception {
    makeRelease();
    EventText.write(temp.resolve(inTheWay), "a file");

    Launch launch = launch("run");

    assertEquals(7, launch.exitCode());
    assertEquals("", launch.err());
    assertEquals(0, launch.archives());
    assertFalse(launch.out().contains("SharedArchiveFile"), launch.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_292", "9", "11.0.2", "16.0.1"})
  void launcher_onAnOlderJava_saysWhichIsNeeded(String version) throws Exception {
    makeRelease();
    Path jdk = Files.createDirectories(temp.resolve("a jdk/bin"));
    Files.move(bin.resolve("java"), jdk.resolve("java"));
    EventText.write(jdk.resolveSibling("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("java"));

    Launch launch = launch("run");

    assertEquals(2, launch.exitCode());
    assertEquals(
        "triage: java is Java %s; Java 17 or later, a JRE or JDK, is needed\n".formatted(version),
        launch.err());
  }

  @Test
  void launcher_withoutJava_saysSo() throws Exception {
    Launch launch =
        launch(temp, "env", "JAVA_HOME=" + temp.resolve("nowhere"), home + "/triage", "run");
    assertEquals(2, launch.exitCode());
    assertEquals(
        "triage: there is no %s/nowhere/bin/java; JDK 17 or later is needed\n".formatted(temp),
        launch.err());
  }
}
