package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A moto server in a process of its own, and calls to it past the gateway, for setting up and
 * looking.
 */
final class Moto implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  private final Process process;
  private final URI uri;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private Moto(Process process, URI uri, Path log) {
    this.process = process;
    this.uri = uri;
    this.log = log;
  }

  /**
   * Starts a server whose state machines really run, and waits until it answers.
   *
   * @param gatewayPort where its tasks call services
   */
  static Moto start(int gatewayPort) {
    int port = Local.freePort();
    Path log = Local.root().resolve("testing/integration/target/moto-" + port + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Local.program("moto_server").toString(),
                "-H",
                "127.0.0.1",
                "-p",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    builder.environment().put("MOTO_PORT", Integer.toString(gatewayPort));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    try {
      Moto moto = new Moto(builder.start(), URI.create("http://127.0.0.1:" + port), log);
      moto.awaitStart();
      moto.post("/moto-api/config", "{\"stepfunctions\":{\"execute_state_machine\":true}}");
      return moto;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return uri;
  }

  /** Calls a service that speaks AWS JSON, in the account and region of the deployment. */
  JsonNode call(String service, String target, JsonNode body) {
    return call(Local.ACCOUNT, Local.REGION, service, target, body);
  }

  /**
   * Calls a service that speaks AWS JSON.
   *
   * @param service as its signature names it
   * @param target such as AWSStepFunctions.StartExecution
   */
  JsonNode call(String account, String region, String service, String target, JsonNode body) {
    HttpResponse<String> answer = tryCall(account, region, service, target, body);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "moto answered %s with %d: %s".formatted(target, answer.statusCode(), answer.body()));
    }
    return Json.read(answer.body().isEmpty() ? "{}" : answer.body(), target);
  }

  /** The same, whatever it answers. */
  HttpResponse<String> tryCall(
      String account, String region, String service, String target, JsonNode body) {
    return send(
        request("/", account, region, service)
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)))
            .build());
  }

  /** Calls an action of Amazon SNS, which takes forms. */
  void sns(Map<String, String> form) {
    form("sns", form);
  }

  /**
   * Calls an action of a service that takes forms.
   *
   * @return the XML that it answers
   */
  String form(String service, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(
                e ->
                    URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return expectSuccess(
        send(
            request("/", Local.ACCOUNT, Local.REGION, service)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  /** Calls a service by method and path. */
  String rest(String method, String service, String path, String body) {
    return expectSuccess(
        send(
            request(path, Local.ACCOUNT, Local.REGION, service)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  /** Puts something into Amazon S3. */
  void s3(String pathAndQuery, String body) {
    expectSuccess(
        send(
            request(pathAndQuery, Local.ACCOUNT, Local.REGION, "s3")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  private void post(String path, String json) {
    expectSuccess(
        send(
            HttpRequest.newBuilder(uri.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build()));
  }

  /** moto believes any signature; what it reads there is whose, where and of which service. */
  private HttpRequest.Builder request(String path, String account, String region, String service) {
    return HttpRequest.newBuilder(uri.resolve(path))
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/20260101/%s/%s/aws4_request, SignedHeaders=host, Signature=0"
                .formatted(region, service))
        .header("x-moto-account-id", account);
  }

  private static String expectSuccess(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "moto answered %s with %d: %s"
              .formatted(answer.uri(), answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitStart() throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        send(HttpRequest.newBuilder(uri.resolve("/moto-api/")).build());
        return;
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof ConnectException)
            || System.nanoTime() > deadline
            || !process.isAlive()) {
          process.destroyForcibly();
          throw new IllegalStateException(
              "moto_server did not start; it wrote:\n" + Files.readString(log), e);
        }
        pause();
      }
    }
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
