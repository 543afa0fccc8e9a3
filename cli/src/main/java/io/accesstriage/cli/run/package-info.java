/** The command that runs events through the real state machine and handlers. */
@NullMarked
package io.accesstriage.cli.run;

import org.jspecify.annotations.NullMarked;
