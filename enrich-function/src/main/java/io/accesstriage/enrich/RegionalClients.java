package io.accesstriage.enrich;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

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

  /**
   * @param builder of the service, such as {@code S3Client::builder}
   */
  static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> RegionalClients<C> of(
      Supplier<B> builder) {
    return new RegionalClients<>(region -> AwsClients.client(builder.get(), region));
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
