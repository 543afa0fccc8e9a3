package io.accesstriage.enrich;

import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The clients of one service, made on first use, one a region and account, and kept. Thread-safe.
 *
 * @param <C> the service's client
 */
final class RegionalClients<C> {
  /** A region becomes part of a host name, so nothing else may come from an event. */
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");

  /** A client takes some hundred kilobytes; the least recently used of more is made again. */
  private static final int MOST_CLIENTS = 100;

  private final ExpiringCache<Key, C> clients =
      new ExpiringCache<>(Clock.systemUTC(), MOST_CLIENTS);
  private final Function<Resource, Optional<AwsCredentialsProvider>> access;
  private final BiFunction<String, Optional<AwsCredentialsProvider>, C> clientOf;

  /**
   * @param account null for the function's own
   */
  private record Key(String region, @Nullable String account) {}

  /**
   * Clients of regions, all with the function's own credentials, whose account is not looked at.
   */
  RegionalClients(Function<String, C> clientOfRegion) {
    this.access = resource -> Optional.empty();
    this.clientOf = (region, credentials) -> clientOfRegion.apply(region);
  }

  /**
   * @param clientOf region and credentials, nothing for the function's own
   */
  RegionalClients(
      AccountAccess access, BiFunction<String, Optional<AwsCredentialsProvider>, C> clientOf) {
    this.access = access::credentials;
    this.clientOf = clientOf;
  }

  /**
   * The client of the resource's region and account.
   *
   * @throws MalformedInput where that is no region's name, or no account's id
   * @throws NotReadable where the account's resources may not be read
   * @throws io.accesstriage.aws.AwsCallException where credentials could not be got
   */
  C of(Resource resource) {
    String region = resource.region();
    if (region == null || !REGION.matcher(region).matches()) {
      throw new MalformedInput(
          "resource.region: expected a region such as us-east-1, found "
              + (region == null ? "none" : SafeText.quoted(region, 60)));
    }
    Optional<AwsCredentialsProvider> credentials = access.apply(resource);
    Key key = new Key(region, credentials.isPresent() ? resource.account() : null);
    return clients.get(key, () -> ExpiringCache.Kept.forGood(clientOf.apply(region, credentials)));
  }
}
