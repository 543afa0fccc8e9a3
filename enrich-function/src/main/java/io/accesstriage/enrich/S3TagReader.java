package io.accesstriage.enrich;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.text.SafeText;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;

/**
 * Reads the tags of S3 buckets.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html">GetBucketTagging</a>
 */
final class S3TagReader implements TagReader {
  private static final String OPERATION = "s3:GetBucketTagging";

  /**
   * Names that a bucket can have, those of before 2018 included. Anything else must not reach the
   * SDK, which takes an ARN in the bucket's place for an access point.
   */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._-]{3,255}");

  private final RegionalClients<S3Client> clients;

  S3TagReader(RegionalClients<S3Client> clients) {
    this.clients = clients;
  }

  @Override
  public String operation() {
    return OPERATION;
  }

  @Override
  public Map<String, String> tags(Resource resource) {
    GetBucketTaggingRequest.Builder request =
        GetBucketTaggingRequest.builder().bucket(bucket(resource));
    if (resource.account() != null) {
      // A bucket that was deleted may be somebody else's by now, under the same name.
      request.expectedBucketOwner(resource.account());
    }
    Tags tags = new Tags(OPERATION);
    try {
      clients
          .of(resource)
          .getBucketTagging(request.build())
          .tagSet()
          .forEach(tag -> tags.add(tag.key(), tag.value()));
    } catch (SdkException e) {
      AwsCallException failure = AwsCallException.of(OPERATION, e);
      if (!failure.code().equals("NoSuchTagSet")) {
        throw failure;
      }
    }
    return tags.asMap();
  }

  private static String bucket(Resource resource) {
    return Arn.parse(resource.arn())
        .map(Arn::resource)
        .filter(name -> BUCKET.matcher(name).matches())
        .orElseThrow(
            () ->
                new MalformedInput(
                    "resource.arn: expected a bucket's ARN such as arn:aws:s3:::NAME, found "
                        + SafeText.quoted(resource.arn(), 120)));
  }
}
