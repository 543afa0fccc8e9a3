package io.accesstriage.enrich;

import static io.accesstriage.enrich.SampleEvents.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.NotFoundException;

final class KmsAliasReaderTest {
  private static final Resource RESOURCE =
      new Resource(KEY, "AWS::KMS::Key", "111122223333", "us-east-1");

  private final KmsClient client = mock(KmsClient.class);
  private final KmsAliasReader reader = new KmsAliasReader(new RegionalClients<>(region -> client));

  @Test
  void aliases_keyOfSeveralPages_areThoseOfAll() {
    doReturn(
            page("2", "alias/DevelopmentKey"),
            page("3"),
            page(null, "alias/b", "alias/DevelopmentKey"))
        .when(client)
        .listAliases(any(ListAliasesRequest.class));

    assertEquals(List.of("alias/DevelopmentKey", "alias/b"), reader.aliases(RESOURCE));

    InOrder order = inOrder(client);
    for (String marker : new String[] {null, "2", "3"}) {
      order
          .verify(client)
          .listAliases(ListAliasesRequest.builder().keyId(KEY).marker(marker).build());
    }
    order.verifyNoMoreInteractions();
  }

  @Test
  void aliases_threeHundred_areAllRead() {
    String[] names = new String[300];
    Arrays.setAll(names, i -> "alias/" + i);
    doReturn(
            page("2", Arrays.copyOfRange(names, 0, 100)),
            page("3", Arrays.copyOfRange(names, 100, 200)),
            page(null, Arrays.copyOfRange(names, 200, 300)))
        .when(client)
        .listAliases(any(ListAliasesRequest.class));

    assertEquals(List.of(names), reader.aliases(RESOURCE));
  }

  @Test
  void aliases_ofNoKeysArn_areNotAskedFor() {
    for (String arn :
        List.of(
            "arn:aws:kms:us-east-1:111122223333:alias/a",
            "arn:aws-iso:kms:us-east-1:111122223333:key/1",
            "arn:aws:kms:us-east-1:444455556666:key/1")) {
      assertThrows(
          MalformedInput.class,
          () -> reader.aliases(new Resource(arn, "AWS::KMS::Key", "111122223333", "us-east-1")),
          arn);
    }
    verifyNoInteractions(client);
  }

  @Test
  void aliases_none_isNone() {
    doReturn(page(null)).when(client).listAliases(any(ListAliasesRequest.class));

    assertEquals(List.of(), reader.aliases(RESOURCE));
  }

  @Test
  void aliases_aliasWithoutName_isNotBelieved() {
    doReturn(ListAliasesResponse.builder().aliases(AliasListEntry.builder().build()).build())
        .when(client)
        .listAliases(any(ListAliasesRequest.class));

    assertEquals(
        "kms:ListAliases answered an alias without a name",
        assertThrows(MalformedInput.class, () -> reader.aliases(RESOURCE)).getMessage());
  }

  @Test
  void aliases_secondPageFails_areNotRead() {
    doReturn(page("2", "alias/a"))
        .doThrow(
            NotFoundException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("NotFoundException")
                        .errorMessage("no such key")
                        .build())
                .statusCode(400)
                .build())
        .when(client)
        .listAliases(any(ListAliasesRequest.class));

    AwsCallException failure = assertThrows(AwsCallException.class, () -> reader.aliases(RESOURCE));

    assertEquals(AwsCallException.Kind.NOT_FOUND, failure.kind());
    assertEquals("kms:ListAliases: NotFoundException: no such key", failure.getMessage());
  }

  @Test
  void aliases_noRegion_isMalformed() {
    doThrow(new AssertionError("asked all the same"))
        .when(client)
        .listAliases(any(ListAliasesRequest.class));

    assertThrows(
        MalformedInput.class,
        () -> reader.aliases(new Resource(KEY, "AWS::KMS::Key", "111122223333", "?")));
  }

  private static ListAliasesResponse page(@Nullable String next, String... names) {
    return ListAliasesResponse.builder()
        .aliases(
            List.of(names).stream()
                .map(n -> AliasListEntry.builder().aliasName(n).targetKeyId("1234").build())
                .toList())
        .nextMarker(next)
        .truncated(next != null)
        .build();
  }
}
