package io.accesstriage.cli.source;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.text.SafeText;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * A profile of the files of the AWS CLI that a person names. As with the AWS CLI it goes before
 * what the environment has; the SDK's own chain of credentials takes the environment's first.
 */
final class NamedProfile {
  private final String name;
  private final Profile profile;

  private NamedProfile(String name, Profile profile) {
    this.name = name;
    this.profile = profile;
  }

  /**
   * @throws CommandLineError where there is no such profile
   */
  static NamedProfile of(String name) {
    try {
      return new NamedProfile(
          name,
          ProfileFile.defaultProfileFile()
              .profile(name)
              .orElseThrow(
                  () ->
                      new CommandLineError(
                          "--profile: there is no profile %s; \"aws configure list-profiles\" lists them"
                              .formatted(SafeText.quoted(name, 80)))));
    } catch (IllegalArgumentException e) {
      throw new CommandLineError(
          "--profile: the file of profiles could not be read: "
              + SafeText.line(String.valueOf(e.getMessage()), 300),
          e);
    }
  }

  /** The region that it names. */
  Optional<String> region() {
    return profile.property(ProfileProperty.REGION);
  }

  /**
   * Its credentials, got at the first call and renewed while they can be. What fails in that is
   * told as the SDK tells that it has found none at all.
   */
  AwsCredentialsProvider credentials() {
    AwsCredentialsProvider ofProfile = ProfileCredentialsProvider.create(name);
    return () -> resolved(ofProfile);
  }

  private AwsCredentials resolved(AwsCredentialsProvider ofProfile) {
    try {
      return ofProfile.resolveCredentials();
    } catch (SdkException | IllegalArgumentException | IllegalStateException e) {
      throw SdkClientException.create(
          "Unable to load credentials of the profile %s: %s"
              .formatted(SafeText.quoted(name, 80), e.getMessage()),
          e);
    }
  }
}
