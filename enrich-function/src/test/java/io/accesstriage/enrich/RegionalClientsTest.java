package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Resource;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

final class RegionalClientsTest {
  private static final AccountAccess ACCESS =
      AccountAccess.ofAws(
          new EnrichConfig("aws", "111122223333", null, null, false),
          AwsClients.ofAws(),
          Clock.systemUTC(),
          Caller.FUNCTION);

  @ParameterizedTest
  @CsvSource({
    "us-east-1",
    "ap-southeast-5",
    "cn-northwest-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "eusc-de-east-1"
  })
  void of_region_isOneClientOfThatRegion(String region) {
    Resource resource = new Resource("arn:aws:s3:::b", "AWS::S3::Bucket", null, region);
    RegionalClients<S3Client> s3 = ACCESS.clients(S3Client::builder);
    RegionalClients<KmsClient> kms = ACCESS.clients(KmsClient::builder);

    assertEquals(region, s3.of(resource).serviceClientConfiguration().region().id());
    assertEquals(region, kms.of(resource).serviceClientConfiguration().region().id());
    assertSame(s3.of(resource), s3.of(resource));
  }
}
