/**
 * What a rules file may ever archive: its conditions as formulas over the vocabulary, whether any
 * finding satisfies one, and an example that the rules engine confirms. No AWS, no clock, no
 * network.
 */
@NullMarked
package io.accesstriage.prover;

import org.jspecify.annotations.NullMarked;
