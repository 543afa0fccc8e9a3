package io.accesstriage.state;

/** Whether findings are really archived. */
public enum Mode {
  ARCHIVE,
  /** Everything is done but the update, to see what would be archived. */
  OBSERVE
}
