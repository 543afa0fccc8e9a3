/** The completion of commands and options in a shell. */
@NullMarked
package io.accesstriage.cli.completion;

import org.jspecify.annotations.NullMarked;
