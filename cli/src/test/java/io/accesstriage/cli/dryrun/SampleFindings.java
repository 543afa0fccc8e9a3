package io.accesstriage.cli.dryrun;

import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
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
    return Finding.builder(
            id,
            ANALYZER,
            FindingType.EXTERNAL_ACCESS,
            new Resource(
                "arn:aws:s3:::amzn-s3-demo-bucket", "AWS::S3::Bucket", "111122223333", "us-east-1"))
        .status(status)
        .isPublic(false)
        .principal(Principal.of(Map.of("AWS", "444455556666")))
        .access(new Access(List.of("s3:GetObject"), Map.of(), ""))
        .sources(List.of())
        .restrictions(new Restrictions("", ""))
        .createdAt(Instant.parse("2026-11-01T00:00:00Z"))
        .analyzedAt(Instant.parse("2026-11-01T00:00:00Z"))
        .updatedAt(Instant.parse("2026-11-01T00:00:00Z"))
        .contentHash("1:hash")
        .build();
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
