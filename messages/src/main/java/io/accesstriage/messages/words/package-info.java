/** How anything is said: lists, times, names, links, commands; and hostile text, defanged. */
@NullMarked
package io.accesstriage.messages.words;

import org.jspecify.annotations.NullMarked;
