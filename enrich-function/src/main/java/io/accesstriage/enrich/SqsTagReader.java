package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;

/**
 * Reads the tags of SQS queues, which SQS tells only inside the queue's own account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html">ListQueueTags</a>
 */
final class SqsTagReader extends ServiceTagReader<SqsClient> {
  private static final ArnForm QUEUE =
      new ArnForm(
          "a queue's ARN", "arn:aws:sqs:REGION:ACCOUNT:NAME", "[A-Za-z0-9_-]{1,80}(?:\\.fifo)?");

  SqsTagReader(RegionalClients<SqsClient> clients) {
    super("sqs:ListQueueTags", QUEUE, clients);
  }

  @Override
  @Nullable String read(SqsClient client, Arn queue, @Nullable String page, Tags tags) {
    client
        .listQueueTags(ListQueueTagsRequest.builder().queueUrl(url(queue)).build())
        .tags()
        .forEach(tags::add);
    return null;
  }

  /** As GetQueueUrl answers it, which would be a call and a permission more. */
  private static String url(Arn queue) {
    return "https://sqs.%s.%s/%s/%s"
        .formatted(
            queue.region(),
            switch (queue.partition()) {
              case "aws-cn" -> "amazonaws.com.cn";
              case "aws-eusc" -> "amazonaws.eu";
              default -> "amazonaws.com";
            },
            queue.account(),
            queue.resource());
  }
}
