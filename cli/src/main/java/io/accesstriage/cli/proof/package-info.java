/** What commands say of what the rules may ever archive. */
@NullMarked
package io.accesstriage.cli.proof;

import org.jspecify.annotations.NullMarked;
