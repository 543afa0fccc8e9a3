package io.accesstriage.enrich;

import io.accesstriage.finding.Arn;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads the tags of S3 buckets.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html">GetBucketTagging</a>
 */
final class S3TagReader extends ServiceTagReader<S3Client> {
  /**
   * Names that a bucket can have, those of before 2018 included. Anything else must not reach the
   * SDK, which takes an ARN in the bucket's place for an access point.
   */
  private static final ArnForm BUCKET =
      new ArnForm("a bucket's ARN", "arn:aws:s3:::NAME", "[A-Za-z0-9._-]{3,255}");

  S3TagReader(RegionalClients<S3Client> clients) {
    super("s3:GetBucketTagging", BUCKET, clients);
  }

  @Override
  @Nullable String read(S3Client client, Arn bucket, @Nullable String page, Tags tags) {
    GetBucketTaggingRequest.Builder request =
        GetBucketTaggingRequest.builder().bucket(bucket.resource());
    if (!bucket.account().isEmpty()) {
      // A bucket that was deleted may be somebody else's by now, under the same name.
      request.expectedBucketOwner(bucket.account());
    }
    try {
      client
          .getBucketTagging(request.build())
          .tagSet()
          .forEach(tag -> tags.add(tag.key(), tag.value()));
    } catch (S3Exception e) {
      // The one service that answers an error where there are no tags.
      if (e.awsErrorDetails() == null || !"NoSuchTagSet".equals(e.awsErrorDetails().errorCode())) {
        throw e;
      }
    }
    return null;
  }
}
