package io.accesstriage.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Makes clients, with the settings that all share. A client holds no connection that a SnapStart
 * snapshot could freeze, since the HTTP client opens them per call or from the JDK's own keep-alive
 * cache, and looks for credentials at its first call. So clients may be made before a snapshot.
 * Thread-safe.
 */
public final class AwsClients {
  /** One attempt; the SDK makes up to three before the state machine's own retries. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private static final Duration CALL = Duration.ofSeconds(15);

  private final SdkHttpClient http;
  private final ScheduledExecutorService timeouts;
  private final @Nullable Place place;
  private final @Nullable AwsCredentialsProvider credentials;
  private final Map<Kind, Object> prepared = new ConcurrentHashMap<>();

  /**
   * What tells clients with the function's own credentials apart.
   *
   * @param builder the class of the service's builder
   * @param region null for the function's own
   */
  private record Kind(Class<?> builder, @Nullable String region) {}

  /**
   * Something that answers in AWS's place.
   *
   * @param region of clients that are asked for without one: the function's own
   * @param real gets a client ready for each kind that is asked for here
   */
  public record Place(String region, AwsCredentialsProvider credentials, AwsClients real) {}

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
   * @param http knows the way there from AWS's endpoints; the caller closes it
   * @param timeouts watches the time of calls; the caller shuts it down
   */
  public static AwsClients of(Place place, SdkHttpClient http, ScheduledExecutorService timeouts) {
    return new AwsClients(http, timeouts, place, place.credentials());
  }

  /**
   * A client of the region that the function runs in.
   *
   * @param builder of the service, such as {@code SnsClient::builder}
   */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      Supplier<B> builder) {
    return preparedOrMade(builder, null);
  }

  /** A client of another region. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      Supplier<B> builder, String region) {
    return preparedOrMade(builder, region);
  }

  /** A client of another region with other credentials than the function's own. */
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      Supplier<B> builder, String region, AwsCredentialsProvider credentials) {
    return configured(builder.get())
        .region(Region.of(region))
        .credentialsProvider(credentials)
        .build();
  }

  /**
   * Prepares for the first connection: an HTTP client puts the authorities that it trusts in order
   * when it first sees a certificate.
   *
   * @param stranger a server whom no authority has signed a certificate
   */
  public void refuse(URI stranger) {
    SdkHttpRequest request =
        SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(stranger).build();
    try {
      http.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call();
    } catch (IOException e) {
      return;
    }
    throw new IllegalStateException("a certificate was trusted that no authority has signed");
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C preparedOrMade(
      Supplier<B> service, @Nullable String region) {
    B builder = service.get();
    Class<?> kind = builder.getClass();
    @SuppressWarnings("unchecked") // It was made by a builder of the same class.
    C ready = (C) prepared.get(new Kind(kind, region));
    if (ready != null) {
      return ready;
    }
    if (place != null) {
      // Wherever the samples are from: most findings are of the function's own region.
      Kind own = new Kind(kind, region == null ? null : place.region());
      // Of a builder of its own, which a client keeps.
      place.real().prepare(own, service.get(), place.region());
    }
    return made(builder, region);
  }

  /** Makes a client that the next who ask for one of this kind get, and keeps it for good. */
  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> void prepare(
      Kind kind, B builder, String region) {
    prepared.computeIfAbsent(kind, none -> made(builder, region));
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C made(
      B builder, @Nullable String region) {
    B configured = configured(builder);
    return region == null ? configured.build() : configured.region(Region.of(region)).build();
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
