/** What travels between the states of the state machine. */
@NullMarked
package io.accesstriage.state;

import org.jspecify.annotations.NullMarked;
