/** Reading and writing JSON with errors that name the field. */
@NullMarked
package io.accesstriage.json;

import org.jspecify.annotations.NullMarked;
