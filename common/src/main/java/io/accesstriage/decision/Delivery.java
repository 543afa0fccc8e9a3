package io.accesstriage.decision;

/** When an alert reaches its readers. */
public enum Delivery {
  /** As a message of its own, at once. */
  IMMEDIATE,
  /** As a part of the next digest. */
  DIGEST
}
