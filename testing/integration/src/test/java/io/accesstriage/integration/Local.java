package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where things are on this machine, as the build says by system properties. */
final class Local {
  static final String REGION = "us-east-1";

  /** The account that the product is deployed to; it owns the sample events' analyzers. */
  static final String ACCOUNT = "111122223333";

  private Local() {}

  /** The repository. */
  static Path root() {
    return Path.of(property("triage.root")).normalize();
  }

  /** A program of the virtual environment. */
  static Path program(String name) {
    Path program = Path.of(property("triage.venv"), "bin", name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          program + " is missing: run the tests by mvn verify -Pintegration, which makes it");
    }
    return program;
  }

  static Path events() {
    return root().resolve("events");
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(Path file) {
    return Json.read(text(file), file.toString());
  }

  /**
   * What a program of the virtual environment's Python prints as JSON, from the repository's
   * folder.
   *
   * @param words the program's file and its arguments
   */
  static JsonNode python(List<String> words) {
    List<String> command = new ArrayList<>(List.of(program("python").toString()));
    command.addAll(words);
    try {
      Path log =
          Files.createTempFile(root().resolve("testing/integration/target"), "python", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(root().toFile())
              .redirectError(log.toFile())
              .start();
      byte[] json = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "%s failed:\n%s".formatted(String.join(" ", command), Files.readString(log)));
      }
      return Json.read(json, "what %s printed".formatted(words.get(0)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "the system property "
              + name
              + " is missing: run the tests by mvn verify -Pintegration, which sets it");
    }
    return value;
  }
}
