package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.accesstriage.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function in a process of its own: its jar in lib/, loaded and called by Lambda's own runtime
 * interface client, which asks this for events by the runtime API.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime
 *     API</a>
 */
final class LambdaRuntime implements AutoCloseable {
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final List<String> CLIENT_JARS =
      List.of(
          "aws-lambda-java-runtime-interface-client",
          "aws-lambda-java-core",
          "aws-lambda-java-serialization",
          "utils-lite");
  private static final long LONGEST_SECONDS = 60;

  private final HttpServer api;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<String> events = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<Reply> replies = new ArrayBlockingQueue<>(10);
  private final Process process;
  private final Path log;

  /**
   * What the function answered.
   *
   * @param kind response, error or init/error
   */
  record Reply(String kind, JsonNode body) {}

  /**
   * Starts a function.
   *
   * @param java the program of the JDK that runs it
   * @param handler as the template says
   * @param environment besides what Lambda sets; nothing of this process is passed on
   */
  LambdaRuntime(Path java, Path jar, String handler, Map<String, String> environment) {
    try {
      api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      api.setExecutor(threads);
      api.createContext("/2018-06-01/runtime/", this::handle);
      api.start();
      Path taskRoot = Files.createTempDirectory(Local.root().resolve("integration/target"), "task");
      Path lib = Files.createDirectory(taskRoot.resolve("lib"));
      Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar.toAbsolutePath());
      log = taskRoot.resolve("log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  java.toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  clientClassPath(),
                  CLIENT,
                  handler)
              .directory(taskRoot.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(new File("/dev/null"));
      builder.environment().clear();
      builder
          .environment()
          .putAll(
              Map.of(
                  "AWS_LAMBDA_RUNTIME_API",
                  "127.0.0.1:" + api.getAddress().getPort(),
                  "LAMBDA_TASK_ROOT",
                  taskRoot.toString(),
                  "_HANDLER",
                  handler,
                  "AWS_LAMBDA_FUNCTION_NAME",
                  "function",
                  "AWS_LAMBDA_FUNCTION_VERSION",
                  "1",
                  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                  "1024",
                  "AWS_REGION",
                  Local.REGION));
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the function an event and waits for what it answers. */
  Reply invoke(JsonNode event) {
    events.add(Json.text(event));
    try {
      for (int i = 0; i < LONGEST_SECONDS * 10; i++) {
        Reply reply = replies.poll(100, TimeUnit.MILLISECONDS);
        if (reply != null) {
          return reply;
        }
        if (!process.isAlive()) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException(
        "the function did not answer; %s; it wrote:%n%s"
            .formatted(process.isAlive() ? "it still runs" : "it ended", Local.text(log)));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (path.endsWith("/invocation/next")) {
        next(exchange);
        return;
      }
      if (path.endsWith("/restore/next")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String kind =
          path.endsWith("/init/error") ? "init/error" : path.substring(path.lastIndexOf('/') + 1);
      replies.add(new Reply(kind, Json.read(body, kind)));
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    byte[] event;
    try {
      event = events.take().getBytes(StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    // The client's native part crashes where the content's type is missing.
    Map.of(
            "Content-Type",
            "application/json",
            "Lambda-Runtime-Aws-Request-Id",
            "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
            "Lambda-Runtime-Deadline-Ms",
            Long.toString(System.currentTimeMillis() + 60_000),
            "Lambda-Runtime-Invoked-Function-Arn",
            LambdaService.arn("Function"))
        .forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(200, event.length);
    exchange.getResponseBody().write(event);
  }

  /** Only the runtime's own jars: the function has to bring everything else. */
  private static String clientClassPath() {
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    return CLIENT_JARS.stream()
        .map(
            name ->
                classPath.stream()
                    .filter(path -> String.valueOf(path.getFileName()).startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow(
                        () -> new IllegalStateException(name + " is not on the class path"))
                    .toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * The JDKs of this machine, by their major versions: this one, and those where Linux has them.
   */
  static Map<Integer, Path> jdks() {
    try (Stream<Path> installed =
        Files.isDirectory(Path.of("/usr/lib/jvm"))
            ? Files.list(Path.of("/usr/lib/jvm"))
            : Stream.empty()) {
      return Stream.concat(
              Stream.of(
                      Optional.ofNullable(System.getenv("JAVA_HOME")),
                      Optional.ofNullable(System.getProperty("java.home")))
                  .flatMap(Optional::stream)
                  .map(Path::of),
              installed)
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .filter(home -> Files.isReadable(home.resolve("release")))
          .collect(
              Collectors.toMap(
                  LambdaRuntime::version,
                  home -> home.resolve("bin/java"),
                  (first, second) -> first,
                  java.util.TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int version(Path home) {
    return Local.text(home.resolve("release"))
        .lines()
        .filter(line -> line.startsWith("JAVA_VERSION=\""))
        .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
        .map(Integer::valueOf)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    api.stop(0);
    threads.shutdownNow();
  }
}
