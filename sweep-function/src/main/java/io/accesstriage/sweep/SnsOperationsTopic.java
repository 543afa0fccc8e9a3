package io.accesstriage.sweep;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.messages.health.HealthMessage;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/** The operations topic in Amazon SNS. */
final class SnsOperationsTopic implements OperationsTopic {
  private final SnsClient client;
  private final String topicArn;

  SnsOperationsTopic(SnsClient client, String topicArn) {
    this.client = client;
    this.topicArn = topicArn;
  }

  /** The topic of an ARN, in the function's own region; used once a sweep at most. */
  static Function<String, OperationsTopic> byArn(AwsClients aws) {
    return topic -> new SnsOperationsTopic(aws.client(SnsClient::builder), topic);
  }

  @Override
  public void publish(HealthMessage message) {
    try {
      client.publish(r -> r.topicArn(topicArn).subject(message.subject()).message(message.text()));
    } catch (SdkException e) {
      throw AwsCallException.of("sns:Publish", e);
    }
  }
}
