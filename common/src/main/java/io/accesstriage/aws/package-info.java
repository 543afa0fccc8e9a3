/** Settings and failures of AWS calls, shared by all clients. */
@NullMarked
package io.accesstriage.aws;

import org.jspecify.annotations.NullMarked;
