/** Tells people and machines what was not archived and why, and what failed. */
@NullMarked
package io.accesstriage.notify;

import org.jspecify.annotations.NullMarked;
