package io.accesstriage.prover;

/** How a formula stands to what is known. */
enum Status {
  /** It contradicts. */
  CONFLICT,
  /** It follows. */
  ENTAILED,
  OPEN
}
