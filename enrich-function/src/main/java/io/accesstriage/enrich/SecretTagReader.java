package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;

/**
 * Reads the tags of Secrets Manager's secrets; the call tells a secret's description, never its
 * value.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html">DescribeSecret</a>
 */
final class SecretTagReader extends ServiceTagReader<SecretsManagerClient> {
  private static final ArnForm SECRET =
      new ArnForm(
          "a secret's ARN",
          "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX",
          "secret:(?!.*\\.\\./)[A-Za-z0-9/_+=.@!-]{1,519}");

  SecretTagReader(RegionalClients<SecretsManagerClient> clients) {
    super("secretsmanager:DescribeSecret", SECRET, clients);
  }

  @Override
  @Nullable String read(
      SecretsManagerClient client, Arn secret, @Nullable String page, Tags tags) {
    client
        .describeSecret(DescribeSecretRequest.builder().secretId(secret.toString()).build())
        .tags()
        .forEach(tag -> tags.add(tag.key(), tag.value()));
    return null;
  }
}
