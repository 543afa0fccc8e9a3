/** The command {@code triage digest}. */
@NullMarked
package io.accesstriage.cli.digest;

import org.jspecify.annotations.NullMarked;
