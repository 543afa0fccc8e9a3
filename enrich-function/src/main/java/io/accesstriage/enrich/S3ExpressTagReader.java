package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.ListTagsForResourceRequest;

/**
 * Reads the tags of directory buckets of S3 Express One Zone, for which the SDK asks
 * s3express-control in the bucket's region.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_ListTagsForResource.html">ListTagsForResource</a>
 */
final class S3ExpressTagReader extends ServiceTagReader<S3ControlClient> {
  private static final ArnForm DIRECTORY_BUCKET =
      new ArnForm(
          "a directory bucket's ARN",
          "arn:aws:s3express:REGION:ACCOUNT:bucket/NAME--ZONE--x-s3",
          "bucket/[a-z0-9-]{3,63}");

  S3ExpressTagReader(RegionalClients<S3ControlClient> clients) {
    super("s3express:ListTagsForResource", DIRECTORY_BUCKET, clients);
  }

  @Override
  @Nullable String read(S3ControlClient client, Arn bucket, @Nullable String page, Tags tags) {
    client
        .listTagsForResource(
            ListTagsForResourceRequest.builder()
                .accountId(bucket.account())
                .resourceArn(bucket.toString())
                .build())
        .tags()
        .forEach(tag -> tags.add(tag.key(), tag.value()));
    return null;
  }
}
