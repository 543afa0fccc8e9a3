/** Decides when, and whether, an alert or a failure report is sent, and sends it. */
@NullMarked
package io.accesstriage.notify;

import org.jspecify.annotations.NullMarked;
