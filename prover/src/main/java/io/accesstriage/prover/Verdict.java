package io.accesstriage.prover;

import io.accesstriage.json.Labeled;
import java.util.Locale;

/** What is known of a question. */
public enum Verdict implements Labeled {
  /** Nothing of the kind can be archived; a rule is not dead, not shadowed, not the same. */
  PROVED,
  /** Something of the kind is archived; a rule is dead, shadowed, or the same as another. */
  REFUTED,
  /** Neither: part of a condition is outside of what can be decided. */
  UNKNOWN;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
