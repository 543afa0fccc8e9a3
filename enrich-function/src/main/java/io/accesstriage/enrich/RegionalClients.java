package io.accesstriage.enrich;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The clients of one service, made on first use, one a region, and kept. Thread-safe.
 *
 * @param <C> the service's client
 */
final class RegionalClients<C> {
  /** A region becomes part of a host name, so nothing else may come from an event. */
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");

  private final Map<String, C> clients = new ConcurrentHashMap<>();
  private final Function<String, C> clientOfRegion;

  RegionalClients(Function<String, C> clientOfRegion) {
    this.clientOfRegion = clientOfRegion;
  }

  static RegionalClients<S3Client> ofS3() {
    return new RegionalClients<>(region -> AwsClients.client(S3Client.builder(), region));
  }

  static RegionalClients<KmsClient> ofKms() {
    return new RegionalClients<>(region -> AwsClients.client(KmsClient.builder(), region));
  }

  /**
   * The client of the resource's region.
   *
   * @throws MalformedInput where that is no region's name
   */
  C of(Resource resource) {
    String region = resource.region();
    if (region == null || !REGION.matcher(region).matches()) {
      throw new MalformedInput(
          "resource.region: expected a region such as us-east-1, found "
              + (region == null ? "none" : SafeText.quoted(region, 60)));
    }
    return clients.computeIfAbsent(region, clientOfRegion);
  }
}
