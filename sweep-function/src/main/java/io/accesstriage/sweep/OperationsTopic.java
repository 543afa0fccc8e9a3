package io.accesstriage.sweep;

import io.accesstriage.messages.health.HealthMessage;

/**
 * Where operators are told. Implementations are thread-safe; a call that fails throws {@link
 * io.accesstriage.aws.AwsCallException}.
 */
public interface OperationsTopic {
  void publish(HealthMessage message);
}
