/** Measurements of speed and memory; {@code bench/run} prints them. */
@NullMarked
package io.accesstriage.bench;

import org.jspecify.annotations.NullMarked;
