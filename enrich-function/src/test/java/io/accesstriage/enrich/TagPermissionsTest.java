package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.finding.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.accessanalyzer.model.AccessCheckResourceType;

/**
 * The table of docs/resource-types.md is what is promised: the readers make its calls, and the
 * function's own role and the role of other accounts allow exactly them.
 */
final class TagPermissionsTest {
  private static final Path TABLE = Path.of("..", "docs", "resource-types.md");
  private static final Path TEMPLATE = Path.of("..", "template.yaml");
  private static final Path MEMBER_ROLE = Path.of("..", "org", "member-account-role.yaml");

  /** The types that Access Analyzer reports, by the IAM User Guide. */
  private static final Set<String> TYPES =
      Set.of(
          "AWS::DynamoDB::Stream",
          "AWS::DynamoDB::Table",
          "AWS::EC2::Snapshot",
          "AWS::ECR::Repository",
          "AWS::EFS::FileSystem",
          "AWS::IAM::Role",
          "AWS::IAM::User",
          "AWS::KMS::Key",
          "AWS::Lambda::Function",
          "AWS::Lambda::LayerVersion",
          "AWS::RDS::DBClusterSnapshot",
          "AWS::RDS::DBSnapshot",
          "AWS::S3::Bucket",
          "AWS::S3Express::DirectoryBucket",
          "AWS::SNS::Topic",
          "AWS::SQS::Queue",
          "AWS::SecretsManager::Secret");

  private static final Pattern ROW =
      Pattern.compile("\\| `(AWS::[^`]*)` \\| [^|]+ \\| `?([^|`]+)`? \\|");
  private static final Pattern ACTIONS =
      Pattern.compile("(?m)^ +Action:(?: \\[?(.+?)\\]?|((?:\\n +- \\S+)+))$");
  private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Za-z*]+");

  /** Unlike the tags' readers it is one, named in the text above the table. */
  private static final KeyAliasReader ALIASES = (Resource key) -> List.of();

  @Test
  void table_hasARowForEachTypeWithTheCallOfItsReader() throws IOException {
    Map<String, String> expected = new TreeMap<>(TagReaders.ofAws().operations());
    expected.put("AWS::Lambda::LayerVersion", "-");

    assertEquals(expected, table());
    assertEquals(TYPES, table().keySet());
  }

  /** A role's trust policy has a name of its own there. */
  @Test
  void page_typesThatNoFindingCovers_areTheOthersOfCheckNoPublicAccess() throws IOException {
    Set<String> others =
        AccessCheckResourceType.knownValues().stream()
            .map(AccessCheckResourceType::toString)
            .filter(type -> !TYPES.contains(type))
            .filter(type -> !type.equals("AWS::IAM::AssumeRolePolicyDocument"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        others,
        new TreeSet<>(
            all(
                "AWS::[A-Za-z0-9:]+",
                between(
                    Files.readString(TABLE),
                    "\"No findings\" says nothing",
                    "What an access point"))));
  }

  @Test
  void functionsRole_allowsExactlyTheCallsOfTheTable() throws IOException {
    String policy =
        between(
            Files.readString(TEMPLATE),
            "\n              # Any resource of these types can be a finding's",
            "\n        - !If\n");

    assertEquals(calls(), new TreeSet<>(actions(policy)));
    assertEquals(calls().size(), actions(policy).size(), () -> "twice: " + actions(policy));
  }

  @Test
  void functionsRole_namesThisAccountWhereverTheServiceKnowsResources() throws IOException {
    String policy =
        between(
            Files.readString(TEMPLATE),
            "\n              # Any resource of these types can be a finding's",
            "\n        - !If\n");

    for (String statement : policy.split("- Sid: ", -1)) {
      if (!statement.contains("Action:") || statement.startsWith("ReadKeyAliasesAndSnapshotTags")) {
        continue;
      }
      List<String> resources =
          all("arn:\\$\\{AWS::Partition}:\\S+", statement).stream()
              .filter(arn -> !arn.contains(":${AWS::AccountId}:") && !arn.matches(".*:s3:::\\*.*"))
              .toList();
      assertEquals(List.of(), resources, statement);
      assertEquals(
          statement.contains(":s3:::*"),
          statement.contains("StringEquals: {aws:ResourceAccount: !Ref AWS::AccountId}"),
          statement);
      assertEquals(List.of(), all("Resource: \"\\*\"", statement), statement);
    }
  }

  @Test
  void roleOfOtherAccounts_allowsExactlyTheCallsOfTheTable() throws IOException {
    String policy = between(Files.readString(MEMBER_ROLE), "\n      Policies:", "\nOutputs:");

    assertEquals(new ArrayList<>(calls()), actions(policy));
  }

  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(2));
      }
    }
    return rows;
  }

  /** The permissions of the table, and that of the aliases, which its text names. */
  private static Set<String> calls() throws IOException {
    Set<String> calls = new TreeSet<>(table().values());
    calls.remove("-");
    calls.addAll(all("kms:ListAliases", Files.readString(TABLE)));
    assertEquals(calls.contains(ALIASES.operation()), true, calls::toString);
    return calls;
  }

  private static List<String> actions(String policy) {
    return ACTIONS
        .matcher(policy)
        .results()
        .flatMap(match -> all(ACTION.pattern(), match.group()).stream())
        .collect(Collectors.toList());
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).toList();
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start);
    int to = text.indexOf(end, from);
    if (from < 0 || to < 0) {
      throw new AssertionError("not found: " + start + " ... " + end);
    }
    return text.substring(from, to);
  }
}
