/** What was decided about each finding, and who is at work on it. */
@NullMarked
package io.accesstriage.ledger;

import org.jspecify.annotations.NullMarked;
