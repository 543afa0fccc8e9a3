/** Tests of a rules file: findings with facts, and what the rules are expected to say of them. */
@NullMarked
package io.accesstriage.rules.testing;

import org.jspecify.annotations.NullMarked;
