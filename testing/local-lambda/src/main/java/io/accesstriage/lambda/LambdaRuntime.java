package io.accesstriage.lambda;

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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A function in a process of its own, called by Lambda's own runtime interface client, which asks
 * this for events by the runtime API.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime
 *     API</a>
 */
public final class LambdaRuntime implements AutoCloseable {
  private static final long LONGEST_SECONDS = 60;

  static {
    LocalAws.answerWithoutDelay();
  }

  private final HttpServer api;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<String> events = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<Received> replies = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<Long> ready = new ArrayBlockingQueue<>(10);
  private final Process process;
  private final TemporaryFolder folder;
  private final Path log;
  private final long started;
  private boolean isStarting = true;

  /**
   * What the function answered.
   *
   * @param kind response, error or init/error
   * @param took from when the event was given or, of the first event of a function that was not
   *     waited for, from its process's start
   */
  public record Reply(String kind, JsonNode body, Duration took) {}

  /** A reply as it came, and when. */
  private record Received(String kind, String body, long at) {}

  /**
   * Starts a function.
   *
   * @param program the runtime client and the function
   * @param environment besides what Lambda sets; nothing of this process is passed on
   */
  public LambdaRuntime(FunctionProgram program, Map<String, String> environment) {
    try {
      api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      api.setExecutor(threads);
      api.createContext("/2018-06-01/runtime/", this::handle);
      api.start();
      folder = TemporaryFolder.make("function");
      log = folder.path().resolve("function.log");
      Path taskRoot = program.laidOut(Files.createDirectory(folder.path().resolve("task")));
      ProcessBuilder builder =
          new ProcessBuilder(program.command())
              .directory(taskRoot.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(new File("/dev/null"));
      builder.environment().clear();
      builder.environment().putAll(environment(taskRoot, program.handler()));
      builder.environment().putAll(environment);
      started = System.nanoTime();
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the function an event and waits for what it answers. */
  public Reply invoke(JsonNode event) {
    long begun = isStarting ? started : System.nanoTime();
    isStarting = false;
    events.add(Json.text(event));
    Received received = next(replies);
    return new Reply(
        received.kind(),
        Json.read(received.body(), received.kind()),
        Duration.ofNanos(received.at() - begun));
  }

  /** Waits until the function asks for an event: it is initialised, and restored if need be. */
  public void awaitReady() {
    next(ready);
    isStarting = false;
  }

  private <T> T next(BlockingQueue<T> queue) {
    try {
      for (int i = 0; i < LONGEST_SECONDS * 10; i++) {
        T next = queue.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          return next;
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
            .formatted(process.isAlive() ? "it still runs" : "it ended", log()));
  }

  /** What the function has written so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of the runtime API, to which the runtime client stays connected. */
  public int apiPort() {
    return api.getAddress().getPort();
  }

  public long pid() {
    return process.pid();
  }

  /** The processor time that the function has used so far. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  private Map<String, String> environment(Path taskRoot, String handler) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getAddress().getPort());
    environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    environment.put("_HANDLER", handler);
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "function");
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
    environment.put("AWS_REGION", LocalAws.REGION);
    return environment;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      long now = System.nanoTime();
      if (path.endsWith("/invocation/next")) {
        answerNext(exchange);
        return;
      }
      if (path.endsWith("/restore/next")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String kind =
          path.endsWith("/init/error") ? "init/error" : path.substring(path.lastIndexOf('/') + 1);
      replies.add(new Received(kind, body, now));
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private void answerNext(HttpExchange exchange) throws IOException {
    ready.clear();
    ready.add(System.nanoTime());
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
            "arn:aws:lambda:us-east-1:111122223333:function:function:live")
        .forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(200, event.length);
    exchange.getResponseBody().write(event);
  }

  /** Ends the function; its log is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    api.stop(0);
    threads.shutdownNow();
    folder.close();
  }
}
