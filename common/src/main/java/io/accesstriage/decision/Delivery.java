package io.accesstriage.decision;

/** When an alert reaches its readers. This version sends every alert at once. */
public enum Delivery {
  IMMEDIATE
}
