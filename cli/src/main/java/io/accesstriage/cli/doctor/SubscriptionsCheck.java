package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.MalformedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.Subscription;

/** Somebody gets everything that is published to a topic: confirmed, and without a filter. */
final class SubscriptionsCheck implements Check {
  private final DeployedStack stack;
  private final String topic;
  private final String what;
  private final String why;
  private final SnsClient sns;

  private SubscriptionsCheck(
      DeployedStack stack, String topic, String what, String why, SnsClient sns) {
    this.stack = stack;
    this.topic = topic;
    this.what = what;
    this.why = why;
    this.sns = sns;
  }

  static SubscriptionsCheck ofAlerts(DeployedStack stack, SnsClient sns) {
    return new SubscriptionsCheck(
        stack, "AlertTopic", "alerts", "Nobody gets all alerts and digests.", sns);
  }

  static SubscriptionsCheck ofOperations(DeployedStack stack, SnsClient sns) {
    return new SubscriptionsCheck(
        stack,
        "OperationsTopic",
        "operations",
        "Nobody gets every alarm, failed execution and sign of tampering.",
        sns);
  }

  @Override
  public String subject() {
    return "who gets " + what;
  }

  @Override
  public List<Outcome> look() {
    Optional<String> arn = stack.physicalId(topic);
    if (arn.isEmpty()) {
      return List.of(Outcome.Wrong.missing(topic, why));
    }
    List<String> confirmed = new ArrayList<>();
    int waiting = 0;
    for (Subscription subscription : subscriptions(arn.get())) {
      // Until it is confirmed, a word stands in place of its ARN.
      if (String.valueOf(subscription.subscriptionArn()).startsWith("arn:")) {
        confirmed.add(subscription.subscriptionArn());
      } else {
        waiting++;
      }
    }
    List<Outcome> unknown = new ArrayList<>();
    for (String subscription : confirmed) {
      try {
        if (isUnfiltered(subscription)) {
          return List.of(
              new Outcome.Ok(
                  "%d confirmed, at least one without a filter".formatted(confirmed.size())));
        }
      } catch (AwsCallException e) {
        unknown.add(Unreadable.because(e));
      } catch (MalformedInput e) {
        unknown.add(Unreadable.because(e));
      }
    }
    if (!unknown.isEmpty()) {
      return unknown;
    }
    return List.of(
        new Outcome.Wrong(
            confirmed.isEmpty()
                ? "nobody: %d subscriptions, none confirmed".formatted(waiting)
                : "%d confirmed, each with a filter policy; %d not confirmed"
                    .formatted(confirmed.size(), waiting),
            why,
            "Confirm with the link in Amazon SNS's email, or subscribe again: aws sns subscribe --topic-arn %s --protocol email --notification-endpoint ADDRESS --region %s"
                .formatted(ShellWord.of(arn.get()), ShellWord.of(stack.region()))));
  }

  private List<Subscription> subscriptions(String topicArn) {
    List<Subscription> all = new ArrayList<>();
    String token = null;
    do {
      String pageToken = token;
      ListSubscriptionsByTopicResponse page =
          Reading.LIST_SUBSCRIPTIONS.of(
              () -> sns.listSubscriptionsByTopic(r -> r.topicArn(topicArn).nextToken(pageToken)));
      all.addAll(page.subscriptions());
      token = page.nextToken();
    } while (token != null && !token.isEmpty());
    return all;
  }

  /** Without a filter policy AWS sends the other attributes, this one always. */
  private boolean isUnfiltered(String subscription) {
    Map<String, String> attributes =
        Reading.GET_SUBSCRIPTION
            .of(() -> sns.getSubscriptionAttributes(r -> r.subscriptionArn(subscription)))
            .attributes();
    if (!subscription.equals(attributes.get("SubscriptionArn"))) {
      throw new MalformedInput("Amazon SNS sent no attributes of a subscription");
    }
    return attributes.getOrDefault("FilterPolicy", "{}").equals("{}");
  }
}
