package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Resource;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;

/**
 * Reads the tags of KMS keys, which KMS tells only inside the key's own account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html">ListResourceTags</a>
 */
final class KmsTagReader implements TagReader {
  private static final String OPERATION = "kms:ListResourceTags";

  private final RegionalClients<KmsClient> clients;

  KmsTagReader(RegionalClients<KmsClient> clients) {
    this.clients = clients;
  }

  @Override
  public String operation() {
    return OPERATION;
  }

  @Override
  public Map<String, String> tags(Resource key) {
    KmsClient client = clients.of(key);
    Tags tags = new Tags(OPERATION);
    try {
      String marker = null;
      do {
        ListResourceTagsResponse page =
            client.listResourceTags(
                ListResourceTagsRequest.builder().keyId(key.arn()).marker(marker).build());
        page.tags().forEach(tag -> tags.add(tag.tagKey(), tag.tagValue()));
        marker = page.nextMarker();
      } while (marker != null);
    } catch (SdkException e) {
      throw AwsCallException.of(OPERATION, e);
    }
    return tags.asMap();
  }
}
