package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.ledger.FindingSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AlertGroupsTest {
  private static final String ACCOUNT = "111122223333";

  private final AlertGroups groups = new AlertGroups();

  private static FindingSummary of(String type, String findingType, boolean isPublic) {
    return new FindingSummary(
        "arn", type, ACCOUNT, findingType, "*", isPublic, Owner.UNKNOWN, null, null, null, false);
  }

  @Test
  void all_differInMoreThanTheResource_theMostImportantFirst() {
    groups.add(DigestEntries.bucketIn(ACCOUNT, null, "a"), Severity.HIGH);
    groups.add(DigestEntries.bucketIn(ACCOUNT, "payments-prod", "b"), Severity.HIGH);
    groups.add(DigestEntries.bucketIn(ACCOUNT, "payments-old", "c"), Severity.MEDIUM);
    groups.add(DigestEntries.bucketIn("444455556666", null, "d"), Severity.HIGH);
    groups.add(of("AWS::IAM::Role", "ExternalAccess", false), Severity.HIGH);
    groups.add(of("AWS::S3::Bucket", "InternalAccess", false), Severity.HIGH);
    groups.add(of("AWS::IAM::Role", "UnusedIAMRole", false), Severity.HIGH);
    groups.add(of("AWS::S3::Bucket", "BrandNew", false), Severity.HIGH);
    groups.add(null, Severity.CRITICAL);

    assertEquals(
        List.of(
            group(Severity.CRITICAL, AlertGroups.Access.OTHER, null, null, null, 1),
            group(Severity.HIGH, AlertGroups.Access.PUBLIC, "AWS::S3::Bucket", ACCOUNT, 2),
            group(
                Severity.HIGH,
                AlertGroups.Access.PUBLIC,
                "AWS::S3::Bucket",
                "444455556666",
                null,
                1),
            group(Severity.HIGH, AlertGroups.Access.SHARED, "AWS::IAM::Role", ACCOUNT, 1),
            group(Severity.HIGH, AlertGroups.Access.INTERNAL, "AWS::S3::Bucket", ACCOUNT, 1),
            group(Severity.HIGH, AlertGroups.Access.UNUSED, "AWS::IAM::Role", ACCOUNT, 1),
            group(Severity.HIGH, AlertGroups.Access.OTHER, "AWS::S3::Bucket", ACCOUNT, 1),
            group(Severity.MEDIUM, AlertGroups.Access.PUBLIC, "AWS::S3::Bucket", ACCOUNT, 1)),
        groups.all());
  }

  /** A role is global: an analyzer in each region reports it. */
  @Test
  void all_ofOneRoleReportedInThreeRegions_isOneResource() {
    for (int region = 0; region < 3; region++) {
      groups.add(of("AWS::IAM::Role", "ExternalAccess", false), Severity.HIGH);
    }

    assertEquals(
        List.of(
            new AlertGroups.Group(
                Severity.HIGH,
                AlertGroups.Access.SHARED,
                "AWS::IAM::Role",
                ACCOUNT,
                null,
                true,
                3,
                1)),
        groups.all());
  }

  private static AlertGroups.Group group(
      Severity severity, AlertGroups.Access access, String type, String account, int findings) {
    return group(severity, access, type, account, "payments-old", findings);
  }

  private static AlertGroups.Group group(
      Severity severity,
      AlertGroups.Access access,
      @Nullable String type,
      @Nullable String account,
      @Nullable String accountName,
      int findings) {
    return new AlertGroups.Group(
        severity, access, type, account, accountName, true, findings, findings);
  }
}
