package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TagReadersTest {
  @Test
  void operations_ofAws_areIamsNames() {
    assertEquals(
        Map.of(
            "AWS::S3::Bucket", "s3:GetBucketTagging",
            "AWS::KMS::Key", "kms:ListResourceTags"),
        TagReaders.operationsOfAws());
  }

  @Test
  void forType_unknownType_isNothing() {
    TagReaders readers = new TagReaders(Map.of("AWS::S3::Bucket", new FakeAccount().tagReader("s3:GetBucketTagging")));

    assertEquals(Optional.empty(), readers.forType("AWS::Lambda::LayerVersion"));
    assertTrue(readers.forType("AWS::S3::Bucket").isPresent());
  }
}
