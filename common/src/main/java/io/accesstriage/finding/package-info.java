/** The common model of a finding, whatever family it is of and wherever it was read. */
@NullMarked
package io.accesstriage.finding;

import org.jspecify.annotations.NullMarked;
