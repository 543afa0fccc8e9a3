/** Decides about a finding: the rules, the guards, and what was done about it before. */
@NullMarked
package io.accesstriage.evaluate;

import org.jspecify.annotations.NullMarked;
