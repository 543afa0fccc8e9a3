/** What rules would do to findings, without doing it. */
@NullMarked
package io.accesstriage.cli.dryrun;

import org.jspecify.annotations.NullMarked;
