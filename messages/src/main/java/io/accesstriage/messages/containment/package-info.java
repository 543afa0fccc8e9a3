/** What to do first about a finding: how a person takes the access away. Nothing is ever run. */
@NullMarked
package io.accesstriage.messages.containment;

import org.jspecify.annotations.NullMarked;
