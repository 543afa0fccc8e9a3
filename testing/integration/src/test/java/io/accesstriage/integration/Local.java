package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

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
