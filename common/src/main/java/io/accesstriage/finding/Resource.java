package io.accesstriage.finding;

import org.jspecify.annotations.Nullable;

/**
 * The resource that a finding is about.
 *
 * @param arn empty only for a finding that is gone and was never described
 * @param type such as AWS::S3::Bucket; empty like {@code arn}
 * @param account the owner's id, or null where neither the finding nor the ARN says it
 * @param region of the ARN, else of the finding or its analyzer
 */
public record Resource(
    String arn, String type, @Nullable String account, @Nullable String region) {}
