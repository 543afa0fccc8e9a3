package io.accesstriage.prover;

/** A part of a text that is put together. */
sealed interface TextPart {
  /** It stands in the condition. */
  record Constant(String text) implements TextPart {}

  /** The value of a variable. */
  record Value(String variable) implements TextPart {}
}
