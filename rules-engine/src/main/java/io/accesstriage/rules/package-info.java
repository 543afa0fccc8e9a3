/**
 * The security team's rules: their file, their meaning in three-valued logic, what they say of a
 * finding. No AWS, no clock, no network.
 */
@NullMarked
package io.accesstriage.rules;

import org.jspecify.annotations.NullMarked;
