/** What was done with a finding before decides what is left to do, and what an alert leaves. */
@NullMarked
package io.accesstriage.ledger.history;

import org.jspecify.annotations.NullMarked;
