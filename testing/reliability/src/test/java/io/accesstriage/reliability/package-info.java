/**
 * Runs the product over a simulated organization in which calls fail, and states independently what
 * should have come of it. Nothing here is shipped.
 */
@NullMarked
package io.accesstriage.reliability;

import org.jspecify.annotations.NullMarked;
