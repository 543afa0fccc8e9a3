/** Why a finding is decided as it is. */
@NullMarked
package io.accesstriage.cli.explain;

import org.jspecify.annotations.NullMarked;
