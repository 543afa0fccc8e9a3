/** Files that a command line names, and what a command writes. */
@NullMarked
package io.accesstriage.cli.io;

import org.jspecify.annotations.NullMarked;
