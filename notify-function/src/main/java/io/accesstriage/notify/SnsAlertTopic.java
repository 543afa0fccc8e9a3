package io.accesstriage.notify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.failure.TransientFailure;
import io.accesstriage.json.Json;
import io.accesstriage.messages.AlertMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Subscription;

/**
 * An Amazon SNS topic.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html">Platform-specific
 *     payloads</a>
 */
final class SnsAlertTopic implements AlertTopic {
  private static final String CONFIRMED = "SubscriptionsConfirmed";

  /** How long somebody who listened is taken to listen still. */
  private static final Duration LISTENS_ON = Duration.ofMinutes(5);

  private final SnsClient client;
  private final String topicArn;
  private final Clock clock;
  private volatile Instant listensUntil = Instant.MIN;

  SnsAlertTopic(SnsClient client, String topicArn, Clock clock) {
    this.client = client;
    this.topicArn = topicArn;
    this.clock = clock;
  }

  /** The topics of the function's own region, by their ARNs, each made on first use and kept. */
  static Function<String, AlertTopic> byArn(AwsClients aws, Clock clock) {
    Map<String, AlertTopic> topics = new ConcurrentHashMap<>();
    return topic ->
        topics.computeIfAbsent(
            topic, arn -> new SnsAlertTopic(aws.client(SnsClient::builder), arn, clock));
  }

  @Override
  public void publish(AlertMessage message) {
    Map<String, MessageAttributeValue> attributes = new TreeMap<>();
    message
        .attributes()
        .forEach(
            (name, value) ->
                attributes.put(
                    name,
                    MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    try {
      client.publish(
          r ->
              r.topicArn(topicArn)
                  .subject(message.subject())
                  .messageStructure("json")
                  .message(Json.text(message.structure()))
                  .messageAttributes(attributes));
    } catch (SdkException e) {
      throw AwsCallException.of("sns:Publish", e);
    }
  }

  /**
   * A yes is kept for some minutes; a no is asked again, so that the first reader is not missed.
   */
  @Override
  public boolean hasReader() {
    Instant now = clock.instant();
    if (now.isBefore(listensUntil)) {
      return true;
    }
    try {
      String confirmed =
          client.getTopicAttributes(r -> r.topicArn(topicArn)).attributes().get(CONFIRMED);
      if ("0".equals(confirmed)) {
        return false;
      }
      listensUntil = now.plus(LISTENS_ON);
      return true;
    } catch (SdkException e) {
      return unlessLater("sns:GetTopicAttributes", e);
    }
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Amazon
   *     SNS subscription filter policies</a>
   */
  @Override
  public boolean hasUnfilteredReader() {
    try {
      return client
          .listSubscriptionsByTopicPaginator(r -> r.topicArn(topicArn))
          .subscriptions()
          .stream()
          .map(Subscription::subscriptionArn)
          .anyMatch(this::isUnfiltered);
    } catch (NotFoundException e) {
      // The topic was deleted.
      return false;
    } catch (SdkException e) {
      return unlessLater("sns:ListSubscriptionsByTopic", e);
    }
  }

  private boolean isUnfiltered(String subscription) {
    if (!subscription.startsWith("arn:")) {
      // Not confirmed: a word stands in place of its ARN.
      return false;
    }
    try {
      String filter =
          client
              .getSubscriptionAttributes(r -> r.subscriptionArn(subscription))
              .attributes()
              .getOrDefault("FilterPolicy", "{}");
      return filter.equals("{}");
    } catch (NotFoundException e) {
      return false;
    } catch (SdkException e) {
      return unlessLater("sns:GetSubscriptionAttributes", e);
    }
  }

  /** True where nobody can ever answer the question. */
  private static boolean unlessLater(String call, SdkException cause) {
    AwsCallException failure = AwsCallException.of(call, cause);
    if (failure.asStepFailure() instanceof TransientFailure) {
      throw failure;
    }
    return true;
  }
}
