/** What a proposed policy would have found. */
@NullMarked
package io.accesstriage.cli.check;

import org.jspecify.annotations.NullMarked;
