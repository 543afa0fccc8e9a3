/** The enrich step: the finding as it is now, and what its resource's tags and aliases say. */
@NullMarked
package io.accesstriage.enrich;

import org.jspecify.annotations.NullMarked;
