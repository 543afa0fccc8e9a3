/** Rules for findings that no rule decides: from what is alike, never beyond what is proved. */
@NullMarked
package io.accesstriage.prover.suggest;

import org.jspecify.annotations.NullMarked;
