package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.MalformedInput;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * Assumes roles at the endpoint of the function's own region: credentials of the global endpoint
 * are not taken in regions that an account has to opt into.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
final class StsRoleAssumer implements RoleAssumer {
  private final Supplier<StsClient> client;

  /** Makes its client on first use. */
  StsRoleAssumer(AwsClients aws) {
    this(new OnFirstUse(aws));
  }

  StsRoleAssumer(Supplier<StsClient> client) {
    this.client = client;
  }

  @Override
  public Session assume(String roleArn, String sessionName, @Nullable String externalId) {
    try {
      return session(
          client
              .get()
              .assumeRole(
                  AssumeRoleRequest.builder()
                      .roleArn(roleArn)
                      .roleSessionName(sessionName)
                      .externalId(externalId)
                      .build())
              .credentials());
    } catch (SdkException e) {
      throw AwsCallException.of(OPERATION, e);
    }
  }

  private static Session session(@Nullable Credentials answer) {
    if (answer == null
        || answer.accessKeyId() == null
        || answer.secretAccessKey() == null
        || answer.sessionToken() == null
        || answer.expiration() == null) {
      throw new MalformedInput(OPERATION + " answered incomplete credentials");
    }
    return new Session(
        AwsSessionCredentials.create(
            answer.accessKeyId(), answer.secretAccessKey(), answer.sessionToken()),
        answer.expiration());
  }

  private static final class OnFirstUse implements Supplier<StsClient> {
    private final AwsClients aws;
    private @Nullable StsClient client;

    OnFirstUse(AwsClients aws) {
      this.aws = aws;
    }

    @Override
    public synchronized StsClient get() {
      if (client == null) {
        client = aws.client(StsClient::builder);
      }
      return client;
    }
  }
}
