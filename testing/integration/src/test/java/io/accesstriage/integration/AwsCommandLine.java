package io.accesstriage.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The AWS CLI in a POSIX shell, as a person runs it, with every call sent to one endpoint here. One
 * process has loaded the CLI, and is forked for each call: loading it takes longer than a call.
 */
final class AwsCommandLine {
  private static final Path PYTHON = Local.program("python");
  private static final Path SCRIPTS = Local.root().resolve("testing/integration");
  private static final Path SOCKET = serve();

  /** What a command did. */
  record Run(int exit, String output) {}

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder where it runs, and where its files are
   * @param environment added to its own
   */
  AwsCommandLine(Path folder, String endpoint, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    try {
      Path aws = Files.createDirectories(folder.resolve("bin")).resolve("aws");
      Files.writeString(
          aws,
          "#!/bin/sh\nexec %s -IS %s %s --endpoint-url %s \"$@\"\n"
              .formatted(PYTHON, SCRIPTS.resolve("aws_call.py"), SOCKET, endpoint));
      if (!aws.toFile().setExecutable(true)) {
        throw new IllegalStateException(aws + " cannot be made executable");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the process, which ends with this one. */
  private static Path serve() {
    try {
      Path folder = Files.createTempDirectory("aws");
      Path socket = folder.resolve("socket");
      folder.toFile().deleteOnExit();
      socket.toFile().deleteOnExit();
      Process server =
          new ProcessBuilder(
                  PYTHON.toString(), SCRIPTS.resolve("aws_server.py").toString(), socket.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (server.inputReader(StandardCharsets.UTF_8).readLine() == null) {
        throw new IllegalStateException("aws_server.py has not started");
      }
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    Map<String, String> inherited = builder.environment();
    inherited.keySet().removeIf(name -> name.startsWith("AWS_") || name.endsWith("_proxy"));
    inherited.put("AWS_ACCESS_KEY_ID", "none");
    inherited.put("AWS_SECRET_ACCESS_KEY", "none");
    inherited.put("AWS_DEFAULT_REGION", Local.REGION);
    inherited.put("AWS_MAX_ATTEMPTS", "1");
    inherited.put("AWS_EC2_METADATA_DISABLED", "true");
    inherited.merge("PATH", "", (path, none) -> folder.resolve("bin") + ":" + path);
    inherited.putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output);
  }
}
