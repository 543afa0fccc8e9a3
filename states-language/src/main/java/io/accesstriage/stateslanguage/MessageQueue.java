package io.accesstriage.stateslanguage;

/** Queues that messages are sent to. */
@FunctionalInterface
public interface MessageQueue {
  /**
   * Sends a message.
   *
   * @return the message's id
   * @throws TaskFailedException the error that Retry and Catch see, such as {@code
   *     SQS.SqsException}
   */
  String send(String queueUrl, String body) throws TaskFailedException;
}
