/** Measurements of speed and memory; {@code testing/bench/run} prints them. */
@NullMarked
package io.accesstriage.bench;

import org.jspecify.annotations.NullMarked;
