package io.accesstriage.messages.containment;

import io.accesstriage.finding.Access;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.finding.Source;
import io.accesstriage.finding.UnusedAccess;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A finding of each kind that is contained in another way. */
final class SampleExposures {
  private static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
  private static final Principal ANYONE = principal("AWS", "*");
  private static final Principal ACCOUNT = principal("AWS", "999988887777");
  private static final Principal ROLE =
      principal("AWS", "arn:aws:iam::444455556666:role/service/Deployer");

  static final Map<String, Finding> ALL = all();

  private SampleExposures() {}

  static Finding of(String kind) {
    return Objects.requireNonNull(ALL.get(kind), kind);
  }

  private static Map<String, Finding> all() {
    Map<String, Finding> all = new LinkedHashMap<>();
    buckets(all);
    snapshots(all);
    policies(all);
    functions(all);
    unused(all);
    withoutCommands(all);
    notAnalyzed(all);
    conditions(all);
    return Collections.unmodifiableMap(all);
  }

  private static void buckets(Map<String, Finding> all) {
    String bucket = "arn:aws:s3:::amzn-s3-demo-bucket";
    Finding open = external("AWS::S3::Bucket", bucket, ANYONE, true);
    all.put("bucket-public", withSources(open, List.of(new Source("POLICY", ""))));
    all.put("bucket-public-by-list", withSources(open, List.of(new Source("BUCKET_ACL", ""))));
    String point = "arn:aws:s3:us-east-1:111122223333:accesspoint/partner";
    all.put(
        "bucket-public-by-access-point",
        withSources(open, List.of(new Source("S3_ACCESS_POINT", point))));
    Finding named = external("AWS::S3::Bucket", bucket, ROLE, false);
    all.put("bucket-policy", withSources(named, List.of(new Source("POLICY", ""))));
    all.put("bucket-source-not-read", named);
    all.put(
        "bucket-list",
        withSources(
            external(
                "AWS::S3::Bucket",
                bucket,
                principal(
                    "CanonicalUser",
                    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
                false),
            List.of(new Source("BUCKET_ACL", ""))));
    all.put(
        "bucket-list-and-policy",
        withSources(named, List.of(new Source("BUCKET_ACL", ""), new Source("POLICY", ""))));
    all.put(
        "bucket-access-point", withSources(named, List.of(new Source("S3_ACCESS_POINT", point))));
    List<Source> multiRegion =
        List.of(
            new Source(
                "S3_ACCESS_POINT", "arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap"));
    all.put("bucket-multi-region-access-point", withSources(named, multiRegion));
    all.put("bucket-public-by-multi-region-access-point", withSources(open, multiRegion));
    all.put(
        "bucket-access-points-of-an-account",
        withSources(named, List.of(new Source("S3_ACCESS_POINT_ACCOUNT", "", "999988887777"))));
    all.put(
        "bucket-access-points-of-an-unnamed-account",
        withSources(named, List.of(new Source("S3_ACCESS_POINT_ACCOUNT", ""))));
    all.put(
        "bucket-in-china",
        external(
            "AWS::S3::Bucket",
            "arn:aws-cn:s3:::amzn-s3-demo-bucket",
            principal("AWS", "999988887777"),
            false,
            "cn-north-1"));
    all.put(
        "directory-bucket",
        external(
            "AWS::S3Express::DirectoryBucket",
            "arn:aws:s3express:us-east-1:111122223333:bucket/amzn-s3-demo-bucket--use1-az4--x-s3",
            ACCOUNT,
            false));
  }

  private static void snapshots(Map<String, Finding> all) {
    String volume = "arn:aws:ec2:us-east-1::snapshot/snap-0fedcba9876543210";
    all.put("volume-snapshot-public", external("AWS::EC2::Snapshot", volume, ANYONE, true));
    all.put("volume-snapshot", external("AWS::EC2::Snapshot", volume, ACCOUNT, false));
    String database = "arn:aws:rds:us-east-1:111122223333:snapshot:orders-before-upgrade";
    all.put("database-snapshot-public", external("AWS::RDS::DBSnapshot", database, ANYONE, true));
    all.put(
        "database-snapshot",
        external(
            "AWS::RDS::DBSnapshot",
            "arn:aws:rds:us-east-1:111122223333:snapshot:awsbackup:job-8c1d0f4e",
            principal("AWS", "arn:aws:iam::999988887777:root"),
            false));
    all.put("snapshot-of-another-principal", external("AWS::EC2::Snapshot", volume, ROLE, false));
    all.put(
        "cluster-snapshot",
        external(
            "AWS::RDS::DBClusterSnapshot",
            "arn:aws:rds:us-east-1:111122223333:cluster-snapshot:ledger-2026-06",
            ACCOUNT,
            false));
  }

  private static void policies(Map<String, Finding> all) {
    String key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    all.put("key", external("AWS::KMS::Key", key, ACCOUNT, false));
    all.put("key-public", external("AWS::KMS::Key", key, ANYONE, true));
    all.put("key-of-a-role", external("AWS::KMS::Key", key, ROLE, false));
    all.put(
        "key-of-a-service",
        withCondition(
            external("AWS::KMS::Key", key, principal("Service", "logs.amazonaws.com"), false),
            Map.of("aws:SourceAccount", "999988887777")));
    Map<String, String> callers = Map.of("kms:CallerAccount", "999988887777");
    all.put("key-of-callers-of-an-account", withCondition(of("key-public", all), callers));
    all.put(
        "key-of-callers-who-make-grants",
        allowing(of("key-of-callers-of-an-account", all), "kms:CreateGrant", callers));
    String role = "arn:aws:iam::111122223333:role/service-role/Nightly+Import";
    all.put("role", external("AWS::IAM::Role", role, ROLE, false));
    all.put(
        "role-of-an-identity-provider",
        external(
            "AWS::IAM::Role",
            role,
            principal(
                "Federated",
                "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"),
            false));
    all.put(
        "role-of-a-service",
        external(
            "AWS::IAM::Role",
            "arn:aws:iam::111122223333:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache",
            principal("Service", "elasticache.amazonaws.com"),
            false));
    all.put(
        "role-of-a-permission-set",
        external(
            "AWS::IAM::Role",
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Audit_0123456789abcdef",
            principal("Federated", "arn:aws:iam::111122223333:saml-provider/AWSSSO_DO_NOT_DELETE"),
            false));
    all.put(
        "role-of-a-deleted-principal",
        external("AWS::IAM::Role", role, principal("AWS", "AROAEXAMPLEID12345678"), false));
    all.put(
        "queue",
        external(
            "AWS::SQS::Queue", "arn:aws:sqs:us-east-1:111122223333:invoices.fifo", ROLE, false));
    all.put(
        "topic-of-a-service",
        external(
            "AWS::SNS::Topic",
            "arn:aws:sns:us-east-1:111122223333:trail-deliveries",
            principal("Service", "cloudtrail.amazonaws.com"),
            false));
    all.put(
        "secret",
        external(
            "AWS::SecretsManager::Secret",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!cluster/api-key-AbCdEf",
            ROLE,
            false));
    all.put(
        "secret-public",
        external(
            "AWS::SecretsManager::Secret",
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:api-key-AbCdEf",
            ANYONE,
            true));
    all.put(
        "repository",
        external(
            "AWS::ECR::Repository",
            "arn:aws:ecr:us-east-1:111122223333:repository/team/base-images",
            ACCOUNT,
            false));
    all.put(
        "file-system",
        external(
            "AWS::EFS::FileSystem",
            "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0123456789abcdef0",
            ANYONE,
            false));
    String table = "arn:aws:dynamodb:us-east-1:111122223333:table/Orders";
    all.put("table", external("AWS::DynamoDB::Table", table, ROLE, false));
    all.put(
        "stream",
        external(
            "AWS::DynamoDB::Stream", table + "/stream/2026-03-01T08:15:30.123", ACCOUNT, false));
    all.put(
        "internal-access",
        finding(
            FindingType.INTERNAL_ACCESS,
            "AWS::DynamoDB::Table",
            table,
            "us-east-1",
            ROLE,
            null,
            null,
            null));
  }

  private static void notAnalyzed(Map<String, Finding> all) {
    String analyzed = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";
    all.put("error", notAnalyzed("AWS::KMS::Key", analyzed, "ACCESS_DENIED"));
    all.put(
        "error-of-a-bucket",
        notAnalyzed("AWS::S3::Bucket", "arn:aws:s3:::amzn-s3-demo-bucket", "ACCESS_DENIED"));
    all.put(
        "error-of-a-role",
        notAnalyzed("AWS::IAM::Role", "arn:aws:iam::111122223333:role/Deployer", "ACCESS_DENIED"));
    all.put("error-of-aws", notAnalyzed("AWS::KMS::Key", analyzed, "INTERNAL_ERROR"));
  }

  private static Finding notAnalyzed(String type, String arn, String error) {
    return finding(FindingType.EXTERNAL_ACCESS, type, arn, "us-east-1", null, null, null, error);
  }

  private static void functions(Map<String, Finding> all) {
    String function = "arn:aws:lambda:us-east-1:111122223333:function:export-orders";
    all.put("function-public", external("AWS::Lambda::Function", function, ANYONE, true));
    all.put(
        "function-url-public",
        allowing(
            of("function-public", all),
            "lambda:InvokeFunction",
            Map.of("lambda:InvokedViaFunctionUrl", "true")));
    all.put(
        "function-of-a-service",
        allowing(
            external(
                "AWS::Lambda::Function", function, principal("Service", "s3.amazonaws.com"), false),
            "lambda:InvokeFunction",
            new TreeMap<>(
                Map.of(
                    "aws:SourceAccount", "999988887777",
                    "aws:SourceArn", "arn:aws:s3:::amzn-s3-demo-bucket"))));
    all.put(
        "function-alias",
        allowing(
            external("AWS::Lambda::Function", function + ":live", ACCOUNT, false),
            "lambda:InvokeFunction",
            Map.of()));
    String layer = "arn:aws:lambda:us-east-1:111122223333:layer:common-libraries";
    all.put(
        "layer-version",
        allowing(
            external("AWS::Lambda::LayerVersion", layer + ":7", ACCOUNT, false),
            "lambda:GetLayerVersion",
            Map.of()));
    all.put(
        "layer-version-of-an-organization",
        allowing(
            external("AWS::Lambda::LayerVersion", layer + ":7", ANYONE, false),
            "lambda:GetLayerVersion",
            Map.of("aws:PrincipalOrgID", "o-partner1234")));
    all.put("layer-without-version", external("AWS::Lambda::LayerVersion", layer, ACCOUNT, false));
  }

  private static void unused(Map<String, Finding> all) {
    String role = "arn:aws:iam::111122223333:role/MigrationOf2024";
    String user = "arn:aws:iam::111122223333:user/division/build-agent";
    UnusedAccess nothing = new UnusedAccess(null, "", 0, 0, List.of());
    all.put("unused-role", unused(FindingType.UNUSED_ROLE, "AWS::IAM::Role", role, nothing));
    all.put(
        "unused-access-key",
        unused(
            FindingType.UNUSED_ACCESS_KEY,
            "AWS::IAM::User",
            user,
            new UnusedAccess(null, "AKIAIOSFODNN7EXAMPLE", 0, 0, List.of())));
    all.put(
        "unused-access-key-not-read",
        unused(FindingType.UNUSED_ACCESS_KEY, "AWS::IAM::User", user, nothing));
    all.put(
        "unused-password", unused(FindingType.UNUSED_PASSWORD, "AWS::IAM::User", user, nothing));
    all.put(
        "unused-permission",
        unused(FindingType.UNUSED_PERMISSION, "AWS::IAM::Role", role, nothing));
    all.put(
        "unused-role-of-identity-center",
        unused(
            FindingType.UNUSED_ROLE,
            "AWS::IAM::Role",
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
            nothing));
    all.put(
        "unused-permission-of-identity-center",
        unused(
            FindingType.UNUSED_PERMISSION,
            "AWS::IAM::Role",
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
            nothing));
  }

  private static void withoutCommands(Map<String, Finding> all) {
    String thing = "arn:aws:example:us-east-1:111122223333:thing/one";
    all.put("unknown-type-of-resource", external("AWS::Example::Thing", thing, ACCOUNT, false));
    all.put("unknown-type-of-resource-not-named", external("", thing, ACCOUNT, false));
    String topic = "arn:aws:sns:us-east-1:111122223333:orders";
    all.put("principal-not-read", external("AWS::SNS::Topic", topic, null, null));
    all.put(
        "principal-of-an-unknown-kind",
        external("AWS::SNS::Topic", topic, principal("Example", "x"), false));
    all.put(
        "unknown-type-of-finding",
        finding(
            new FindingType("UnusedIAMRoleTrust"),
            "AWS::IAM::Role",
            "arn:aws:iam::111122223333:role/HubConnector",
            "us-east-1",
            null,
            null,
            null,
            null));
  }

  /** Conditions that others wrote, and those that a person has to find in a policy. */
  private static void conditions(Map<String, Finding> all) {
    String oidc = "oidc.example.com";
    Finding role =
        external(
            "AWS::IAM::Role",
            "arn:aws:iam::111122223333:role/ci",
            principal("Federated", "arn:aws:iam::111122223333:oidc-provider/" + oidc),
            false);
    all.put(
        "role-of-a-subject-that-looks-like-a-command",
        withCondition(
            role,
            Map.of(
                oidc + ":sub",
                "ops\" (keep it). First, run this:  \u2003\u00a0 aws iam attach-role-policy --role-name x\\ "
                    + "y ".repeat(80))));
    all.put(
        "role-of-several-subjects", withCondition(role, Map.of(oidc + ":SUB", "[\"a\",\"b\"]")));
    all.put(
        "role-of-a-subject-of-another-provider",
        withCondition(role, Map.of("zz:sub", "hello", oidc + ":amr", "x")));
    all.put(
        "role-of-any-repository",
        withCondition(
            external(
                "AWS::IAM::Role",
                "arn:aws:iam::111122223333:role/ci",
                principal(
                    "Federated",
                    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"),
                false),
            Map.of("token.actions.githubusercontent.com:aud", "sts.amazonaws.com")));
    all.put(
        "role-of-repositories-of-any-owner",
        withCondition(
            of("role-of-any-repository", all),
            Map.of("token.actions.githubusercontent.com:sub", "repo:*")));
    all.put(
        "queue-of-an-account-that-is-none",
        external(
            "AWS::SQS::Queue",
            "arn:aws:sqs:us-east-1:111122223333:orders",
            principal("AWS", "arn:aws:iam::9999$(x):root"),
            false));
    all.put(
        "bucket-public-of-several",
        external(
            "AWS::S3::Bucket",
            "arn:aws:s3:::amzn-s3-demo-bucket",
            Principal.of(Map.of("AWS", "*", "CanonicalUser", "79a59df900b949e55d96a1e698fbaced")),
            true));
    all.put(
        "function-of-a-service-for-an-account",
        withCondition(
            external(
                "AWS::Lambda::Function",
                "arn:aws:lambda:us-east-1:111122223333:function:export-orders",
                principal("Service", "s3.amazonaws.com"),
                false),
            Map.of("aws:SourceAccount", "999988887777")));
    all.put(
        "topic-of-a-service-for-an-account",
        withCondition(of("topic-of-a-service", all), Map.of("aws:SourceAccount", "999988887777")));
    all.put(
        "key-of-an-organization",
        withCondition(of("key-public", all), Map.of("aws:PrincipalOrgID", "o-partner1234")));
    Finding files = of("file-system", all);
    String mounted = "elasticfilesystem:AccessedViaMountTarget";
    all.put("file-system-by-mount-target", withCondition(files, Map.of(mounted, "true")));
    all.put(
        "file-system-of-an-organization",
        withCondition(files, Map.of("aws:PrincipalOrgID", "o-partner1234")));
  }

  private static Finding of(String kind, Map<String, Finding> all) {
    return Objects.requireNonNull(all.get(kind), kind);
  }

  static Finding withCondition(Finding finding, Map<String, String> condition) {
    return changed(
        finding, finding.id(), false, new Access(null, condition, ""), finding.sources());
  }

  private static Finding allowing(Finding finding, String action, Map<String, String> condition) {
    return changed(
        finding,
        finding.id(),
        finding.isPublic(),
        new Access(List.of(action), condition, ""),
        finding.sources());
  }

  static Finding withId(Finding finding, String id) {
    return changed(finding, id, finding.isPublic(), finding.access(), finding.sources());
  }

  static Finding sharedOf(String type, String arn) {
    return external(type, arn, ACCOUNT, false);
  }

  static Finding bucketOf(String arn, String region) {
    return external("AWS::S3::Bucket", arn, ANYONE, true, region);
  }

  static Finding roleOf(String arn) {
    return external("AWS::IAM::Role", arn, ACCOUNT, false);
  }

  static Finding withSources(Finding finding, List<Source> sources) {
    return changed(finding, finding.id(), finding.isPublic(), finding.access(), sources);
  }

  private static Finding changed(
      Finding finding,
      String id,
      @Nullable Boolean isPublic,
      @Nullable Access access,
      @Nullable List<Source> sources) {
    return Finding.builder(id, finding.analyzerArn(), finding.type(), finding.resource())
        .status(finding.status())
        .error(finding.error())
        .isPublic(isPublic)
        .principal(finding.principal())
        .access(access)
        .sources(sources)
        .build();
  }

  private static Finding external(
      String type, String arn, @Nullable Principal principal, @Nullable Boolean isPublic) {
    return external(type, arn, principal, isPublic, "us-east-1");
  }

  private static Finding external(
      String type,
      String arn,
      @Nullable Principal principal,
      @Nullable Boolean isPublic,
      String region) {
    return finding(FindingType.EXTERNAL_ACCESS, type, arn, region, principal, isPublic, null, null);
  }

  private static Finding unused(FindingType finding, String type, String arn, UnusedAccess unused) {
    return finding(finding, type, arn, "us-east-1", null, null, unused, null);
  }

  private static Finding finding(
      FindingType finding,
      String type,
      String arn,
      String region,
      @Nullable Principal principal,
      @Nullable Boolean isPublic,
      @Nullable UnusedAccess unused,
      @Nullable String error) {
    return Finding.builder(
            "0910eedb-381e-4e95-adda-0d25c19e6e90",
            ANALYZER,
            finding,
            new Resource(arn, type, "111122223333", region))
        .error(error)
        .isPublic(isPublic)
        .principal(principal)
        .access(new Access(null, null, ""))
        .unused(unused)
        .build();
  }

  private static Principal principal(String kind, String value) {
    return Objects.requireNonNull(Principal.of(Map.of(kind, value)));
  }

  /** All of it, as a file shows it. */
  static String text(Containment containment) {
    StringBuilder text = new StringBuilder();
    if (!containment.place().isEmpty()) {
      text.append(containment.place()).append('\n');
    }
    containment.checkedSteps().forEach(step -> append(step, text));
    if (!containment.whoDidIt().isEmpty()) {
      String where = containment.placeOfLookups();
      text.append("Who changed it%s:\n".formatted(where.isEmpty() ? "" : ", " + where));
      containment.whoDidIt().forEach(lookup -> text.append("  ").append(lookup).append('\n'));
    }
    if (containment.link() != null) {
      text.append(containment.link()).append('\n');
    }
    return text.toString();
  }

  private static void append(Step step, StringBuilder text) {
    text.append(step.sentence()).append('\n');
    if (step.command() != null) {
      text.append("  ").append(step.command()).append('\n');
    }
  }
}
