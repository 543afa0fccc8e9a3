package io.accesstriage.prover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values that a reader of an example knows at sight, of several that would do. */
final class Preferences {
  static final String ACCOUNT = "111122223333";
  static final String STRANGER = "999988887777";
  static final String ANALYZER =
      "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization-external";

  /** From texts that are easy to read to any text. */
  private static final List<Language> NICE =
      List.of(
          pattern("^arn:aws:(iam|sts)::[0-9]{12}:[a-z-]+/[A-Za-z0-9/._-]*$"),
          pattern("^arn:aws:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[A-Za-z0-9:/._-]*$"),
          pattern("^[A-Za-z:/]*$"),
          pattern("^[A-Za-z0-9:/]*$"),
          pattern("^[A-Za-z0-9:/._@=+-]*$"),
          pattern("^[ -~]*$"),
          Language.ALL);

  private static final Pattern ACCOUNT_IN_ARN = Pattern.compile("arn:[^:]*:[^:]*:[^:]*:([^:]+):");

  private static final Language UNUSED = pattern("^Unused");

  private static final List<String> RESOURCE_TYPES =
      List.of(
          "AWS::S3::Bucket",
          "AWS::IAM::Role",
          "AWS::KMS::Key",
          "AWS::SQS::Queue",
          "AWS::SNS::Topic",
          "AWS::Lambda::Function",
          "AWS::SecretsManager::Secret",
          "AWS::DynamoDB::Table",
          "AWS::ECR::Repository",
          "AWS::EFS::FileSystem",
          "AWS::RDS::DBSnapshot",
          "AWS::RDS::DBClusterSnapshot",
          "AWS::EC2::Snapshot",
          "AWS::Lambda::LayerVersion",
          "AWS::DynamoDB::Stream",
          "AWS::S3Express::DirectoryBucket",
          "AWS::IAM::User");

  private static final Map<String, List<String>> FIXED =
      Map.ofEntries(
          Map.entry(Variables.TYPE, Archiving.TYPES),
          Map.entry(
              Variables.KIND,
              List.of(
                  "Account",
                  "Anyone",
                  "Role",
                  "User",
                  "Federated",
                  "AssumedRole",
                  "FederatedUser",
                  "CanonicalUser",
                  "Service",
                  "Unknown",
                  "")),
          Map.entry(Variables.RESOURCE_TYPE, RESOURCE_TYPES),
          Map.entry(Variables.RESOURCE_ACCOUNT, List.of(ACCOUNT, "123456789012", STRANGER)),
          Map.entry(Variables.PRINCIPAL_ACCOUNT, List.of(STRANGER, "444455556666", ACCOUNT, "")),
          Map.entry("resource.region", List.of("us-east-1")),
          Map.entry("finding.id", List.of("0e5c1bd3-0000-4000-8000-000000000000")),
          Map.entry("finding.analyzerArn", List.of(ANALYZER)),
          Map.entry("finding.unused.accessKeyId", List.of("", "AKIAIOSFODNN7EXAMPLE")),
          Map.entry("access.type", List.of("", "INTRA_ORG", "INTRA_ACCOUNT")),
          Map.entry("account.ou", List.of("ou-ab12-workloads")),
          Map.entry(Variables.ACCOUNT_PATH, List.of("r-ab12/ou-ab12-workloads/")),
          Map.entry("account.name", List.of("workloads")));

  /** Of principals that have no account, by kind. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "CanonicalUser",
          List.of("79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
          "Service",
          List.of("cloudfront.amazonaws.com", "logging.s3.amazonaws.com"),
          "Unknown",
          List.of("AROAIOSFODNN7EXAMPLE", "UnknownType=example"));

  List<String> of(String variable, Store store) {
    if (variable.equals(Variables.PRINCIPAL_VALUE) || variable.equals(Variables.PRINCIPAL_ARN)) {
      String account = store.text(Variables.PRINCIPAL_ACCOUNT).only();
      List<String> ofKind = VALUES.get(String.valueOf(store.text(Variables.KIND).only()));
      return ofKind != null ? ofKind : principals(account);
    }
    if (variable.equals(Variables.RESOURCE_ARN)) {
      return resources(store.text(Variables.RESOURCE_ACCOUNT).only());
    }
    if (variable.equals(Variables.PRINCIPAL_ACCOUNT)
        && VALUES.containsKey(String.valueOf(store.text(Variables.KIND).only()))) {
      return List.of("", STRANGER, "444455556666", ACCOUNT);
    }
    boolean isUnused = store.text(Variables.TYPE).isIn(UNUSED);
    if (variable.equals(Variables.RESOURCE_TYPE) && isUnused) {
      return List.of("AWS::IAM::Role", "AWS::IAM::User");
    }
    List<String> fixed = FIXED.getOrDefault(variable, List.of());
    return variable.equals(Variables.PRINCIPAL_ACCOUNT) ? withAccountInArn(fixed, store) : fixed;
  }

  /** The account first that is in every ARN that the principal may have. */
  private static List<String> withAccountInArn(List<String> accounts, Store store) {
    Matcher inArn = ACCOUNT_IN_ARN.matcher(store.text(Variables.PRINCIPAL_ARN).start());
    if (!inArn.lookingAt()) {
      return accounts;
    }
    List<String> all = new ArrayList<>(List.of(inArn.group(1)));
    all.addAll(accounts);
    return all;
  }

  private static List<String> principals(@Nullable String known) {
    String account = known == null || known.isEmpty() ? STRANGER : known;
    List<String> values = new ArrayList<>(List.of("", "*", account));
    for (String form :
        List.of(
            "arn:aws:iam::%s:role/example",
            "arn:aws:iam::%s:user/example",
            "arn:aws:sts::%s:assumed-role/example/session",
            "arn:aws:sts::%s:federated-user/example",
            "arn:aws:iam::%s:saml-provider/example",
            "arn:aws:iam::%s:oidc-provider/oidc.example.com")) {
      values.add(form.formatted(account));
    }
    values.add("oidc.example.com");
    return values;
  }

  private static List<String> resources(@Nullable String known) {
    String account = known == null ? ACCOUNT : known;
    List<String> values = new ArrayList<>();
    values.add("arn:aws:s3:::amzn-s3-demo-bucket");
    for (String form :
        List.of(
            "arn:aws:iam::%s:role/example",
            "arn:aws:iam::%s:user/example",
            "arn:aws:kms:us-east-1:%s:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:sqs:us-east-1:%s:example",
            "arn:aws:sns:us-east-1:%s:example",
            "arn:aws:lambda:us-east-1:%s:function:example",
            "arn:aws:lambda:us-east-1:%s:layer:example:1",
            "arn:aws:secretsmanager:us-east-1:%s:secret:example-AbCdEf",
            "arn:aws:dynamodb:us-east-1:%s:table/example",
            "arn:aws:ecr:us-east-1:%s:repository/example",
            "arn:aws:elasticfilesystem:us-east-1:%s:file-system/fs-0123456789abcdef0",
            "arn:aws:rds:us-east-1:%s:snapshot:example",
            "arn:aws:rds:us-east-1:%s:cluster-snapshot:example",
            "arn:aws:ec2:us-east-1:%s:snapshot/snap-0123456789abcdef0",
            "arn:aws:s3express:us-east-1:%s:bucket/example--use1-az4--x-s3")) {
      values.add(form.formatted(account));
    }
    return values;
  }

  /** The preferred text of a language, else one of the shortest that is easy to read. */
  @Nullable String best(String variable, Store store) {
    Language texts = store.text(variable);
    for (String value : of(variable, store)) {
      if (texts.has(value)) {
        return value;
      }
    }
    return texts.has("") ? "" : nicest(texts);
  }

  static @Nullable String nicest(Language texts) {
    Set<String> few = texts.texts(1);
    if (few != null) {
      return texts.shortest();
    }
    for (Language nice : NICE) {
      String text = texts.and(nice).shortest();
      if (text != null) {
        String whole = text + "example";
        return text.matches("(?s).*[:/_-]") && texts.has(whole) ? whole : text;
      }
    }
    return null;
  }

  private static Language pattern(String pattern) {
    return PatternLanguage.of(pattern).orElseThrow();
  }
}
