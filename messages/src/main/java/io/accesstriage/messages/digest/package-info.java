/** What is said of everything in the ledger at once. */
@NullMarked
package io.accesstriage.messages.digest;

import org.jspecify.annotations.NullMarked;
