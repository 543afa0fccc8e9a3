/**
 * Functions as Lambda runs them, on this machine: its runtime client in a process of its own, its
 * runtime API, and AWS's answers over HTTPS.
 */
@NullMarked
package io.accesstriage.lambda;

import org.jspecify.annotations.NullMarked;
