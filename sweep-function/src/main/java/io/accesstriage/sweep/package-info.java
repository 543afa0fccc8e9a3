/** Looks for findings that are due, a page at a time, and starts a triage for each. */
@NullMarked
package io.accesstriage.sweep;

import org.jspecify.annotations.NullMarked;
