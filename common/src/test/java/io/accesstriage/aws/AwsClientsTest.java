package io.accesstriage.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;

final class AwsClientsTest {
  private static final AwsCredentialsProvider NOBODY = AnonymousCredentialsProvider.create();

  @Test
  void client_ofAKindThatPrimingUsed_isReadyInTheOwnRegion() {
    AwsClients real = AwsClients.ofAws(NOBODY);
    ScheduledExecutorService timeouts = AwsClients.timeouts();
    try (SdkHttpClient http = AwsClients.http().build()) {
      AccessAnalyzerClient primed =
          AwsClients.of(new AwsClients.Place("eu-west-1", NOBODY, real), http, timeouts)
              .client(AccessAnalyzerClient::builder, "us-east-1");

      AccessAnalyzerClient ready = real.client(AccessAnalyzerClient::builder, "eu-west-1");

      assertNotSame(primed, ready);
      assertEquals(Region.US_EAST_1, primed.serviceClientConfiguration().region());
      assertEquals(Region.EU_WEST_1, ready.serviceClientConfiguration().region());
      assertSame(ready, real.client(AccessAnalyzerClient::builder, "eu-west-1"));
    } finally {
      timeouts.shutdownNow();
    }
  }

  @Test
  void client_ofAnotherRegion_isMadeWhenAskedFor() {
    AwsClients clients = AwsClients.ofAws(NOBODY);

    AccessAnalyzerClient client = clients.client(AccessAnalyzerClient::builder, "eu-west-1");

    assertNotSame(client, clients.client(AccessAnalyzerClient::builder, "eu-west-1"));
  }
}
