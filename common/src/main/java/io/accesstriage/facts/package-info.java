/** What was read about a finding's resource, or why it could not be read. */
@NullMarked
package io.accesstriage.facts;

import org.jspecify.annotations.NullMarked;
