package io.accesstriage.yaml;

/** Where something stands in a file; both count from 1. */
public record Place(int line, int column) {
  /** What is nowhere in particular. */
  public static final Place START = new Place(1, 1);
}
