/** What the command tells about itself: a manual page, a shell's completion. */
@NullMarked
package io.accesstriage.cli.manual;

import org.jspecify.annotations.NullMarked;
