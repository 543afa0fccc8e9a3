package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagReadersTest {
  @Test
  void operations_ofAws_areIamsNames() {
    Map<String, String> expected = new TreeMap<>();
    expected.put("AWS::DynamoDB::Stream", "dynamodb:ListTagsOfResource");
    expected.put("AWS::DynamoDB::Table", "dynamodb:ListTagsOfResource");
    expected.put("AWS::EC2::Snapshot", "tag:GetResources");
    expected.put("AWS::ECR::Repository", "ecr:ListTagsForResource");
    expected.put("AWS::EFS::FileSystem", "elasticfilesystem:ListTagsForResource");
    expected.put("AWS::IAM::Role", "iam:ListRoleTags");
    expected.put("AWS::IAM::User", "iam:ListUserTags");
    expected.put("AWS::KMS::Key", "kms:ListResourceTags");
    expected.put("AWS::Lambda::Function", "lambda:ListTags");
    expected.put("AWS::RDS::DBClusterSnapshot", "rds:ListTagsForResource");
    expected.put("AWS::RDS::DBSnapshot", "rds:ListTagsForResource");
    expected.put("AWS::S3::Bucket", "s3:GetBucketTagging");
    expected.put("AWS::S3Express::DirectoryBucket", "s3express:ListTagsForResource");
    expected.put("AWS::SNS::Topic", "sns:ListTagsForResource");
    expected.put("AWS::SQS::Queue", "sqs:ListQueueTags");
    expected.put("AWS::SecretsManager::Secret", "secretsmanager:DescribeSecret");

    assertEquals(expected, new TreeMap<>(TagReaders.ofAws().operations()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS::Lambda::LayerVersion", "AWS::S3::bucket", "AWS::New::Thing", ""})
  void forType_typeWithoutTagsOrUnknown_isNothing(String type) {
    assertEquals(Optional.empty(), TagReaders.ofAws().forType(type));
  }
}
