/** One message to people and programs, whoever sends it. */
@NullMarked
package io.accesstriage.messages;

import org.jspecify.annotations.NullMarked;
