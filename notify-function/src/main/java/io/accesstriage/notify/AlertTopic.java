package io.accesstriage.notify;

import io.accesstriage.messages.AlertMessage;

/** Where alerts are published. Implementations are thread-safe. */
public interface AlertTopic {
  /**
   * @throws io.accesstriage.aws.AwsCallException where the call failed; the message may have been
   *     sent
   */
  void publish(AlertMessage message);

  /**
   * Whether anybody would read a message now. Where that cannot be found out for good it is true: a
   * message to nobody is a lesser harm than silence towards somebody who listens.
   *
   * @throws io.accesstriage.aws.AwsCallException where it may be found out later
   */
  boolean hasReader();

  /**
   * Whether anybody would read every message, whatever its attributes say; true where that cannot
   * be found out for good. It takes more calls than {@link #hasReader}, which answers it where
   * nobody can filter.
   *
   * @throws io.accesstriage.aws.AwsCallException where it may be found out later
   */
  default boolean hasUnfilteredReader() {
    return hasReader();
  }
}
