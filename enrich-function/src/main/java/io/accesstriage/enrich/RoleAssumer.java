package io.accesstriage.enrich;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Assumes roles. Implementations are thread-safe. */
public interface RoleAssumer {
  /** The call that it makes, as IAM names it. */
  String OPERATION = "sts:AssumeRole";

  /**
   * @param sessionName shows up in the CloudTrail of the role's account
   * @param externalId null for none
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   * @throws io.accesstriage.json.MalformedInput where the answer cannot be understood
   */
  Session assume(String roleArn, String sessionName, @Nullable String externalId);

  /**
   * The credentials of an assumed role.
   *
   * @param expiresAt when AWS no longer takes them
   */
  record Session(AwsCredentials credentials, Instant expiresAt) {}
}
