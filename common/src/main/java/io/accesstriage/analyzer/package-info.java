/** IAM Access Analyzer through the AWS SDK; needs the accessanalyzer client on the class path. */
@NullMarked
package io.accesstriage.analyzer;

import org.jspecify.annotations.NullMarked;
