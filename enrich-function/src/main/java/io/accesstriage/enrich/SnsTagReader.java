package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;

/**
 * Reads the tags of SNS topics.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html">ListTagsForResource</a>
 */
final class SnsTagReader extends ServiceTagReader<SnsClient> {
  private static final ArnForm TOPIC =
      new ArnForm(
          "a topic's ARN", "arn:aws:sns:REGION:ACCOUNT:NAME", "[A-Za-z0-9_-]{1,256}(?:\\.fifo)?");

  SnsTagReader(RegionalClients<SnsClient> clients) {
    super("sns:ListTagsForResource", TOPIC, clients);
  }

  @Override
  @Nullable String read(SnsClient client, Arn topic, @Nullable String page, Tags tags) {
    client
        .listTagsForResource(
            ListTagsForResourceRequest.builder().resourceArn(topic.toString()).build())
        .tags()
        .forEach(tag -> tags.add(tag.key(), tag.value()));
    return null;
  }
}
