package io.accesstriage.enrich;

import static io.accesstriage.enrich.SampleEvents.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.InOrder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

final class KmsTagReaderTest {
  private final KmsClient client = mock(KmsClient.class);
  private final List<String> regions = new ArrayList<>();
  private final KmsTagReader reader =
      new KmsTagReader(
          new RegionalClients<>(
              region -> {
                regions.add(region);
                return client;
              }));

  @Test
  void tags_keyOfSeveralPages_areThoseOfAll() {
    doReturn(page("2", tag("a", "1")), page("3"), page(null, tag("c", "3")))
        .when(client)
        .listResourceTags(any(ListResourceTagsRequest.class));

    assertEquals(Map.of("a", "1", "c", "3"), reader.tags(key(KEY, "us-east-1")));

    InOrder order = inOrder(client);
    for (String marker : new String[] {null, "2", "3"}) {
      order
          .verify(client)
          .listResourceTags(ListResourceTagsRequest.builder().keyId(KEY).marker(marker).build());
    }
    order.verifyNoMoreInteractions();
    assertEquals(List.of("us-east-1"), regions);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws-cn:kms:cn-north-1:111122223333:key/1, cn-north-1",
    "arn:aws-us-gov:kms:us-gov-east-1:111122223333:key/mrk-1, us-gov-east-1"
  })
  void tags_otherPartitions_areAskedInTheirRegion(String arn, String region) {
    doReturn(page(null)).when(client).listResourceTags(any(ListResourceTagsRequest.class));

    assertEquals(Map.of(), reader.tags(key(arn, region)));
    assertEquals(List.of(region), regions);
  }

  @Test
  void tags_secondPageFails_areNotRead() {
    doReturn(page("2", tag("a", "1")))
        .doThrow(
            KmsException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("AccessDeniedException")
                        .errorMessage("not yours")
                        .build())
                .statusCode(400)
                .build())
        .when(client)
        .listResourceTags(any(ListResourceTagsRequest.class));

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> reader.tags(key(KEY, "us-east-1")));

    assertEquals(AwsCallException.Kind.DENIED, failure.kind());
    assertEquals("kms:ListResourceTags: AccessDeniedException: not yours", failure.getMessage());
  }

  @Test
  void tags_nullValueOrRepeatedTagOverPages_doNotMatter() {
    doReturn(page("2", tag("a", null), tag("b", "1")), page(null, tag("b", "1")))
        .when(client)
        .listResourceTags(any(ListResourceTagsRequest.class));

    assertEquals(Map.of("a", "", "b", "1"), reader.tags(key(KEY, "us-east-1")));
  }

  @Test
  void tags_contradictionBetweenPages_isNotBelieved() {
    doReturn(page("2", tag("b", "1")), page(null, tag("b", "2")))
        .when(client)
        .listResourceTags(any(ListResourceTagsRequest.class));

    assertEquals(
        "kms:ListResourceTags answered the tag \"b\" twice, with different values",
        assertThrows(MalformedInput.class, () -> reader.tags(key(KEY, "us-east-1"))).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"us-east-1.evil.example", "../x", "US-EAST-1", "us-east-1#", "'us-east-1 '", "us"})
  void tags_noRegion_makesNoClient(String region) {
    assertEquals(
        "resource.region: expected a region such as us-east-1, found \"" + region + "\"",
        assertThrows(MalformedInput.class, () -> reader.tags(key(KEY, region))).getMessage());
    assertEquals(List.of(), regions);
  }

  @Test
  void tags_noConnection_isAFailedCall() {
    doThrow(software.amazon.awssdk.core.exception.SdkClientException.create("no route"))
        .when(client)
        .listResourceTags(any(ListResourceTagsRequest.class));

    assertEquals(
        AwsCallException.Kind.CONNECTION,
        assertThrows(AwsCallException.class, () -> reader.tags(key(KEY, "us-east-1"))).kind());
  }

  private static Resource key(String arn, String region) {
    return new Resource(arn, "AWS::KMS::Key", "111122223333", region);
  }

  private static Tag tag(String key, @Nullable String value) {
    return Tag.builder().tagKey(key).tagValue(value).build();
  }

  private static ListResourceTagsResponse page(@Nullable String next, Tag... tags) {
    return ListResourceTagsResponse.builder()
        .tags(tags)
        .nextMarker(next)
        .truncated(next != null)
        .build();
  }
}
