package io.accesstriage.messages.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:GetObject s3:ListBucket | read and list its objects",
        "s3:GetObject s3:PutObject s3:DeleteObject | read, write and delete its objects",
        "s3:PutBucketPolicy | change who has access to it",
        "s3:PutObjectAcl s3:GetObject | read its objects and change who has access to it",
        "s3:GetObject s3:PutObject s3:PutBucketPolicy | read and write its objects, and change who has access to it",
        "s3:Put* | write its objects and change who has access to it",
        "s3:* | do anything with it",
        "s3:ListBucket s3:PutObject | list and write its objects",
        "s3:GetBucketLocation s3:DeleteBucket | delete it and see its settings",
        "* | do anything with it",
        "sts:AssumeRole sts:TagSession | assume it",
        "sts:AssumeRoleWithWebIdentity | assume it",
        "lambda:InvokeFunction | invoke it",
        "kms:Decrypt kms:DescribeKey | decrypt with it and see its settings",
        "kms:Encrypt kms:Decrypt kms:CreateGrant | decrypt and encrypt with it, and change who has access to it",
        "sqs:SendMessage sqs:ReceiveMessage | receive messages from it and send messages to it",
        "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes | receive messages from it, delete its messages, and see its settings",
        "ecr:BatchGetImage ecr:GetDownloadUrlForLayer | pull images from it",
        "ecr:BatchGetImage ecr:BatchCheckLayerAvailability | pull images from it and see its settings",
        "ecr:BatchGetImage ecr:PutImage ecr:UploadLayerPart | pull images from it and push images to it",
        "ecr:BatchDeleteImage ecr:SetRepositoryPolicy | delete its images and change who has access to it",
        "sqs:SetQueueAttributes | change who has access to it",
        "sns:Publish sns:Subscribe | send messages and subscribe to it",
        "secretsmanager:GetSecretValue | read it",
        "s3:PutObjectTagging s3:DeleteObjectTagging | tag it",
        "ec2:CreateVolume | copy it",
        "example:UseThing | use it",
        "secretsmanager:DescribeSecret | see its settings",
        "dynamodb:PartiQLSelect dynamodb:ExportTableToPointInTime | read and copy it",
        "elasticfilesystem:ClientMount elasticfilesystem:ClientRootAccess | read it",
        "rds:RestoreDBInstanceFromDBSnapshot | copy it",
        "s3express:CreateSession | read and write its objects",
        "elasticfilesystem:ClientMount elasticfilesystem:ClientWrite | read and change it",
        "future:Frobnicate | change it",
        "noColon | change it",
      })
  void of_actions_isWhatTheyAllow(String actions, String words) {
    assertEquals(words, AccessWords.of(List.of(actions.split(" "))));
  }

  @Test
  void of_noActions_isEmpty() {
    assertEquals("", AccessWords.of(List.of()));
  }
}
