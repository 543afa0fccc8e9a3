package io.accesstriage.rules;

import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.UnusedAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Conditions that say nothing, such as {@code finding.type != ""} or the negation of something
 * rare: they are true of findings that have nothing in common but that they are not public and have
 * no tags. No rule that means some of the findings names any of these.
 */
final class CatchAll {
  private static final Instant NOW = Instant.parse("2000-06-01T12:00:00Z");

  private static final List<Subject> SUBJECTS =
      List.of(
          shared(
              FindingType.EXTERNAL_ACCESS,
              new Resource("arn:aws:s3:::a", "AWS::S3::Bucket", "000000000001", "us-east-1"),
              Map.of("AWS", "000000000002"),
              new Access(List.of("s3:GetObject"), Map.of("aws:SourceIp", "192.0.2.1/32"), "")),
          shared(
              FindingType.EXTERNAL_ACCESS,
              new Resource(
                  "arn:aws:kms:eu-west-1:000000000003:key/b",
                  "AWS::KMS::Key",
                  "000000000003",
                  "eu-west-1"),
              Map.of("AWS", "arn:aws:iam::000000000004:role/c"),
              new Access(List.of("kms:CreateGrant", "kms:Decrypt"), Map.of(), "")),
          shared(
              FindingType.EXTERNAL_ACCESS,
              new Resource(
                  "arn:aws:iam::000000000005:role/d", "AWS::IAM::Role", "000000000005", "global"),
              Map.of("Federated", "arn:aws:iam::000000000005:saml-provider/e"),
              new Access(List.of("sts:AssumeRoleWithSAML"), Map.of(), "")),
          shared(
              FindingType.INTERNAL_ACCESS,
              new Resource(
                  "arn:aws:dynamodb:ap-south-1:000000000006:table/f",
                  "AWS::DynamoDB::Table",
                  "000000000006",
                  "ap-south-1"),
              Map.of("AWS", "arn:aws:iam::000000000007:user/g"),
              new Access(List.of("dynamodb:PutItem"), Map.of(), "INTRA_ORG")),
          unused(FindingType.UNUSED_ROLE, "role/h", Duration.ofDays(400), List.of()),
          unused(FindingType.UNUSED_PERMISSION, "user/i", Duration.ZERO, List.of("ec2", "s3")));

  private CatchAll() {}

  static boolean is(Condition condition, Map<String, List<String>> lists, AccountNames accounts) {
    return SUBJECTS.stream()
        .allMatch(subject -> condition.evaluate(Scope.of(subject, lists, accounts)) == Truth.TRUE);
  }

  private static Subject shared(
      FindingType type, Resource resource, Map<String, String> principal, Access access) {
    return subject(
        finding(type, resource, Duration.ofDays(resource.type().length()))
            .principal(Principal.of(principal))
            .access(access)
            .build());
  }

  private static Subject unused(
      FindingType type, String name, Duration age, List<String> services) {
    Resource resource =
        new Resource(
            "arn:aws:iam::000000000008:" + name,
            name.startsWith("role") ? "AWS::IAM::Role" : "AWS::IAM::User",
            "000000000008",
            "global");
    return subject(
        finding(type, resource, age)
            .unused(
                new UnusedAccess(NOW.minus(age), "", services.size(), services.size(), services))
            .build());
  }

  private static Finding.Builder finding(FindingType type, Resource resource, Duration age) {
    return Finding.builder(
            resource.arn(),
            "arn:aws:access-analyzer:us-east-1:%s:analyzer/a".formatted(resource.account()),
            type,
            resource)
        .ordinary(NOW.minus(age));
  }

  private static Subject subject(Finding finding) {
    return new Subject(
        finding,
        new Facts(
            Fact.known(Map.of()),
            Fact.known(List.of()),
            Fact.known(new Account("", Map.of(), "", "")),
            Fact.known(finding.type().equals(FindingType.INTERNAL_ACCESS))),
        NOW);
  }
}
