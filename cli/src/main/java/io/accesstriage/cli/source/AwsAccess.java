package io.accesstriage.cli.source;

import io.accesstriage.aws.AwsCallException;
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
  /** What to do where {@link #isWithoutCredentials}. */
  public static final String LOG_IN =
      "there are no credentials, or they are not valid or have expired. Log in (such as \"aws sso login\") and name the profile with --profile";

  /** Whether a call failed for want of credentials. The SDK has no type of its own for it. */
  public static boolean isWithoutCredentials(AwsCallException e) {
    return switch (e.kind()) {
      case CREDENTIALS -> true;
      case CONNECTION -> String.valueOf(e.getMessage()).contains("Unable to load credentials");
      case TRANSIENT, DENIED, NOT_FOUND, OTHER -> false;
    };
  }

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
