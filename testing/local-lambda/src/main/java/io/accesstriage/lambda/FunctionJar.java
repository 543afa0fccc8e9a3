package io.accesstriage.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The jar that is deployed as a function.
 *
 * @param handler as the template says
 */
public record FunctionJar(Path file, String handler) {
  /**
   * @param root the repository
   * @param function such as archive
   */
  public static FunctionJar of(Path root, String function) {
    // The digest is sent with the words and to the topic of the alerts, and so by the same jar.
    String step = function.equals("digest") ? "notify" : function;
    return new FunctionJar(
        file(root, step + "-function"),
        "io.accesstriage.%s.%s%sHandler"
            .formatted(
                step, function.substring(0, 1).toUpperCase(Locale.ROOT), function.substring(1)));
  }

  /** What is deployed beside the folder of a jar: for the function that decides, its rules. */
  static List<Path> beside(Path jar) {
    Path module = jar.toAbsolutePath().normalize().resolve("../..").normalize();
    if (!module.endsWith("evaluate-function")) {
      return List.of();
    }
    List<Path> rules = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            module.resolveSibling("rules"),
            file -> file.toString().endsWith(".yaml") && !file.toString().endsWith("-test.yaml"))) {
      found.forEach(rules::add);
    } catch (IOException e) {
      throw new UncheckedIOException("the rules could not be listed", e);
    }
    return rules;
  }

  private static Path file(Path root, String module) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            root.resolve(module).resolve("target"), module + "-*-lambda.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException("run mvn package first: " + module + " has no target", e);
    }
    if (jars.size() != 1) {
      throw new IllegalStateException(
          "expected one jar %s/target/%s-*-lambda.jar, found %s; run mvn package"
              .formatted(module, module, jars));
    }
    return jars.get(0);
  }
}
