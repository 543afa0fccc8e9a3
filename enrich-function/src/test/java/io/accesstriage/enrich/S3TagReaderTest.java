package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

final class S3TagReaderTest {
  private final S3Client client = mock(S3Client.class);
  private final List<String> regions = new ArrayList<>();
  private final S3TagReader reader =
      new S3TagReader(
          new RegionalClients<>(
              region -> {
                regions.add(region);
                return client;
              }));

  @Test
  void tags_bucket_areAllOfItsOwnersAndRegion() {
    answer(tag("Environment", "development"), tag("Data Classification", "Internal"));

    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("Environment", "development");
    expected.put("Data Classification", "Internal");
    assertEquals(expected, reader.tags(bucket("arn:aws:s3:::amzn-s3-demo-bucket", "eu-west-1")));
    assertEquals(List.of("eu-west-1"), regions);
    verify(client)
        .getBucketTagging(
            GetBucketTaggingRequest.builder()
                .bucket("amzn-s3-demo-bucket")
                .expectedBucketOwner("111122223333")
                .build());
  }

  @Test
  void tags_ownerNotKnown_isNotAskedFor() {
    answer();

    reader.tags(new Resource("arn:aws:s3:::b12", "AWS::S3::Bucket", null, "us-east-1"));

    verify(client).getBucketTagging(GetBucketTaggingRequest.builder().bucket("b12").build());
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws-cn:s3:::bucket.cn, bucket.cn, cn-north-1",
    "arn:aws-us-gov:s3:::gov-bucket, gov-bucket, us-gov-west-1",
    "arn:aws:s3:::Old_Bucket.2010, Old_Bucket.2010, us-east-1",
  })
  void tags_otherPartitionsAndOldNames_areRead(String arn, String name, String region) {
    answer(tag("a", "b"));

    assertEquals(Map.of("a", "b"), reader.tags(bucket(arn, region)));
    assertEquals(List.of(region), regions);
    verify(client)
        .getBucketTagging(
            GetBucketTaggingRequest.builder()
                .bucket(name)
                .expectedBucketOwner("111122223333")
                .build());
  }

  @Test
  void tags_bucketsOfTwoRegions_haveOneClientEach() {
    answer();

    reader.tags(bucket("arn:aws:s3:::one", "eu-west-1"));
    reader.tags(bucket("arn:aws:s3:::two", "us-east-1"));
    reader.tags(bucket("arn:aws:s3:::three", "eu-west-1"));

    assertEquals(List.of("eu-west-1", "us-east-1"), regions);
  }

  @Test
  void tags_noTagSet_isNone() {
    fail("NoSuchTagSet", 404);

    assertEquals(Map.of(), reader.tags(bucket("arn:aws:s3:::b12", "us-east-1")));
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied, 403, DENIED",
    "NoSuchBucket, 404, NOT_FOUND",
    "SlowDown, 503, TRANSIENT",
    "PermanentRedirect, 301, OTHER",
    "InvalidAccessKeyId, 403, CREDENTIALS",
  })
  void tags_failedCall_isNeverNone(String code, int status, AwsCallException.Kind kind) {
    fail(code, status);

    AwsCallException failure =
        assertThrows(
            AwsCallException.class, () -> reader.tags(bucket("arn:aws:s3:::b12", "us-east-1")));

    assertEquals(kind, failure.kind());
    assertEquals("s3:GetBucketTagging: " + code + ": why", failure.getMessage());
  }

  @Test
  void tags_noConnection_isToldAsSuch() {
    doThrow(SdkClientException.create("no route"))
        .when(client)
        .getBucketTagging(any(GetBucketTaggingRequest.class));

    assertEquals(
        AwsCallException.Kind.CONNECTION,
        assertThrows(
                AwsCallException.class, () -> reader.tags(bucket("arn:aws:s3:::b12", "us-east-1")))
            .kind());
  }

  @Test
  void tags_nullValueOrRepeatedTag_doNotMatter() {
    answer(tag("a", null), tag("b", "1"), tag("b", "1"));

    assertEquals(Map.of("a", "", "b", "1"), reader.tags(bucket("arn:aws:s3:::b12", "us-east-1")));
  }

  @Test
  void tags_answerThatLeavesAValueOpen_isNotBelieved() {
    answer(tag("b", "1"), tag("b", "2"));
    assertEquals(
        "s3:GetBucketTagging answered the tag \"b\" twice, with different values",
        malformed("arn:aws:s3:::b12").getMessage());

    answer(tag(null, "1"));
    assertEquals(
        "s3:GetBucketTagging answered a tag without a key",
        malformed("arn:aws:s3:::b12").getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bucket",
        "arn:aws:s3:::a/b/c",
        "arn:aws:s3:::a%2Fb",
        "arn:aws:s3:::arn:aws:s3:us-east-1:111122223333:accesspoint/p",
        "arn:aws:s3:::../../other",
        "arn:aws:s3:::bücket",
        "arn:aws:s3:::ab"
      })
  void tags_noBucketsArn_isNotSent(String arn) {
    assertEquals(
        "resource.arn: expected a bucket's ARN such as arn:aws:s3:::NAME, found \"" + arn + "\"",
        malformed(arn).getMessage());
    verifyNoInteractions(client);
  }

  @Test
  void tags_noRegion_isNotSent() {
    MalformedInput error =
        assertThrows(
            MalformedInput.class,
            () ->
                reader.tags(
                    new Resource("arn:aws:s3:::b12", "AWS::S3::Bucket", "111122223333", null)));

    assertEquals(
        "resource.region: expected a region such as us-east-1, found none", error.getMessage());
    verifyNoInteractions(client);
  }

  private MalformedInput malformed(String arn) {
    return assertThrows(MalformedInput.class, () -> reader.tags(bucket(arn, "us-east-1")));
  }

  private static Resource bucket(String arn, String region) {
    return new Resource(arn, "AWS::S3::Bucket", "111122223333", region);
  }

  private static Tag tag(@Nullable String key, @Nullable String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void answer(Tag... tags) {
    doReturn(GetBucketTaggingResponse.builder().tagSet(tags).build())
        .when(client)
        .getBucketTagging(any(GetBucketTaggingRequest.class));
  }

  private void fail(String code, int status) {
    doThrow(
            S3Exception.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder().errorCode(code).errorMessage("why").build())
                .statusCode(status)
                .build())
        .when(client)
        .getBucketTagging(any(GetBucketTaggingRequest.class));
  }
}
