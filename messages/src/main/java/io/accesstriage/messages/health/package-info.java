/** What is said of analyzers that do not look, and of findings that nobody may see. */
@NullMarked
package io.accesstriage.messages.health;

import org.jspecify.annotations.NullMarked;
