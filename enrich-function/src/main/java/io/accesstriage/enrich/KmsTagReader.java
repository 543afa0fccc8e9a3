package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;

/**
 * Reads the tags of KMS keys, which KMS tells only inside the key's own account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html">ListResourceTags</a>
 */
final class KmsTagReader extends ServiceTagReader<KmsClient> {
  static final ArnForm KEY =
      new ArnForm("a key's ARN", "arn:aws:kms:REGION:ACCOUNT:key/ID", "key/[A-Za-z0-9-]{1,256}");

  KmsTagReader(RegionalClients<KmsClient> clients) {
    super("kms:ListResourceTags", KEY, clients);
  }

  @Override
  @Nullable String read(KmsClient client, Arn key, @Nullable String page, Tags tags) {
    ListResourceTagsResponse answer =
        client.listResourceTags(
            ListResourceTagsRequest.builder().keyId(key.toString()).marker(page).build());
    answer.tags().forEach(tag -> tags.add(tag.tagKey(), tag.tagValue()));
    return answer.nextMarker();
  }
}
