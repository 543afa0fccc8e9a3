/**
 * Primes a function before Lambda takes a SnapStart snapshot of it, so that the first invocation
 * after a restore finds everything loaded.
 */
@NullMarked
package io.accesstriage.snapstart;

import org.jspecify.annotations.NullMarked;
