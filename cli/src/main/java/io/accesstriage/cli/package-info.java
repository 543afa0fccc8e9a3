/** The triage command. */
@NullMarked
package io.accesstriage.cli;

import org.jspecify.annotations.NullMarked;
