package io.accesstriage.cli.dryrun;

import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Findings of a bucket that is shared with another account. */
public final class SampleFindings {
  static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external";
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private SampleFindings() {}

  public static Finding finding(String id, FindingStatus status) {
    return new Finding(
        id,
        ANALYZER,
        FindingType.EXTERNAL_ACCESS,
        status,
        null,
        false,
        new Resource(
            "arn:aws:s3:::amzn-s3-demo-bucket", "AWS::S3::Bucket", "111122223333", "us-east-1"),
        Principal.of(Map.of("AWS", "444455556666")),
        new Access(List.of("s3:GetObject"), Map.of(), ""),
        List.of(),
        new Restrictions("", ""),
        null,
        Instant.parse("2026-11-01T00:00:00Z"),
        Instant.parse("2026-11-01T00:00:00Z"),
        Instant.parse("2026-11-01T00:00:00Z"),
        "1:hash",
        ReadFrom.API,
        null);
  }

  static SourcedFinding tagged(String id, Map<String, String> tags) {
    return new SourcedFinding(
        finding(id, FindingStatus.ACTIVE),
        new Facts(Fact.known(tags), Fact.known(List.of())),
        NOW,
        List.of());
  }

  static SourcedFinding denied(String id) {
    return new SourcedFinding(
        finding(id, FindingStatus.ACTIVE),
        new Facts(
            Fact.unread(Fact.Cause.DENIED, "The tags could not be read: AccessDenied."),
            Fact.known(List.of())),
        NOW,
        List.of());
  }
}
