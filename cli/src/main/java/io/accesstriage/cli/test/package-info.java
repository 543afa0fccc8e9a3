/** The command that runs the tests of the rules. */
@NullMarked
package io.accesstriage.cli.test;

import org.jspecify.annotations.NullMarked;
