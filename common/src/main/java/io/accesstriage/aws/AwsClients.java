package io.accesstriage.aws;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Makes clients, with the settings that all share. A client holds no connection that a SnapStart
 * snapshot could freeze, since the HTTP client opens them per call or from the JDK's own keep-alive
 * cache, and looks for credentials at its first call. Thread-safe.
 */
public final class AwsClients {
  /** One attempt; the SDK makes up to three before the state machine's own retries. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private static final Duration CALL = Duration.ofSeconds(15);

  private final SdkHttpClient http;
  private final ScheduledExecutorService timeouts;
  private final @Nullable Place place;
  private final @Nullable AwsCredentialsProvider credentials;

  /**
   * Where to find something that answers in AWS's place.
   *
   * @param endpoint of all services and regions; null where the HTTP client knows the way from
   *     AWS's own
   * @param region of clients that are asked for without one
   */
  public record Place(@Nullable URI endpoint, String region, AwsCredentialsProvider credentials) {}

  private AwsClients(
      SdkHttpClient http,
      ScheduledExecutorService timeouts,
      @Nullable Place place,
      @Nullable AwsCredentialsProvider credentials) {
    this.http = http;
    this.timeouts = timeouts;
    this.place = place;
    this.credentials = credentials;
  }

  /** Clients of AWS, with the function's own credentials and in its own region. */
  public static AwsClients ofAws() {
    return OfAws.CLIENTS;
  }

  /** Clients of AWS with these credentials, whatever the environment has. */
  public static AwsClients ofAws(AwsCredentialsProvider credentials) {
    return new AwsClients(http().build(), timeouts(), null, credentials);
  }

  /**
   * Clients of something else.
   *
   * @param http which the caller closes
   * @param timeouts watches the time of calls; the caller shuts it down
   */
  public static AwsClients of(Place place, SdkHttpClient http, ScheduledExecutorService timeouts) {
    return new AwsClients(http, timeouts, place, place.credentials());
  }

  /** A client of the region that the function runs in. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return configured(builder).build();
  }

  /** A client of another region. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String region) {
    return configured(builder).region(Region.of(region)).build();
  }

  /** A client of another region with other credentials than the function's own. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String region, AwsCredentialsProvider credentials) {
    return configured(builder).region(Region.of(region)).credentialsProvider(credentials).build();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder) {
    builder
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .scheduledExecutorService(timeouts)
                .build());
    if (place != null) {
      builder.region(Region.of(place.region()));
      if (place.endpoint() != null) {
        builder.endpointOverride(place.endpoint());
      }
    }
    if (credentials != null) {
      builder.credentialsProvider(credentials);
    }
    return builder;
  }

  /** The settings of the HTTP client. */
  public static UrlConnectionHttpClient.Builder http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(Duration.ofSeconds(2))
        .socketTimeout(ATTEMPT);
  }

  /** One thread; left alone, each client would start up to five. */
  public static ScheduledExecutorService timeouts() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "aws-call-timeouts");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** One for a whole function, made on first use. */
  private static final class OfAws {
    static final AwsClients CLIENTS = new AwsClients(http().build(), timeouts(), null, null);
  }
}
