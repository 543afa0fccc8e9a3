/** Archives findings, and makes them active again, as they were judged. */
@NullMarked
package io.accesstriage.archive;

import org.jspecify.annotations.NullMarked;
