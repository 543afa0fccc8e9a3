package io.accesstriage.snapstart;

import io.accesstriage.aws.AwsClients;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.SdkHttpClient;

/** Answers as AWS does, over TLS, and gives credentials as Lambda does after a restore. */
final class StandInForAws implements AutoCloseable {
  private static final String CREDENTIALS_URI =
      SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property();

  /** Dummy credentials that grant nothing. */
  private static final byte[] CREDENTIALS =
      """
      {"AccessKeyId": "priming", "SecretAccessKey": "priming", "Token": "priming",
       "Expiration": "2999-01-01T00:00:00Z"}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Collection<String> calls = new ConcurrentLinkedQueue<>();
  private final TlsOfOneProcess tls = TlsOfOneProcess.make();
  private final Loopback aws;
  private final Loopback credentials;
  private final String region;
  private final AwsClients real;

  /**
   * @param region of the function
   * @param real the function's clients of AWS
   * @param answers to the calls, by {@link HttpMessage#call their names}
   */
  StandInForAws(String region, AwsClients real, Function<String, Optional<byte[]>> answers)
      throws IOException, GeneralSecurityException {
    this.region = region;
    this.real = real;
    this.aws =
        new Loopback(
            tls.serverSockets(),
            request -> {
              calls.add(request.call());
              return answers.apply(request.call());
            });
    this.credentials =
        new Loopback(ServerSocketFactory.getDefault(), request -> Optional.of(CREDENTIALS));
  }

  /** The names of all calls so far. */
  Collection<String> calls() {
    return calls;
  }

  /** Its own certificate is none that AWS's clients trust. */
  URI stranger() {
    return URI.create("https://127.0.0.1:" + aws.port() + "/");
  }

  /** Clients and credentials of a round, which nothing outside of it shares. */
  Access access() {
    return new Access();
  }

  /** Clients with credentials of their own; while it is open, this process has no others. */
  final class Access implements AutoCloseable {
    private final Optional<String> before =
        Optional.ofNullable(System.getProperty(CREDENTIALS_URI));
    private final SdkHttpClient http =
        new DivertedHttpClient(
            AwsClients.http().tlsTrustManagersProvider(tls::trustManagers).build(), aws.port());
    private final ScheduledExecutorService timeouts = AwsClients.timeouts();
    private final DefaultCredentialsProvider provider;

    private Access() {
      // The one way to tell the SDK's own chain. Nothing else runs before the snapshot.
      System.setProperty(CREDENTIALS_URI, "http://127.0.0.1:" + credentials.port() + "/");
      provider = DefaultCredentialsProvider.builder().build();
    }

    AwsClients clients() {
      return AwsClients.of(new AwsClients.Place(region, provider, real), http, timeouts);
    }

    @Override
    public void close() {
      before.ifPresentOrElse(
          uri -> System.setProperty(CREDENTIALS_URI, uri),
          () -> System.clearProperty(CREDENTIALS_URI));
      provider.close();
      http.close();
      timeouts.shutdownNow();
    }
  }

  @Override
  public void close() throws IOException {
    aws.close();
    credentials.close();
  }
}
