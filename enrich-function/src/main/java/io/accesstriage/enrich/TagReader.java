package io.accesstriage.enrich;

import io.accesstriage.finding.Resource;
import java.util.Map;

/** Reads the tags of resources of one type. Implementations are thread-safe. */
public interface TagReader {
  /** The call that it makes, as IAM names it, such as s3:GetBucketTagging. */
  String operation();

  /**
   * @return all tags, key to value; empty where the resource definitely has none
   * @throws io.accesstriage.aws.AwsCallException where the call failed
   * @throws io.accesstriage.json.MalformedInput where the resource's ARN or the answer cannot be
   *     understood
   */
  Map<String, String> tags(Resource resource);
}
