/** What the tests of several packages share. */
@NullMarked
package io.accesstriage.testing;

import org.jspecify.annotations.NullMarked;
