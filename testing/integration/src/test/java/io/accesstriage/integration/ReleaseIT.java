package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import io.accesstriage.lambda.FunctionProgram;
import io.accesstriage.lambda.Jdks;
import io.accesstriage.lambda.LambdaRuntime;
import io.accesstriage.rules.RuleSet;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The release, as somebody has it who downloads it: unzipped into an empty folder, with an empty
 * home, a Java runtime, the SAM CLI, and no Maven or make on the path.
 */
final class ReleaseIT {
  /** What the launcher calls. */
  private static final List<String> PROGRAMS =
      List.of(
          "bash",
          "cat",
          "cksum",
          "dirname",
          "env",
          "find",
          "flock",
          "locale",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "touch",
          "tr");

  private static final List<String> FUNCTIONS =
      List.of("Archive", "Digest", "Enrich", "Evaluate", "Notify", "Sweep");

  private static final String BUCKET = "amzn-s3-demo-bucket";

  private static Moto moto;
  @TempDir private static Path made;
  private static Release release;

  @TempDir private Path folder;
  private Path unzipped;
  private Path bin;

  @BeforeAll
  static void make() throws Exception {
    release = Release.shared();
    moto = Moto.start(Local.freePort());
  }

  @AfterAll
  static void stop() {
    moto.close();
  }

  @BeforeEach
  void unzip() throws IOException {
    unzipped = release.unzipped(Files.createDirectory(folder.resolve("an empty folder")));
    bin = Files.createDirectory(folder.resolve("bin"));
    Files.createDirectory(folder.resolve("home"));
    for (String program : PROGRAMS) {
      Files.createSymbolicLink(bin.resolve(program), onPath(program));
    }
    Files.createSymbolicLink(bin.resolve("java"), java());
    Files.createSymbolicLink(bin.resolve("sam"), Local.program("sam"));
  }

  /** JUnit would warn of each. */
  @AfterEach
  void deleteLinks() throws IOException {
    for (String program : names(bin)) {
      Files.delete(bin.resolve(program));
    }
  }

  private static Path onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + program + " on the path"));
  }

  /** The oldest that the release runs on, where there is one. */
  private static Path java() {
    TreeMap<Integer, Path> installed = new TreeMap<>(Jdks.installed());
    if (installed.firstKey() != 17) {
      System.out.println("NOT RUN: the release under Java 17, for there is only " + installed);
    }
    return installed.firstEntry().getValue();
  }

  private record Run(int exitCode, String out, String err) {}

  private Run run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> words = new ArrayList<>(List.of(command));
    Path program = unzipped.resolve(command[0]).normalize();
    words.set(0, (Files.exists(program) ? program : bin.resolve(command[0])).toString());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(unzipped.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", bin.toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("SAM_CLI_TELEMETRY", "0");
    environment.put("AWS_ACCESS_KEY_ID", "none");
    environment.put("AWS_SECRET_ACCESS_KEY", "none");
    environment.put("AWS_DEFAULT_REGION", Local.REGION);
    environment.put("AWS_ENDPOINT_URL", moto.uri().toString());
    int exitCode = builder.start().waitFor();
    return new Run(exitCode, Files.readString(out), Files.readString(err));
  }

  private Run succeed(String... command) throws IOException, InterruptedException {
    Run run = run(command);
    assertEquals(0, run.exitCode(), () -> List.of(command) + "\n" + run.out() + run.err());
    return run;
  }

  @Test
  void release_madeTwice_isTheSameByteForByte() throws Exception {
    Release again = Release.make(made.resolve("the same sources elsewhere"));

    assertEquals(release.files(), again.files());
    for (String file : release.files()) {
      assertEquals(
          -1, Files.mismatch(release.dist().resolve(file), again.dist().resolve(file)), file);
    }
  }

  @Test
  void checksums_areOfTheFilesBesideThem() throws Exception {
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--strict", "SHA256SUMS")
            .directory(release.dist().toFile())
            .start();
    String checked = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, check.waitFor());
    String name = String.valueOf(unzipped.getFileName());
    assertTrue(name.startsWith("access-analyzer-triage-"), name);
    assertEquals("%s.cdx.json: OK\n%1$s.zip: OK\n".formatted(name), checked);
  }

  @Test
  void billOfMaterials_listsTheLibrariesThatTheCommandHas() throws Exception {
    TreeSet<String> listed = new TreeSet<>();
    for (JsonNode component : Local.json(release.file(".cdx.json")).path("components")) {
      listed.add(
          "%s-%s.jar"
              .formatted(component.path("name").asText(), component.path("version").asText()));
    }
    TreeSet<String> libraries = new TreeSet<>(names(unzipped.resolve("command/lib")));
    // The command itself is its own jar.
    assertTrue(listed.removeIf(name -> name.startsWith("cli-")));
    assertEquals(libraries, listed);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void command_withoutMaven_testsRunsAndTestsEditedRules() throws Exception {
    Run test = succeed("./triage", "test");
    assertTrue(test.out().endsWith(" 0 failed, 0 missing\n"), test.out());
    assertEquals("", test.err());

    Run run = succeed("./triage", "run", "events/external/s3-bucket-public-confidential.json");
    assertTrue(run.out().endsWith("1 event: 0 archived, 1 alert, 0 failed\n"), run.out());
    assertEquals("", run.err());

    edit("rules/rules.yaml", "finding.isPublic && tag(\"Data", "finding.isPublik && tag(\"Data");
    Run mistake = run("./triage", "test");
    assertEquals(2, mistake.exitCode());
    assertTrue(
        mistake.err().startsWith("rules/rules.yaml:17:11: unknown name \"finding.isPublik\""),
        mistake.err());
  }

  /** Those that need no rules of one's own, no analyzer and nothing but what the release brings. */
  @Test
  void gettingStarted_commandsOfTheRelease_runAsWritten() throws Exception {
    Files.createSymbolicLink(bin.resolve("tail"), onPath("tail"));
    Matcher command =
        Pattern.compile(
                "(?m)^\\$ (\\./triage (?:run|explain|preview --from)(?:[^\\n\\\\]|\\\\\\n)*)$")
            .matcher(Files.readString(unzipped.resolve("docs/getting-started.md")));
    List<String> run = new ArrayList<>();
    while (command.find()) {
      succeed("bash", "-o", "pipefail", "-c", command.group(1));
      run.add(command.group(1));
    }
    assertTrue(run.size() >= 5, run::toString);
  }

  private void edit(String file, String old, String replacement) throws IOException {
    String text = Files.readString(unzipped.resolve(file));
    assertTrue(text.contains(old), () -> file + " has no " + old);
    Files.writeString(unzipped.resolve(file), text.replace(old, replacement));
  }

  @Test
  void template_isThatOfTheRepository_withPackagesThatAreBuilt() throws Exception {
    succeed("sam", "validate", "--lint");
    String text = Files.readString(unzipped.resolve("template.yaml"));
    assertFalse(text.contains("BuildMethod"), text);
    assertEquals(
        Local.text(Local.root().resolve("template.yaml")).lines().count()
            // Metadata with the build method gives way to CodeUri; that of the globals goes.
            - FUNCTIONS.size()
            - 1,
        text.lines().count());
  }

  @Test
  void editedRules_areAnotherVersionOfTheFunctionThatDecidesAndOfNoOther() throws Exception {
    makeBucket();
    JsonNode before = deployed();
    JsonNode same = deployed();
    edit("rules/rules.yaml", "[production, prod]", "[production, prod, live]");
    assertTrue(succeed("./triage", "test").out().endsWith(" 0 failed, 0 missing\n"));
    JsonNode after = deployed();

    assertEquals(versions(before), versions(same));
    assertEquals(FUNCTIONS, List.copyOf(versions(before).keySet()));
    for (String function : FUNCTIONS) {
      if (function.equals("Evaluate")) {
        assertNotEquals(versions(before).get(function), versions(after).get(function));
      } else {
        assertEquals(versions(before).get(function), versions(after).get(function));
      }
    }
    assertEquals(versions(after).get("Evaluate"), aliased(after, "Evaluate"));
    String rules = Files.readString(unzipped.resolve("rules/rules.yaml"));
    assertEquals(
        Json.object().put("rulesVersion", RuleSet.parse("rules.yaml", rules).version()),
        rulesVersion(after));
    assertNotEquals(rulesVersion(before), rulesVersion(after));
  }

  @Test
  void functions_fromTheirPackages_loadTheirHandlers() throws Exception {
    makeBucket();
    JsonNode deployed = deployed();

    for (String function : FUNCTIONS) {
      Path code = code(deployed, function);
      String handler =
          deployed
              .at("/Resources/%sFunction/Properties/Handler".formatted(function))
              .asText()
              .replace('.', '/');
      assertTrue(
          names(code.resolve("lib")).stream()
              .anyMatch(jar -> has(code.resolve("lib").resolve(jar), handler + ".class")),
          function);
    }
  }

  private static boolean has(Path jar, String entry) {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      return Files.exists(zip.getPath(entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So only rules that somebody has tested decide. */
  @Test
  void rulesOfAnotherChecksum_keepTheFunctionFromStarting() throws Exception {
    makeBucket();
    Files.writeString(unzipped.resolve("rules/rules.yaml.sha256"), "0".repeat(64) + "\n");
    JsonNode deployed = deployed();

    String answer = rulesVersion(deployed).toString();

    assertTrue(
        answer.contains("rules.yaml is not the file of rules.yaml.sha256: expected 0000"), answer);
  }

  private void makeBucket() throws Exception {
    Path shell = Files.createDirectory(folder.resolve("shell"));
    AwsCommandLine.Run made =
        new AwsCommandLine(shell, moto.uri().toString(), Map.of())
            .run("aws s3api create-bucket --bucket " + BUCKET);
    assertEquals(0, made.exit(), made.output());
  }

  /** What CloudFormation is given by sam deploy, transformed. */
  private JsonNode deployed() throws Exception {
    succeed("sam", "package", "--s3-bucket", BUCKET, "--output-template-file", "../packaged.yaml");
    Process transform =
        new ProcessBuilder(
                Local.program("python").toString(),
                Local.root()
                    .resolve("testing/integration/checks/packaged.py")
                    .toAbsolutePath()
                    .toString(),
                unzipped.resolveSibling("packaged.yaml").toString(),
                "Mode=observe")
            .redirectError(folder.resolve("err").toFile())
            .start();
    byte[] json = transform.getInputStream().readAllBytes();
    assertEquals(0, transform.waitFor(), () -> Local.text(folder.resolve("err")));
    return Json.read(json, "the transformed template");
  }

  /** The logical id of each function's version. */
  private static Map<String, String> versions(JsonNode template) {
    Map<String, String> versions = new TreeMap<>();
    for (Map.Entry<String, JsonNode> resource : template.path("Resources").properties()) {
      if (resource.getValue().path("Type").asText().equals("AWS::Lambda::Version")) {
        String function = resource.getValue().at("/Properties/FunctionName/Ref").asText();
        versions.put(function.replace("Function", ""), resource.getKey());
      }
    }
    return versions;
  }

  private static String aliased(JsonNode template, String function) {
    return template
        .at("/Resources/%sFunctionAliaslive/Properties/FunctionVersion".formatted(function))
        .path("Fn::GetAtt")
        .path(0)
        .asText();
  }

  /** A function's package, as S3 has it, unzipped. */
  private Path code(JsonNode template, String function) throws Exception {
    JsonNode code = template.at("/Resources/%sFunction/Properties/Code".formatted(function));
    Path shell = folder.resolve("shell");
    AwsCommandLine.Run got =
        new AwsCommandLine(shell, moto.uri().toString(), Map.of())
            .run(
                "aws s3 cp --no-progress s3://%s/%s package.zip"
                    .formatted(code.path("S3Bucket").asText(), code.path("S3Key").asText()));
    assertEquals(0, got.exit(), got.output());
    Path target = Files.createTempDirectory(folder, function);
    try (FileSystem zip = FileSystems.newFileSystem(shell.resolve("package.zip"));
        Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Path file = target.resolve(entry.toString().substring(1));
        if (Files.isDirectory(entry)) {
          Files.createDirectories(file);
        } else {
          Files.copy(entry, file);
        }
      }
    }
    return target;
  }

  /** What the function that decides, started from its package, answers the sweep. */
  private JsonNode rulesVersion(JsonNode template) throws Exception {
    String handler = template.at("/Resources/EvaluateFunction/Properties/Handler").asText();
    try (LambdaRuntime runtime =
        new LambdaRuntime(
            FunctionProgram.ofJava(java(), code(template, "Evaluate"), handler),
            Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"))) {
      return runtime.invoke(Json.object().put("ask", "rulesVersion")).body();
    }
  }
}
