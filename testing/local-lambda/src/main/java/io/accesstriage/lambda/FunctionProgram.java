package io.accesstriage.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function with the runtime client that calls it.
 *
 * @param command the process to start
 * @param code the function's jar, or the folder of its code
 * @param handler as the template says
 */
public record FunctionProgram(List<String> command, Path code, String handler) {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final List<String> CLIENT_JARS =
      List.of(
          "aws-lambda-java-runtime-interface-client",
          "aws-lambda-java-core",
          "aws-lambda-java-serialization",
          "utils-lite");

  /**
   * As Lambda's own runtime starts Java, apart from its archive of shared classes.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html">Lambda's
   *     options</a>
   */
  private static final List<String> LAMBDA_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+TieredCompilation",
          "-XX:TieredStopAtLevel=1",
          "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
          "-Djava.net.preferIPv4Stack=true");

  public FunctionProgram {
    command = List.copyOf(command);
  }

  /**
   * A function in Java.
   *
   * @param java the program of the JDK that runs it
   * @param flags besides those of Lambda
   */
  public static FunctionProgram ofJava(Path java, Path jar, String handler, String... flags) {
    return program(java, jar, handler, List.of(), flags);
  }

  /** The same, seen by a {@link WatchedHandler}, which writes what it sees to the log. */
  public static FunctionProgram ofWatchedJava(
      Path java, Path jar, String handler, String... flags) {
    return program(
        java,
        jar,
        WatchedHandler.class.getName(),
        List.of("-D" + WatchedHandler.WATCHED + "=" + handler),
        flags);
  }

  private static FunctionProgram program(
      Path java, Path jar, String handler, List<String> watching, String... flags) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(LAMBDA_FLAGS);
    command.addAll(watching);
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath(!watching.isEmpty()), CLIENT, handler));
    return new FunctionProgram(command, jar, handler);
  }

  /**
   * Lays the code out as Lambda finds it: a jar in lib/ and what is deployed beside it, where the
   * template's Makefile puts them, or the folder as it is.
   *
   * @param folder an empty one
   * @return the function's LAMBDA_TASK_ROOT
   */
  Path laidOut(Path folder) throws IOException {
    if (Files.isDirectory(code)) {
      return code;
    }
    Path lib = Files.createDirectory(folder.resolve("lib"));
    Files.createSymbolicLink(lib.resolve(code.getFileName()), code.toAbsolutePath());
    for (Path beside : FunctionJar.beside(code)) {
      Files.createSymbolicLink(folder.resolve(beside.getFileName()), beside);
    }
    return folder;
  }

  /**
   * A function in Python.
   *
   * @param python the program of a virtual environment that has awslambdaric
   * @param handler such as functions.archive
   */
  public static FunctionProgram ofPython(Path python, Path code, String handler) {
    return new FunctionProgram(
        List.of(python.toString(), "-m", "awslambdaric", handler), code, handler);
  }

  /** Only the runtime's own jars: the function has to bring everything else. */
  private static String classPath(boolean watching) {
    String jars = CLIENT_JARS.stream().map(FunctionProgram::jar).collect(Collectors.joining(":"));
    return watching ? jars + ":" + WatchedHandler.place() : jars;
  }

  private static String jar(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(path -> String.valueOf(Path.of(path).getFileName()).startsWith(name + "-"))
        .findFirst()
        // The process has another working folder than this one.
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
  }
}
