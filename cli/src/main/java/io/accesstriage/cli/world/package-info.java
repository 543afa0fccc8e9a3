/** A sample account that stands in for AWS: what the handlers meet when they run locally. */
@NullMarked
package io.accesstriage.cli.world;

import org.jspecify.annotations.NullMarked;
