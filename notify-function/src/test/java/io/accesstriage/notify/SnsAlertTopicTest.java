package io.accesstriage.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.fixtures.SettableClock;
import io.accesstriage.json.Json;
import io.accesstriage.messages.AlertMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;

final class SnsAlertTopicTest {
  private final SnsClient client = mock(SnsClient.class, CALLS_REAL_METHODS);
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T03:00:10Z"));
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

    new SnsAlertTopic(client, SampleStates.TOPIC, clock).publish(message);

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
            () -> new SnsAlertTopic(client, SampleStates.TOPIC, clock).publish(message));

    assertEquals("sns:Publish: AuthorizationError: not authorized", failure.getMessage());
    assertEquals(AwsCallException.Kind.DENIED, failure.kind());
  }

  private void subscriptions(String confirmed) {
    doReturn(
            GetTopicAttributesResponse.builder()
                .attributes(
                    Map.of("SubscriptionsConfirmed", confirmed, "SubscriptionsPending", "2"))
                .build())
        .when(client)
        .getTopicAttributes(
            GetTopicAttributesRequest.builder().topicArn(SampleStates.TOPIC).build());
  }

  @Test
  void hasReader_confirmedSubscription_isAskedForOnceInFiveMinutes() {
    SnsAlertTopic topic = new SnsAlertTopic(client, SampleStates.TOPIC, clock);
    subscriptions("1");
    assertTrue(topic.hasReader());

    subscriptions("0");
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertTrue(topic.hasReader());

    clock.advance(Duration.ofMillis(1));
    assertFalse(topic.hasReader());
  }

  @Test
  void hasReader_noneConfirmed_isAskedForEachTime() {
    SnsAlertTopic topic = new SnsAlertTopic(client, SampleStates.TOPIC, clock);
    subscriptions("0");
    assertFalse(topic.hasReader());

    subscriptions("2");
    assertTrue(topic.hasReader());
  }

  /**
   * @param filters of each subscription: its filter policy, empty for none
   */
  private void subscriptions(List<String> filters) {
    List<Subscription> subscriptions = new ArrayList<>();
    for (int i = 0; i < filters.size(); i++) {
      String arn = SampleStates.TOPIC + ":" + i;
      subscriptions.add(Subscription.builder().subscriptionArn(arn).build());
      doReturn(
              GetSubscriptionAttributesResponse.builder()
                  .attributes(
                      filters.get(i).isEmpty() ? Map.of() : Map.of("FilterPolicy", filters.get(i)))
                  .build())
          .when(client)
          .getSubscriptionAttributes(
              GetSubscriptionAttributesRequest.builder().subscriptionArn(arn).build());
    }
    subscriptions.add(Subscription.builder().subscriptionArn("PendingConfirmation").build());
    doReturn(ListSubscriptionsByTopicResponse.builder().subscriptions(subscriptions).build())
        .when(client)
        .listSubscriptionsByTopic(any(ListSubscriptionsByTopicRequest.class));
  }

  private boolean hasUnfilteredReader() {
    return new SnsAlertTopic(client, SampleStates.TOPIC, clock).hasUnfilteredReader();
  }

  @Test
  void hasUnfilteredReader_oneConfirmedWithoutFilter_isTrue() {
    subscriptions(List.of("{\"owner\":[\"shop\"]}", ""));
    assertTrue(hasUnfilteredReader());

    subscriptions(List.of("{}"));
    assertTrue(hasUnfilteredReader());
  }

  @Test
  void hasUnfilteredReader_filteredOrPendingOnly_isFalse() {
    subscriptions(List.of("{\"owner\":[\"shop\"]}", "{\"severity\":[\"none\"]}"));
    assertFalse(hasUnfilteredReader());

    subscriptions(List.of());
    assertFalse(hasUnfilteredReader());
  }

  @Test
  void hasUnfilteredReader_refused_isTakenForYes_throttled_isToBeAskedAgain() {
    subscriptions(List.of("{\"owner\":[\"shop\"]}"));
    doThrow(SnsException.builder().statusCode(403).build())
        .when(client)
        .getSubscriptionAttributes(any(GetSubscriptionAttributesRequest.class));
    assertTrue(hasUnfilteredReader());

    doThrow(SnsException.builder().statusCode(429).build())
        .when(client)
        .getSubscriptionAttributes(any(GetSubscriptionAttributesRequest.class));
    assertThrows(AwsCallException.class, this::hasUnfilteredReader);
  }

  @Test
  void hasUnfilteredReader_unsubscribedMeanwhile_isNone() {
    subscriptions(List.of(""));
    doThrow(NotFoundException.builder().statusCode(404).build())
        .when(client)
        .getSubscriptionAttributes(any(GetSubscriptionAttributesRequest.class));

    assertFalse(hasUnfilteredReader());
  }

  @Test
  void hasUnfilteredReader_topicDeleted_isNone() {
    doThrow(NotFoundException.builder().statusCode(404).build())
        .when(client)
        .listSubscriptionsByTopic(any(ListSubscriptionsByTopicRequest.class));

    assertFalse(hasUnfilteredReader());
  }

  @Test
  void hasReader_refused_isTakenForYesButNotKept() {
    doThrow(SnsException.builder().statusCode(403).build())
        .when(client)
        .getTopicAttributes(any(GetTopicAttributesRequest.class));
    SnsAlertTopic topic = new SnsAlertTopic(client, SampleStates.TOPIC, clock);
    assertTrue(topic.hasReader());

    subscriptions("0");
    assertFalse(topic.hasReader());
  }

  @Test
  void hasReader_throttled_isToBeAskedAgain() {
    doThrow(SnsException.builder().statusCode(429).build())
        .when(client)
        .getTopicAttributes(any(GetTopicAttributesRequest.class));
    SnsAlertTopic topic = new SnsAlertTopic(client, SampleStates.TOPIC, clock);

    AwsCallException failure = assertThrows(AwsCallException.class, topic::hasReader);

    assertEquals(AwsCallException.Kind.TRANSIENT, failure.kind());
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
