package io.accesstriage.cli.world;

import org.jspecify.annotations.Nullable;

/**
 * Calls that fail.
 *
 * @param operation such as s3:GetBucketTagging
 * @param error the service's error code
 * @param times how many calls fail; null for all
 * @param after whether they fail after having taken effect
 */
record Fault(String operation, String error, @Nullable Integer times, boolean after) {}
