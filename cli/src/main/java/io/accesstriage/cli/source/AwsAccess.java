package io.accesstriage.cli.source;

import io.accesstriage.aws.AwsClients;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.text.SafeText;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Whose credentials a command asks AWS with, and where.
 *
 * @param region of what has no other
 */
public record AwsAccess(AwsClients clients, String region) {

  /**
   * Makes the settings of this process; asks nothing yet.
   *
   * @param profile nothing for what the environment has
   * @param region nothing for the profile's, or else the environment's
   * @param concurrency how many connections to a service are kept open
   * @throws CommandLineError where there is no such profile, or no region is known
   */
  public static AwsAccess of(Optional<String> profile, Optional<String> region, int concurrency) {
    Optional<NamedProfile> named = profile.map(NamedProfile::of);
    String where =
        region.or(() -> named.flatMap(NamedProfile::region)).orElseGet(AwsAccess::ofEnvironment);
    if (!AwsSettings.isRegion(where)) {
      throw new CommandLineError(
          "--region: expected a region such as us-east-1, found " + SafeText.quoted(where, 60));
    }
    AwsSettings.apply(where, concurrency);
    return new AwsAccess(
        named.map(of -> AwsClients.ofAws(of.credentials())).orElseGet(AwsClients::ofAws), where);
  }

  private static String ofEnvironment() {
    try {
      return new DefaultAwsRegionProviderChain().getRegion().id();
    } catch (SdkClientException e) {
      throw new CommandLineError(
          "no region is known: give --region, or set AWS_REGION or a profile with a region", e);
    }
  }
}
