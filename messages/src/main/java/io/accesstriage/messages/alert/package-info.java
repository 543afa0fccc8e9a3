/** What is said of one finding, of a failed triage, and of too many alerts. */
@NullMarked
package io.accesstriage.messages.alert;

import org.jspecify.annotations.NullMarked;
