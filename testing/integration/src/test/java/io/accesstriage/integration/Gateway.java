package io.accesstriage.integration;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The one endpoint of all AWS services: asks the services that moto lacks or is not to answer, and
 * passes everything else on to moto.
 */
final class Gateway implements AutoCloseable {
  /** Set by the HTTP client itself, or of the connection only. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Service> services = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> mistakes = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /** Something that answers some requests. */
  interface Service {
    Optional<Answer> answer(Request request) throws IOException, InterruptedException;
  }

  /**
   * @param uri path and query, as sent
   */
  record Request(String method, URI uri, Headers headers, String body) {
    String header(String name) {
      return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }

    /** The region that the request is signed for. */
    String region() {
      String[] scope = header("Authorization").split("/", -1);
      return scope.length < 4 ? Local.REGION : scope[2];
    }
  }

  record Answer(int status, Map<String, String> headers, String body) {}

  Gateway() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** By number, since the S3 client would make a host name's subdomains of buckets. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** What services threw instead of answering; empty when all is well. */
  List<RuntimeException> mistakes() {
    return mistakes;
  }

  /** Asks this service after those added before. */
  void add(Service service) {
    services.add(service);
  }

  /** Asks this service before all others. */
  void addFirst(Service service) {
    services.add(0, service);
  }

  /**
   * Sends a request on.
   *
   * @param account to take it as of; null for that of its credentials
   */
  Answer forward(Request request, URI to, @Nullable String account)
      throws IOException, InterruptedException {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(URI.create(to + request.uri().toString()))
            .method(request.method(), HttpRequest.BodyPublishers.ofString(request.body()));
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.header(name, value));
              }
            });
    if (account != null) {
      forwarded.header("x-moto-account-id", account);
    }
    HttpResponse<String> answer =
        http.send(forwarded.build(), HttpResponse.BodyHandlers.ofString());
    Map<String, String> headers = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name)) {
                headers.put(name, String.join(",", values));
              }
            });
    return new Answer(answer.statusCode(), headers, answer.body());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      Answer answer = answer(request);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(Request request) throws IOException {
    try {
      for (Service service : services) {
        Optional<Answer> answer = service.answer(request);
        if (answer.isPresent()) {
          return answer.get();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A mistake of the tests' own: nobody is to take it for an answer of AWS.
      mistakes.add(e);
    }
    return new Answer(599, Map.of(), "");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
