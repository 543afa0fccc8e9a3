/** The failures that the state machine tells apart: try again, or report. */
@NullMarked
package io.accesstriage.failure;

import org.jspecify.annotations.NullMarked;
