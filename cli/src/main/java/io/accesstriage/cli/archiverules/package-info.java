/** Access Analyzer's built-in archive rules as rules of this product. */
@NullMarked
package io.accesstriage.cli.archiverules;

import org.jspecify.annotations.NullMarked;
