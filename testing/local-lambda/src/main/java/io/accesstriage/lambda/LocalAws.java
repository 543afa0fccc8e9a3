package io.accesstriage.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Answers calls of AWS over HTTPS with a certificate that it signs itself, as an AWS endpoint does:
 * connections stay open. It gives credentials over HTTP, as Lambda does after a restore.
 */
public final class LocalAws implements AutoCloseable {
  public static final String REGION = "us-east-1";

  private static final String PASSWORD = "password";
  private static final String ALIAS = "aws";
  private static final int CONNECTIONS_TO_WARM_UP = 1_000;
  private static final byte[] CREDENTIALS =
      """
      {"AccessKeyId": "local", "SecretAccessKey": "local", "Token": "local", "Expiration": "2999-01-01T00:00:00Z"}
      """
          .getBytes(StandardCharsets.UTF_8);

  static {
    answerWithoutDelay();
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpsServer aws;
  private final HttpServer credentials;
  private final AtomicInteger credentialsGiven = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final TemporaryFolder folder;
  private final Path trustStore;
  private final Path certificate;
  private volatile Duration delay = Duration.ZERO;
  private volatile Function<String, byte[]> answers =
      call -> {
        throw new IllegalStateException("nothing was said about " + call);
      };

  public LocalAws() throws IOException, GeneralSecurityException {
    folder = TemporaryFolder.make("local-aws");
    trustStore = folder.path().resolve("trust.p12");
    certificate = folder.path().resolve("certificate.pem");
    SSLContext tls = tls(folder.path().resolve("keys.p12"));
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    aws = HttpsServer.create(anyPort, 10);
    aws.setHttpsConfigurator(new HttpsConfigurator(tls));
    aws.setExecutor(threads);
    aws.createContext("/", this::answer);
    aws.start();
    credentials = HttpServer.create(anyPort, 10);
    credentials.setExecutor(threads);
    credentials.createContext("/", this::giveCredentials);
    credentials.start();
  }

  /** The JDK's server would hold each answer back for 40 ms, until the other side acknowledges. */
  static void answerWithoutDelay() {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /**
   * @param answers JSON or XML by the call's name: its X-Amz-Target, the action of a form, else the
   *     method and the first part of the path
   */
  public void answers(Function<String, byte[]> answers) {
    this.answers = answers;
  }

  /** How long each answer takes from now on; nothing at first. */
  public void answersAfter(Duration delay) {
    this.delay = delay;
  }

  /** What a function's process has to know, whichever its language. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        "https://127.0.0.1:" + aws.getAddress().getPort(),
        "AWS_CA_BUNDLE",
        certificate.toString());
  }

  /** Credentials in the environment, as a function has them that is not restored. */
  public Map<String, String> staticCredentials() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        "local",
        "AWS_SECRET_ACCESS_KEY",
        "local",
        "AWS_SESSION_TOKEN",
        "local");
  }

  /** Credentials to ask for, as a function has them that may be restored from a snapshot. */
  public Map<String, String> credentialsOfARestore() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "http://127.0.0.1:" + credentials.getAddress().getPort() + "/",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "token");
  }

  /** What a JVM has to be told to trust it. */
  public List<String> javaFlags() {
    return List.of("-Djavax.net.ssl.trustStore=" + trustStore);
  }

  /**
   * Accepts connections until the JVM has compiled what that takes, so that whoever is measured
   * does not wait for it: AWS's own endpoints are warm.
   */
  public void warmUp() throws IOException, GeneralSecurityException {
    SSLContext client = SSLContext.getInstance("TLS");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(trustStore)) {
      trusted.load(in, null);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    client.init(null, factory.getTrustManagers(), null);
    for (int i = 0; i < CONNECTIONS_TO_WARM_UP; i++) {
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port())) {
        socket.startHandshake();
      }
    }
  }

  /** How often somebody asked for credentials. */
  public int credentialsGiven() {
    return credentialsGiven.get();
  }

  /** How many calls were answered. */
  public int calls() {
    return calls.get();
  }

  public int port() {
    return aws.getAddress().getPort();
  }

  private SSLContext tls(Path keys) throws IOException, GeneralSecurityException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=local AWS",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "365",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    } catch (IOException e) {
      throw new IOException("keytool made no key: " + said, e);
    }
    trust(store.getCertificate(ALIAS));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /**
   * Writes what a function trusts, for Java and for others: this and the authorities that the JDK
   * trusts, since a function has to read those, too. Like the JDK's own file it has no password,
   * whose key derivation would be measured, too.
   */
  private void trust(Certificate own) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    StringBuilder pem = new StringBuilder();
    int number = 0;
    List<Certificate> all = new ArrayList<>(List.of(own));
    all.addAll(authorities());
    for (Certificate each : all) {
      trusted.setCertificateEntry(ALIAS + number++, each);
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(each.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    Files.writeString(certificate, pem);
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      trusted.store(out, null);
    }
  }

  private static List<X509Certificate> authorities() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      calls.incrementAndGet();
      byte[] answer;
      int status = 200;
      try {
        TimeUnit.MILLISECONDS.sleep(delay.toMillis());
        answer = answers.apply(call(exchange, body));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        status = 400;
        answer =
            "{\"__type\": \"Unexpected\", \"message\": \"%s\"}"
                .formatted(e.getMessage())
                .getBytes(StandardCharsets.UTF_8);
      }
      boolean isXml = answer.length > 0 && answer[0] == '<';
      exchange
          .getResponseHeaders()
          .set("Content-Type", isXml ? "text/xml" : "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static String call(HttpExchange exchange, String body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return target;
    }
    if (body.startsWith("Action=")) {
      return body.substring("Action=".length(), body.indexOf('&'));
    }
    String path = Objects.requireNonNull(exchange.getRequestURI().getPath());
    return exchange.getRequestMethod() + " /" + path.split("/", -1)[1];
  }

  private void giveCredentials(HttpExchange exchange) throws IOException {
    try (exchange) {
      credentialsGiven.incrementAndGet();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, CREDENTIALS.length);
      exchange.getResponseBody().write(CREDENTIALS);
    }
  }

  @Override
  public void close() {
    aws.stop(0);
    credentials.stop(0);
    threads.shutdownNow();
    folder.close();
  }
}
