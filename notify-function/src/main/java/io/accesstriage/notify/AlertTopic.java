package io.accesstriage.notify;

/** Where alerts are published. Implementations are thread-safe. */
public interface AlertTopic {
  /**
   * @throws io.accesstriage.aws.AwsCallException where the call failed; the message may have been
   *     sent
   */
  void publish(AlertMessage message);
}
