/**
 * Decides when, and whether, people and machines are told of a finding or a failure; and sends it.
 */
@NullMarked
package io.accesstriage.notify;

import org.jspecify.annotations.NullMarked;
