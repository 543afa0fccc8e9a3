package io.accesstriage.cli;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the SDK's clients of this JVM call instead of AWS until it is closed, once each. */
public final class AwsEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Optional<String>> before = new HashMap<>();

  /**
   * @param atOnce how many calls are answered at the same time
   */
  public AwsEndpoint(HttpHandler answer, int atOnce) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newFixedThreadPool(atOnce);
    server.setExecutor(threads);
    server.createContext("/", answer);
    server.start();
    set("aws.endpointUrl", address());
    set("aws.accessKeyId", "test");
    set("aws.secretAccessKey", "test");
    set("aws.region", "us-east-1");
    set("aws.retryMode", "standard");
    set("aws.maxAttempts", "1");
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sets a system property until this is closed. */
  public void set(String name, String value) {
    before.putIfAbsent(name, Optional.ofNullable(System.getProperty(name)));
    System.setProperty(name, value);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    before.forEach(
        (name, value) ->
            value.ifPresentOrElse(
                text -> System.setProperty(name, text), () -> System.clearProperty(name)));
  }
}
