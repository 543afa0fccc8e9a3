/** What was decided about a finding and why. */
@NullMarked
package io.accesstriage.decision;

import org.jspecify.annotations.NullMarked;
