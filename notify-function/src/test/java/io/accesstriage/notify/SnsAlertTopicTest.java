package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

final class SnsAlertTopicTest {
  private final SnsClient client = mock(SnsClient.class, CALLS_REAL_METHODS);
  private final AlertMessage message =
      new AlertMessage(
          "[LOW] subject",
          Map.of("default", "short", "email", "long\ntext"),
          Map.of("severity", "low"));

  @Test
  void publish_message_hasABodyForEachProtocol() {
    doReturn(PublishResponse.builder().messageId("m").build())
        .when(client)
        .publish(any(PublishRequest.class));

    new SnsAlertTopic(client, SampleStates.TOPIC).publish(message);

    ArgumentCaptor<PublishRequest> request = ArgumentCaptor.forClass(PublishRequest.class);
    verify(client).publish(request.capture());
    assertEquals(
        PublishRequest.builder()
            .topicArn(SampleStates.TOPIC)
            .subject("[LOW] subject")
            .messageStructure("json")
            .message(Json.text(Json.object().put("default", "short").put("email", "long\ntext")))
            .messageAttributes(
                Map.of(
                    "severity",
                    MessageAttributeValue.builder().dataType("String").stringValue("low").build()))
            .build(),
        request.getValue());
  }

  @Test
  void publish_refused_namesTheCall() {
    doThrow(
            SnsException.builder()
                .statusCode(403)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("AuthorizationError")
                        .errorMessage("not authorized")
                        .build())
                .build())
        .when(client)
        .publish(any(PublishRequest.class));

    AwsCallException failure =
        assertThrows(
            AwsCallException.class,
            () -> new SnsAlertTopic(client, SampleStates.TOPIC).publish(message));

    assertEquals("sns:Publish: AuthorizationError: not authorized", failure.getMessage());
    assertEquals(AwsCallException.Kind.DENIED, failure.kind());
  }

  @Test
  void message_thatSnsWouldRefuse_isNotMade() {
    Map<String, String> bodies = message.bodies();

    assertThrows(
        IllegalArgumentException.class, () -> new AlertMessage("two\nlines", bodies, Map.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new AlertMessage("x".repeat(100), bodies, Map.of()));
    assertThrows(IllegalArgumentException.class, () -> new AlertMessage("x", Map.of(), Map.of()));
  }
}
