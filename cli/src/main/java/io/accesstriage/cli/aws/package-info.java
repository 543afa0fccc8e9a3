/** What the command's AWS clients may do. */
@NullMarked
package io.accesstriage.cli.aws;

import org.jspecify.annotations.NullMarked;
