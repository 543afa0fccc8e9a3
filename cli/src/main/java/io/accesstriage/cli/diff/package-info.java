/** What a change of rules would do to findings. */
@NullMarked
package io.accesstriage.cli.diff;

import org.jspecify.annotations.NullMarked;
