/** The command that says what of rules is probably not meant, or will be missed later. */
@NullMarked
package io.accesstriage.cli.lint;

import org.jspecify.annotations.NullMarked;
