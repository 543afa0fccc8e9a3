/** The command that says what the rules may ever archive. */
@NullMarked
package io.accesstriage.cli.prove;

import org.jspecify.annotations.NullMarked;
