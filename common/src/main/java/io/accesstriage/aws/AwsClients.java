package io.accesstriage.aws;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * The settings that all clients share. Clients are made once and kept; they hold no connection that
 * a SnapStart snapshot could freeze, since the HTTP client opens them per call or from the JDK's
 * own keep-alive cache.
 */
public final class AwsClients {
  /** One attempt; the SDK makes up to three before the state machine's own retries. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private static final Duration CALL = Duration.ofSeconds(15);

  private AwsClients() {}

  /** A client of the region that the function runs in. */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder) {
    return configured(builder).build();
  }

  /** A client of another region. */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String region) {
    return configured(builder).region(Region.of(region)).build();
  }

  /** A client of another region with other credentials than the function's own. */
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
      B builder, String region, AwsCredentialsProvider credentials) {
    return configured(builder).region(Region.of(region)).credentialsProvider(credentials).build();
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder) {
    return builder
        .httpClient(Http.CLIENT)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .scheduledExecutorService(Timeouts.THREAD)
                .build());
  }

  /** One for all clients of a function, made on first use. */
  private static final class Http {
    static final SdkHttpClient CLIENT =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(2))
            .socketTimeout(ATTEMPT)
            .build();
  }

  /** Watches the time of calls. Left alone, each client would start up to five threads for it. */
  private static final class Timeouts {
    static final ScheduledExecutorService THREAD =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "aws-call-timeouts");
              thread.setDaemon(true);
              return thread;
            });
  }
}
