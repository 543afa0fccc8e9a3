/** What commands say of what the rules may ever archive, and of suggested ones. */
@NullMarked
package io.accesstriage.cli.proof;

import org.jspecify.annotations.NullMarked;
