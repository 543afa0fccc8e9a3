/** What the rules would do to findings that exist, without doing it. */
@NullMarked
package io.accesstriage.cli.preview;

import org.jspecify.annotations.NullMarked;
