package io.accesstriage.cli.preview.report;

import io.accesstriage.cli.source.SourcedFinding;
import io.accesstriage.cli.source.Unread;
import io.accesstriage.facts.Fact;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Restrictions;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Findings as an organization of forty accounts has them: different resources and names, few
 * different actions, conditions and tags. The same seed makes the same ones.
 */
public final class ManyFindings {
  /** When all of them were read. */
  public static final Instant READ_AT = Instant.parse("2026-11-24T08:00:00Z");

  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-";
  private static final List<String> TEAMS =
      List.of("billing", "search", "data-lake", "mobile", "platform", "payment", "web", "research");
  private static final List<String> REGIONS =
      List.of("us-east-1", "us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2");
  private static final List<String> OTHERS =
      List.of("444455556666", "777788889999", "999988887777", "210987654321", "555566667777");

  private final Random random;

  private ManyFindings(long seed) {
    random = new Random(seed);
  }

  /** Rules that archive some of them, alert about some, and of which some match nothing. */
  public static RuleSet rules() {
    try (InputStream in =
        Objects.requireNonNull(ManyFindings.class.getResourceAsStream("rules.yaml"))) {
      return RuleSet.parse("rules.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public static Stream<SourcedFinding> of(int number, long seed) {
    ManyFindings findings = new ManyFindings(seed);
    return IntStream.range(0, number).mapToObj(findings::finding);
  }

  private SourcedFinding finding(int number) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> bucket(number);
      case 3, 4 -> key(number);
      case 5 -> queue(number);
      case 6 -> role(number);
      case 7 -> secret(number);
      case 8 -> unusedRole(number);
      default -> unusedPermissions(number);
    };
  }

  private SourcedFinding bucket(int number) {
    boolean isPublic = random.nextInt(12) == 0;
    List<String> actions =
        isPublic
            ? List.of("s3:GetObject")
            : oneOf(
                List.of(
                    List.of("s3:GetObject", "s3:ListBucket"),
                    List.of("s3:GetObject"),
                    List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
                    List.of("s3:PutBucketPolicy", "s3:PutObject")));
    return shared(
        resource("AWS::S3::Bucket", "arn:aws:s3:::amzn-s3-demo-%s-%d".formatted(team(), number)),
        isPublic ? "*" : principal(),
        isPublic,
        actions,
        facts(tags()));
  }

  private SourcedFinding key(int number) {
    String region = oneOf(REGIONS);
    String account = account();
    Map<String, String> tags = tags();
    boolean isDevelopment = random.nextInt(4) == 0;
    if (isDevelopment) {
      tags.put("Environment", "development");
      tags.put("IsAllowedToShare", "true");
    }
    Resource key =
        new Resource(
            "arn:aws:kms:%s:%s:key/%s".formatted(region, account, uuid(number)),
            "AWS::KMS::Key",
            account,
            region);
    return shared(
        key,
        principal(),
        false,
        List.of("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"),
        new Facts(
            Fact.known(tags),
            Fact.known(
                List.of(isDevelopment ? "alias/DevelopmentKey" : "alias/" + team() + number))));
  }

  private SourcedFinding queue(int number) {
    String region = oneOf(REGIONS);
    String account = account();
    return shared(
        new Resource(
            "arn:aws:sqs:%s:%s:%s-jobs-%d".formatted(region, account, team(), number),
            "AWS::SQS::Queue",
            account,
            region),
        principal(),
        false,
        oneOf(
            List.of(
                List.of("sqs:ReceiveMessage", "sqs:GetQueueAttributes"),
                List.of("sqs:SendMessage"))),
        random.nextInt(3) == 0
            ? new Facts(
                Fact.unread(
                    Fact.Cause.NO_ROLE,
                    "The tags could not be read in account %s: deploy org/member-account-role.yaml there."
                        .formatted(account)),
                Fact.known(List.of()))
            : facts(tags()));
  }

  private SourcedFinding role(int number) {
    return shared(
        resource(
            "AWS::IAM::Role",
            "arn:aws:iam::%s:role/%s/deploy-%d".formatted(account(), team(), number)),
        oneOf(List.of(principal(), "arn:aws:iam::444455556666:role/ci")),
        false,
        List.of("sts:AssumeRole"),
        facts(tags()));
  }

  private SourcedFinding secret(int number) {
    String region = oneOf(REGIONS);
    String account = account();
    return shared(
        new Resource(
            "arn:aws:secretsmanager:%s:%s:secret:%s/database-%d-AbCdEf"
                .formatted(region, account, team(), number),
            "AWS::SecretsManager::Secret",
            account,
            region),
        principal(),
        false,
        List.of("secretsmanager:GetSecretValue"),
        facts(tags()));
  }

  private SourcedFinding unusedRole(int number) {
    return unused(
        FindingType.UNUSED_ROLE,
        oneOf(List.of("emergency", team(), team())) + "/operator-" + number,
        new UnusedAccess(day(), "", 0, 0, List.of()));
  }

  private SourcedFinding unusedPermissions(int number) {
    return unused(
        FindingType.UNUSED_PERMISSION,
        team() + "/worker-" + number,
        new UnusedAccess(
            null,
            "",
            random.nextInt(5),
            random.nextInt(40),
            List.of("ec2", "s3", "sns").subList(0, random.nextInt(4))));
  }

  private SourcedFinding unused(FindingType type, String path, UnusedAccess unused) {
    return sourced(
        Finding.builder(
                id(),
                ANALYZER + "unused",
                type,
                resource("AWS::IAM::Role", "arn:aws:iam::%s:role/%s".formatted(account(), path)))
            .status(status())
            .unused(unused)
            .createdAt(day())
            .analyzedAt(READ_AT)
            .updatedAt(day())
            .contentHash("1:" + id())
            .build(),
        facts(tags()));
  }

  private SourcedFinding shared(
      Resource resource, String principal, boolean isPublic, List<String> actions, Facts facts) {
    Map<String, String> condition =
        random.nextInt(3) == 0 && !isPublic
            ? Map.of("aws:PrincipalOrgID", "o-exampleorgid")
            : Map.of();
    return sourced(
        Finding.builder(id(), ANALYZER + "external", FindingType.EXTERNAL_ACCESS, resource)
            .status(status())
            .isPublic(isPublic)
            .principal(Principal.of(Map.of("AWS", principal)))
            .access(new Access(actions, condition, ""))
            .sources(List.of(new Source("POLICY", "")))
            .restrictions(new Restrictions("NOT_APPLICABLE", ""))
            .createdAt(day())
            .analyzedAt(READ_AT)
            .updatedAt(day())
            .contentHash("1:" + id())
            .build(),
        facts);
  }

  private static SourcedFinding sourced(Finding finding, Facts facts) {
    return new SourcedFinding(finding, facts, READ_AT, List.<Unread>of());
  }

  private Resource resource(String type, String arn) {
    String[] parts = arn.split(":", 6);
    return new Resource(arn, type, parts[4].isEmpty() ? account() : parts[4], "us-east-1");
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    if (random.nextInt(5) > 0) {
      tags.put("Team", team());
      tags.put(
          "Environment", oneOf(List.of("production", "production", "staging", "test", "sandbox")));
    }
    if (random.nextInt(4) == 0) {
      tags.put("Purpose", oneOf(List.of("website", "logs", "backup")));
    }
    if (random.nextInt(6) == 0) {
      tags.put("Data Classification", oneOf(List.of("Confidential", "Internal")));
    }
    return tags;
  }

  private static Facts facts(Map<String, String> tags) {
    return new Facts(Fact.known(tags), Fact.known(List.of()));
  }

  private String principal() {
    return random.nextInt(3) == 0
        ? "arn:aws:iam::%s:role/%s-reader".formatted(oneOf(OTHERS), team())
        : oneOf(OTHERS);
  }

  private String account() {
    return Long.toString(100_000_000_000L + 7_919L * (long) Math.pow(random.nextInt(40), 2));
  }

  private FindingStatus status() {
    return random.nextInt(20) == 0 ? FindingStatus.ARCHIVED : FindingStatus.ACTIVE;
  }

  private Instant day() {
    return READ_AT.minus(Duration.ofDays(random.nextInt(300)));
  }

  private String team() {
    return oneOf(TEAMS);
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String uuid(int number) {
    return new UUID(random.nextLong(), number).toString();
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
