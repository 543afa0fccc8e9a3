package io.accesstriage.yaml;

/**
 * Where something stands.
 *
 * @param file its name
 * @param line from 1
 * @param column from 1
 */
public record Place(String file, int line, int column) {
  /** What is nowhere in particular. */
  public static final Place NOWHERE = new Place("", 1, 1);
}
