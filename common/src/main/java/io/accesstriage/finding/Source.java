package io.accesstriage.finding;

/**
 * What grants the access.
 *
 * @param type POLICY, BUCKET_ACL, S3_ACCESS_POINT or S3_ACCESS_POINT_ACCOUNT
 * @param accessPointArn empty where no access point is involved
 */
public record Source(String type, String accessPointArn) {}
