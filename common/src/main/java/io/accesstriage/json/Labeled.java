package io.accesstriage.json;

/** A constant that has a name of its own in JSON. */
public interface Labeled {
  /** The name of the constant for all that this version cannot name. */
  String UNKNOWN = "UNKNOWN";

  String label();
}
