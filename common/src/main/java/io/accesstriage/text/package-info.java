/** Text from findings, tags and events, made safe to show. */
@NullMarked
package io.accesstriage.text;

import org.jspecify.annotations.NullMarked;
