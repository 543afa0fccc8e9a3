package io.accesstriage.notify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.json.Json;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * An Amazon SNS topic.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html">Platform-specific
 *     payloads</a>
 */
final class SnsAlertTopic implements AlertTopic {
  private final SnsClient client;
  private final String topicArn;

  SnsAlertTopic(SnsClient client, String topicArn) {
    this.client = client;
    this.topicArn = topicArn;
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
}
