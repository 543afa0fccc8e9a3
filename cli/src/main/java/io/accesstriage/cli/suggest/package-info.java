/** The command that suggests rules for findings that none decides. */
@NullMarked
package io.accesstriage.cli.suggest;

import org.jspecify.annotations.NullMarked;
