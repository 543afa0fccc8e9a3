package io.accesstriage.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.yaml.InvalidFileException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings have their lists in order and without repetitions, and a rule has to write them so. */
final class ListOrderTest {
  private static String file(String condition) {
    return """
    lists:
      unordered: ["s3:ListBucket", "s3:GetObject"]
      ordered: ["s3:GetObject", "s3:ListBucket"]
    rules:
      - id: x
        effect: notify
        when: |
          %s
    """
        .formatted(condition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      textBlock =
          """
          access.actions == ["s3:ListBucket", "s3:GetObject"] ¦ 19 ¦ access.actions ¦ ["s3:GetObject", "s3:ListBucket"]
          access.actions != ["s3:ListBucket", "s3:GetObject"] ¦ 19 ¦ access.actions ¦ ["s3:GetObject", "s3:ListBucket"]
          ["s3:GetObject", "s3:GetObject"] == access.actions ¦ 1 ¦ access.actions ¦ ["s3:GetObject"]
          access.actions in [["s3:GetObject"], ["sqs:SendMessage", "s3:GetObject"]] ¦ 38 ¦ access.actions ¦ ["s3:GetObject", "sqs:SendMessage"]
          access.actions == lists.unordered ¦ 24 ¦ access.actions ¦ ["s3:GetObject", "s3:ListBucket"]
          access.levels == ["Read", "List"] ¦ 18 ¦ access.levels ¦ ["List", "Read"]
          access.levels == ["Permissions management", "Write"] ¦ 18 ¦ access.levels ¦ ["Write", "Permissions management"]
          finding.sources == ["POLICY", "BUCKET_ACL"] ¦ 20 ¦ finding.sources ¦ ["BUCKET_ACL", "POLICY"]
          keyAliases == ["alias/b", "alias/a"] ¦ 15 ¦ keyAliases ¦ ["alias/a", "alias/b"]
          finding.unused.services == ["s3", "ec2"] ¦ 28 ¦ finding.unused.services ¦ ["ec2", "s3"]
          """)
  void list_thatNoFindingHas_doesNotLoad(
      String condition, int column, String name, String ordered) {
    InvalidFileException e =
        assertThrows(
            InvalidFileException.class, () -> RuleSet.parse("rules.yaml", file(condition)));

    assertEquals(
        "%s is never equal to this list, whose order or repetition is another: write %s"
            .formatted(name, ordered),
        e.problems().get(0).message());
    assertEquals(6 + column, e.problems().get(0).column());
    assertEquals(1, e.problems().size(), e::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access.actions == []",
        "access.actions == ['s3:GetObject', 's3:ListBucket']",
        "access.actions == lists.ordered",
        "access.actions.all(a, a in ['s3:ListBucket', 's3:GetObject'])",
        "access.actions.filter(a, a != 's3:GetObject') == ['s3:PutObject', 's3:DeleteObject']",
        "access.levels == ['Read', 'Write', 'Tagging']",
        "finding.sources == ['S3_ACCESS_POINT', 'S3_ACCESS_POINT']",
        "finding.accessPointArns == ['b', 'a']",
        "resource.type in ['AWS::SQS::Queue', 'AWS::S3::Bucket']",
      })
  void list_thatAFindingMayHave_loads(String condition) {
    assertEquals(List.of("x"), RuleSet.parse("rules.yaml", file(condition)).notifyRules());
  }
}
