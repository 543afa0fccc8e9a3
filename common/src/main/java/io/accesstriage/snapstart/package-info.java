/**
 * What a function does before Lambda takes a SnapStart snapshot of it: a rehearsal, so that the
 * first invocation after a restore finds everything loaded.
 */
@NullMarked
package io.accesstriage.snapstart;

import org.jspecify.annotations.NullMarked;
