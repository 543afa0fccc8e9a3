/** The preview of rules as one page that a browser shows, without any network. */
@NullMarked
package io.accesstriage.cli.preview.report;

import org.jspecify.annotations.NullMarked;
