package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TagReadersTest {
  @Test
  void operations_ofAws_areIamsNamesAndNeedNoClient() {
    TagReaders readers =
        TagReaders.ofAws(
            new RegionalClients<>(
                region -> {
                  throw new AssertionError("made a client");
                }),
            new RegionalClients<>(
                region -> {
                  throw new AssertionError("made a client");
                }));

    assertEquals(
        Map.of(
            "AWS::S3::Bucket", "s3:GetBucketTagging",
            "AWS::KMS::Key", "kms:ListResourceTags"),
        readers.operations());
    assertEquals(TagReaders.ofAws().operations(), readers.operations());
  }

  @Test
  void forType_unknownType_isNothing() {
    assertEquals(Optional.empty(), TagReaders.ofAws().forType("AWS::Lambda::LayerVersion"));
    assertTrue(TagReaders.ofAws().forType("AWS::S3::Bucket").isPresent());
  }
}
