/** Where a command reads findings from: an analyzer, or a file that was exported. */
@NullMarked
package io.accesstriage.cli.source;

import org.jspecify.annotations.NullMarked;
