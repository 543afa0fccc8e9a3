package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Resource;
import io.accesstriage.json.MalformedInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Each reader through its service's real SDK client down to the HTTP request and answer, in the
 * shapes of the services' models: what is asked and where, and what some tags, no tags, no such
 * resource and no permission look like.
 */
final class ServiceTagReadersTest {
  private static final String ACCOUNT = "111122223333";
  private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  /**
   * @param type as Access Analyzer names it
   * @param reader on a wire
   * @param arn of a resource
   * @param sent the whole request
   * @param tagged an answer with the tags a=1, and b with an empty value
   * @param untagged an answer that says that there are none
   * @param missing the answer where the resource does not exist
   * @param missingReason what becomes of it
   */
  private record Case(
      String type,
      Function<Wire, TagReader> reader,
      String arn,
      String sent,
      Wire.Answer tagged,
      Wire.Answer untagged,
      Wire.Answer missing,
      String missingReason,
      Wire.Answer denied) {
    @Override
    public String toString() {
      return type;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "AWS::S3::Bucket",
            wire -> new S3TagReader(wire.clients(S3Client::builder)),
            "arn:aws:s3:::amzn-s3-demo-bucket",
            "GET https://amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com/?tagging signed for s3 in"
                + " eu-west-1",
            xml(
                "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value></Value></Tag></TagSet></Tagging>"),
            new Wire.Answer(404, XML + "<Error><Code>NoSuchTagSet</Code></Error>"),
            new Wire.Answer(
                404, XML + "<Error><Code>NoSuchBucket</Code><Message>gone</Message></Error>"),
            "s3:GetBucketTagging: NoSuchBucket: gone",
            new Wire.Answer(
                403, XML + "<Error><Code>AccessDenied</Code><Message>no</Message></Error>")),
        new Case(
            "AWS::S3Express::DirectoryBucket",
            wire -> new S3ExpressTagReader(wire.clients(S3ControlClient::builder)),
            "arn:aws:s3express:eu-west-1:111122223333:bucket/amzn-s3-demo-bucket--use1-az4--x-s3",
            "GET https://s3express-control.eu-west-1.amazonaws.com/v20180820/tags/arn%3Aaws%3As3express%3Aeu-west-1%3A111122223333%3Abucket/amzn-s3-demo-bucket--use1-az4--x-s3"
                + " signed for s3express in eu-west-1",
            xml(
                "<ListTagsForResourceResult><Tags><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value/></Tag></Tags></ListTagsForResourceResult>"),
            xml("<ListTagsForResourceResult><Tags/></ListTagsForResourceResult>"),
            new Wire.Answer(
                404,
                XML
                    + "<ErrorResponse><Error><Code>NoSuchBucket</Code><Message>gone</Message></Error></ErrorResponse>"),
            "s3express:ListTagsForResource: NoSuchBucket: gone",
            new Wire.Answer(
                403,
                XML
                    + "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>")),
        new Case(
            "AWS::KMS::Key",
            wire -> new KmsTagReader(wire.clients(KmsClient::builder)),
            "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd",
            "POST https://kms.eu-west-1.amazonaws.com/ signed for kms in eu-west-1:"
                + " {\"KeyId\":\"arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd\"}",
            json(
                "{\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"1\"},{\"TagKey\":\"b\",\"TagValue\":\"\"}],\"Truncated\":false}"),
            json("{\"Tags\":[],\"Truncated\":false}"),
            jsonError("NotFoundException", "gone"),
            "kms:ListResourceTags: NotFoundException: gone",
            jsonError("AccessDeniedException", "no")),
        new Case(
            "AWS::IAM::Role",
            wire -> new IamRoleTagReader(wire.clients(IamClient::builder)),
            "arn:aws:iam::111122223333:role/a%2Fb:c/Auditors",
            "POST https://iam.amazonaws.com/ signed for iam in us-east-1:"
                + " Action=ListRoleTags&Version=2010-05-08&RoleName=Auditors",
            query(
                "ListRoleTags",
                "<IsTruncated>false</IsTruncated><Tags><member><Key>a</Key><Value>1</Value></member><member><Key>b</Key><Value></Value></member></Tags>"),
            query("ListRoleTags", "<IsTruncated>false</IsTruncated><Tags/>"),
            queryError(404, "NoSuchEntity", "gone"),
            "iam:ListRoleTags: NoSuchEntity: gone",
            queryError(403, "AccessDenied", "no")),
        new Case(
            "AWS::IAM::User",
            wire -> new IamUserTagReader(wire.clients(IamClient::builder)),
            "arn:aws:iam::111122223333:user/build-agent",
            "POST https://iam.amazonaws.com/ signed for iam in us-east-1:"
                + " Action=ListUserTags&Version=2010-05-08&UserName=build-agent",
            query(
                "ListUserTags",
                "<IsTruncated>false</IsTruncated><Tags><member><Key>a</Key><Value>1</Value></member><member><Key>b</Key><Value></Value></member></Tags>"),
            query("ListUserTags", "<IsTruncated>false</IsTruncated><Tags/>"),
            queryError(404, "NoSuchEntity", "gone"),
            "iam:ListUserTags: NoSuchEntity: gone",
            queryError(403, "AccessDenied", "no")),
        new Case(
            "AWS::Lambda::Function",
            wire -> new LambdaTagReader(wire.clients(LambdaClient::builder)),
            "arn:aws:lambda:eu-west-1:111122223333:function:export-orders:live",
            "GET https://lambda.eu-west-1.amazonaws.com/2017-03-31/tags/arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Aexport-orders"
                + " signed for lambda in eu-west-1",
            json("{\"Tags\":{\"a\":\"1\",\"b\":\"\"}}"),
            json("{\"Tags\":{}}"),
            new Wire.Answer(
                404,
                Map.of("x-amzn-ErrorType", "ResourceNotFoundException"),
                "{\"Type\":\"User\",\"Message\":\"gone\"}"),
            "lambda:ListTags: ResourceNotFoundException: gone",
            new Wire.Answer(
                403, Map.of("x-amzn-ErrorType", "AccessDeniedException"), "{\"Message\":\"no\"}")),
        new Case(
            "AWS::SQS::Queue",
            wire -> new SqsTagReader(wire.clients(SqsClient::builder)),
            "arn:aws:sqs:eu-west-1:111122223333:orders.fifo",
            "POST https://sqs.eu-west-1.amazonaws.com/ signed for sqs in eu-west-1:"
                + " {\"QueueUrl\":\"https://sqs.eu-west-1.amazonaws.com/111122223333/orders.fifo\"}",
            json("{\"Tags\":{\"a\":\"1\",\"b\":\"\"}}"),
            json("{}"),
            new Wire.Answer(
                400,
                Map.of("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"),
                "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\",\"message\":\"gone\"}"),
            "sqs:ListQueueTags: AWS.SimpleQueueService.NonExistentQueue: gone",
            new Wire.Answer(
                403,
                Map.of("x-amzn-query-error", "AccessDenied;Sender"),
                "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"message\":\"no\"}")),
        new Case(
            "AWS::SNS::Topic",
            wire -> new SnsTagReader(wire.clients(SnsClient::builder)),
            "arn:aws:sns:eu-west-1:111122223333:trail-deliveries",
            "POST https://sns.eu-west-1.amazonaws.com/ signed for sns in eu-west-1:"
                + " Action=ListTagsForResource&Version=2010-03-31&ResourceArn=arn%3Aaws%3Asns%3Aeu-west-1%3A111122223333%3Atrail-deliveries",
            query(
                "ListTagsForResource",
                "<Tags><member><Key>a</Key><Value>1</Value></member><member><Key>b</Key><Value></Value></member></Tags>"),
            query("ListTagsForResource", "<Tags/>"),
            queryError(404, "ResourceNotFound", "gone"),
            "sns:ListTagsForResource: ResourceNotFound: gone",
            queryError(403, "AuthorizationError", "no")),
        new Case(
            "AWS::EFS::FileSystem",
            wire -> new EfsTagReader(wire.clients(EfsClient::builder)),
            "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0123456789abcdef0",
            "GET https://elasticfilesystem.eu-west-1.amazonaws.com/2015-02-01/resource-tags/fs-0123456789abcdef0"
                + " signed for elasticfilesystem in eu-west-1",
            json(
                "{\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"\"}],\"NextToken\":null}"),
            json("{\"Tags\":[]}"),
            new Wire.Answer(
                404,
                Map.of("x-amzn-ErrorType", "FileSystemNotFound"),
                "{\"ErrorCode\":\"FileSystemNotFound\",\"Message\":\"gone\"}"),
            "elasticfilesystem:ListTagsForResource: FileSystemNotFound: gone",
            new Wire.Answer(
                403, Map.of("x-amzn-ErrorType", "AccessDeniedException"), "{\"Message\":\"no\"}")),
        new Case(
            "AWS::ECR::Repository",
            wire -> new EcrTagReader(wire.clients(EcrClient::builder)),
            "arn:aws:ecr:eu-west-1:111122223333:repository/team/base-images",
            "POST https://api.ecr.eu-west-1.amazonaws.com/ signed for ecr in eu-west-1:"
                + " {\"resourceArn\":\"arn:aws:ecr:eu-west-1:111122223333:repository/team/base-images\"}",
            json("{\"tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"\"}]}"),
            json("{\"tags\":[]}"),
            jsonError("RepositoryNotFoundException", "gone"),
            "ecr:ListTagsForResource: RepositoryNotFoundException: gone",
            jsonError("AccessDeniedException", "no")),
        new Case(
            "AWS::RDS::DBSnapshot",
            wire -> RdsTagReader.ofSnapshots(wire.clients(RdsClient::builder)),
            "arn:aws:rds:eu-west-1:111122223333:snapshot:rds:orders-2026-11-24-03-10",
            "POST https://rds.eu-west-1.amazonaws.com/ signed for rds in eu-west-1:"
                + " Action=ListTagsForResource&Version=2014-10-31&ResourceName=arn%3Aaws%3Ards%3Aeu-west-1%3A111122223333%3Asnapshot%3Ards%3Aorders-2026-11-24-03-10",
            query(
                "ListTagsForResource",
                "<TagList><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value></Value></Tag></TagList>"),
            query("ListTagsForResource", "<TagList/>"),
            queryError(404, "DBSnapshotNotFound", "gone"),
            "rds:ListTagsForResource: DBSnapshotNotFound: gone",
            queryError(403, "AccessDenied", "no")),
        new Case(
            "AWS::RDS::DBClusterSnapshot",
            wire -> RdsTagReader.ofClusterSnapshots(wire.clients(RdsClient::builder)),
            "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:ledger-2026-06",
            "POST https://rds.eu-west-1.amazonaws.com/ signed for rds in eu-west-1:"
                + " Action=ListTagsForResource&Version=2014-10-31&ResourceName=arn%3Aaws%3Ards%3Aeu-west-1%3A111122223333%3Acluster-snapshot%3Aledger-2026-06",
            query(
                "ListTagsForResource",
                "<TagList><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value></Value></Tag></TagList>"),
            query("ListTagsForResource", "<TagList/>"),
            queryError(404, "DBClusterSnapshotNotFoundFault", "gone"),
            "rds:ListTagsForResource: DBClusterSnapshotNotFoundFault: gone",
            queryError(403, "AccessDenied", "no")),
        dynamoDb(
            "AWS::DynamoDB::Table", DynamoDbTagReader::ofTables, "", "Customers.of_2026-archive"),
        dynamoDb(
            "AWS::DynamoDB::Stream",
            DynamoDbTagReader::ofStreams,
            "/stream/2026-03-01T08:15:30.123",
            "Orders"),
        new Case(
            "AWS::SecretsManager::Secret",
            wire -> new SecretTagReader(wire.clients(SecretsManagerClient::builder)),
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:partner/api_key+=.@!-AbCdEf",
            "POST https://secretsmanager.eu-west-1.amazonaws.com/ signed for secretsmanager in"
                + " eu-west-1:"
                + " {\"SecretId\":\"arn:aws:secretsmanager:eu-west-1:111122223333:secret:partner/api_key+=.@!-AbCdEf\"}",
            json(
                "{\"ARN\":\"x\",\"Name\":\"partner/api_key\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"\"}]}"),
            json("{\"ARN\":\"x\",\"Name\":\"partner/api_key\"}"),
            jsonError("ResourceNotFoundException", "gone"),
            "secretsmanager:DescribeSecret: ResourceNotFoundException: gone",
            jsonError("AccessDeniedException", "no")),
        new Case(
            "AWS::EC2::Snapshot",
            wire -> new Ec2SnapshotTagReader(wire.clients(ResourceGroupsTaggingApiClient::builder)),
            "arn:aws:ec2:eu-west-1::snapshot/snap-1234567890abcdef0",
            "POST https://tagging.eu-west-1.amazonaws.com/ signed for tagging in eu-west-1:"
                + " {\"ResourceARNList\":[\"arn:aws:ec2:eu-west-1:111122223333:snapshot/snap-1234567890abcdef0\",\"arn:aws:ec2:eu-west-1::snapshot/snap-1234567890abcdef0\"]}",
            json(
                "{\"PaginationToken\":\"\",\"ResourceTagMappingList\":[{\"ResourceARN\":\"arn:aws:ec2:eu-west-1:111122223333:snapshot/snap-1234567890abcdef0\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"\"}]}]}"),
            json(
                "{\"PaginationToken\":\"\",\"ResourceTagMappingList\":[{\"ResourceARN\":\"arn:aws:ec2:eu-west-1::snapshot/snap-1234567890abcdef0\",\"Tags\":[]}]}"),
            json(
                "{\"PaginationToken\":\"\",\"ResourceTagMappingList\":[{\"ResourceARN\":\"arn:aws:ec2:eu-west-1::snapshot/snap-ffffffffffffffff0\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}]}]}"),
            "tag:GetResources: NotReturned: The Resource Groups Tagging API did not return"
                + " snapshot/snap-1234567890abcdef0: it was never tagged, was tagged a moment ago,"
                + " or does not exist",
            jsonError("AccessDeniedException", "no")));
  }

  private static Case dynamoDb(
      String type,
      Function<RegionalClients<DynamoDbClient>, TagReader> reader,
      String suffix,
      String table) {
    String tableArn = "arn:aws:dynamodb:eu-west-1:111122223333:table/" + table;
    return new Case(
        type,
        wire -> reader.apply(wire.clients(DynamoDbClient::builder)),
        tableArn + suffix,
        "POST https://111122223333.ddb.eu-west-1.amazonaws.com/ signed for dynamodb in eu-west-1:"
            + " {\"ResourceArn\":\""
            + tableArn
            + "\"}",
        json("{\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"},{\"Key\":\"b\",\"Value\":\"\"}]}"),
        json("{\"Tags\":[]}"),
        jsonError("ResourceNotFoundException", "gone"),
        "dynamodb:ListTagsOfResource: ResourceNotFoundException: gone",
        jsonError("AccessDeniedException", "no"));
  }

  @Test
  void cases_areAllTypes() {
    assertEquals(
        new TreeSet<>(TagReaders.ofAws().operations().keySet()),
        new TreeSet<>(cases().map(Case::type).toList()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_someOfThemEmpty_areAskedForOnceAndAllRead(Case c) {
    Wire wire = new Wire();
    wire.answer(c.tagged());

    assertEquals(Map.of("a", "1", "b", ""), c.reader().apply(wire).tags(resource(c)));
    assertEquals(List.of(c.sent()), wire.sent);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_none_isNone(Case c) {
    Wire wire = new Wire();
    wire.answer(c.untagged());

    assertEquals(Map.of(), c.reader().apply(wire).tags(resource(c)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_noSuchResource_isAFailureNeverNone(Case c) {
    Wire wire = new Wire();
    wire.answer(c.missing());

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> c.reader().apply(wire).tags(resource(c)));

    assertEquals(c.missingReason(), failure.getMessage());
    assertEquals(
        c.type().equals("AWS::EC2::Snapshot")
            ? AwsCallException.Kind.OTHER
            : AwsCallException.Kind.NOT_FOUND,
        failure.kind());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_noPermission_isDenied(Case c) {
    Wire wire = new Wire();
    wire.answer(c.denied());

    AwsCallException failure =
        assertThrows(AwsCallException.class, () -> c.reader().apply(wire).tags(resource(c)));

    assertEquals(AwsCallException.Kind.DENIED, failure.kind());
    assertEquals(TagReaders.ofAws().operations().get(c.type()), failure.operation());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_hostileArn_isNotSent(Case c) {
    Arn arn = Arn.parse(c.arn()).orElseThrow();
    List<String> hostile = new ArrayList<>();
    for (String end :
        List.of("/../../x", "?x=y", "#x", "%2e%2e", "\r\nX: y", " ", "\u0000", "é", "\"", "\n")) {
      hostile.add(c.arn() + end);
    }
    hostile.add("arn:aws:evil:" + arn.region() + ":" + arn.account() + ":" + arn.resource());
    hostile.add(c.arn().replace(arn.resource(), ""));
    hostile.add(c.arn().replace(arn.resource(), "x/" + arn.resource()));
    if (!arn.region().isEmpty()) {
      hostile.add(c.arn().replace("eu-west-1", ""));
    }
    if (!arn.account().isEmpty()) {
      for (String account : List.of("", "1", "444455556666", "evil.example/1111", "11112222333a")) {
        hostile.add(c.arn().replace(ACCOUNT, account));
      }
    }
    Wire wire = new Wire();
    TagReader reader = c.reader().apply(wire);

    for (String text : hostile) {
      assertThrows(
          MalformedInput.class,
          () -> reader.tags(new Resource(text, c.type(), ACCOUNT, "eu-west-1")),
          () -> "sent all the same: " + text + " " + wire.sent);
    }
    assertEquals(List.of(), wire.sent);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_hostileRegion_isNotSent(Case c) {
    Wire wire = new Wire();
    TagReader reader = c.reader().apply(wire);

    for (String region : List.of("evil.example", "us-east-1.evil.example", "us-east-1/x", "")) {
      Arn arn = Arn.parse(c.arn()).orElseThrow();
      String text = arn.region().isEmpty() ? c.arn() : c.arn().replace("eu-west-1", region);
      assertThrows(
          MalformedInput.class,
          () -> reader.tags(new Resource(text, c.type(), ACCOUNT, region)),
          region);
    }
    assertEquals(List.of(), wire.sent);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_unknownPartition_isNotSentAndSaidSo(Case c) {
    Wire wire = new Wire();
    TagReader reader = c.reader().apply(wire);

    MalformedInput error =
        assertThrows(
            MalformedInput.class,
            () ->
                reader.tags(
                    new Resource(
                        c.arn().replace("arn:aws:", "arn:aws-iso:"),
                        c.type(),
                        ACCOUNT,
                        "eu-west-1")));

    assertEquals(
        "resource.arn: the partition \"aws-iso\" is not known, only aws, aws-cn, aws-us-gov and"
            + " aws-eusc are",
        error.getMessage());
    assertEquals(List.of(), wire.sent);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tags_otherPartitions_areAskedThere(Case c) {
    for (Map.Entry<String, String> partition :
        Map.of("aws-cn", "cn-north-1", "aws-us-gov", "us-gov-west-1", "aws-eusc", "eusc-de-east-1")
            .entrySet()) {
      Wire wire = new Wire();
      wire.answer(
          new Wire.Answer(
              c.tagged().status(),
              c.tagged()
                  .body()
                  .replace("arn:aws:", "arn:" + partition.getKey() + ":")
                  .replace("eu-west-1", partition.getValue())));
      String arn =
          c.arn()
              .replace("arn:aws:", "arn:" + partition.getKey() + ":")
              .replace("eu-west-1", partition.getValue());

      assertEquals(
          Map.of("a", "1", "b", ""),
          c.reader().apply(wire).tags(new Resource(arn, c.type(), ACCOUNT, partition.getValue())));

      String expected =
          c.sent()
              .replace("arn:aws:", "arn:" + partition.getKey() + ":")
              .replace("arn%3Aaws%3A", "arn%3A" + partition.getKey() + "%3A")
              .replace("eu-west-1", partition.getValue());
      if (partition.getKey().equals("aws-cn")) {
        expected =
            expected
                .replace("amazonaws.com", "amazonaws.com.cn")
                .replace(
                    "iam.amazonaws.com.cn/ signed for iam in us-east-1",
                    "iam.cn-north-1.amazonaws.com.cn/ signed for iam in cn-north-1");
      } else if (partition.getKey().equals("aws-eusc")) {
        expected =
            expected
                .replace("amazonaws.com", "amazonaws.eu")
                .replace(ACCOUNT + ".ddb.", "dynamodb.")
                .replace(
                    "iam.amazonaws.eu/ signed for iam in us-east-1",
                    "iam.eusc-de-east-1.amazonaws.eu/ signed for iam in eusc-de-east-1");
      } else {
        expected =
            expected.replace(
                "iam.amazonaws.com/ signed for iam in us-east-1",
                "iam.us-gov.amazonaws.com/ signed for iam in us-gov-west-1");
      }
      assertEquals(List.of(expected), wire.sent);
    }
  }

  @Test
  void tags_fiftyWithEmptyValues_areAllRead() {
    Map<String, String> expected = new LinkedHashMap<>();
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      expected.put("key " + i, "");
      members.append("<member><Key>key %d</Key><Value></Value></member>".formatted(i));
    }
    Wire wire = new Wire();
    wire.answer(query("ListTagsForResource", "<Tags>" + members + "</Tags>"));

    assertEquals(
        expected,
        new SnsTagReader(wire.clients(SnsClient::builder))
            .tags(
                new Resource(
                    "arn:aws:sns:eu-west-1:111122223333:t",
                    "AWS::SNS::Topic",
                    ACCOUNT,
                    "eu-west-1")));
  }

  static Stream<Paged> paged() {
    return Stream.of(
        new Paged(
            "AWS::KMS::Key",
            next ->
                json(
                    "{\"Tags\":[{\"TagKey\":\"from %1$s\",\"TagValue\":\"\"}],\"Truncated\":%2$b,\"NextMarker\":%3$s}"
                        .formatted(next, next != null, next == null ? null : "\"" + next + "\"")),
            "\"Marker\":\"%s\""),
        new Paged("AWS::IAM::Role", next -> iamPage("ListRoleTags", next), "Marker=%s"),
        new Paged("AWS::IAM::User", next -> iamPage("ListUserTags", next), "Marker=%s"),
        new Paged("AWS::EFS::FileSystem", ServiceTagReadersTest::tokenPage, "?NextToken=%s signed"),
        new Paged("AWS::DynamoDB::Table", ServiceTagReadersTest::tokenPage, "\"NextToken\":\"%s\""),
        new Paged(
            "AWS::DynamoDB::Stream", ServiceTagReadersTest::tokenPage, "\"NextToken\":\"%s\""));
  }

  /**
   * @param page an answer with one tag, named by the next page, which is null for the last
   * @param asked the part of a request that asks for a page
   */
  private record Paged(String type, Function<@Nullable String, Wire.Answer> page, String asked) {
    @Override
    public String toString() {
      return type;
    }
  }

  @ParameterizedTest
  @MethodSource("paged")
  void tags_ofSeveralPages_areThoseOfAll(Paged paged) {
    Case c = cases().filter(one -> one.type().equals(paged.type())).findFirst().orElseThrow();
    Wire wire = new Wire();
    wire.answer(paged.page().apply("p2"), paged.page().apply("p3"), paged.page().apply(null));

    assertEquals(
        Map.of("from p2", "", "from p3", "", "from null", ""),
        c.reader().apply(wire).tags(resource(c)));
    assertEquals(3, wire.sent.size(), wire.sent::toString);
    for (int i = 1; i < 3; i++) {
      String asked = paged.asked().formatted("p" + (i + 1));
      assertTrue(wire.sent.get(i).contains(asked), wire.sent::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("paged")
  void tags_secondPageFails_areNotRead(Paged paged) {
    Case c = cases().filter(one -> one.type().equals(paged.type())).findFirst().orElseThrow();
    Wire wire = new Wire();
    wire.answer(paged.page().apply("p2"), c.missing());

    assertThrows(AwsCallException.class, () -> c.reader().apply(wire).tags(resource(c)));
  }

  private static Wire.Answer iamPage(String action, @Nullable String next) {
    return query(
        action,
        "<IsTruncated>%b</IsTruncated><Tags><member><Key>from %s</Key><Value></Value></member></Tags>%s"
            .formatted(next != null, next, next == null ? "" : "<Marker>" + next + "</Marker>"));
  }

  private static Wire.Answer tokenPage(@Nullable String next) {
    return json(
        "{\"Tags\":[{\"Key\":\"from %s\",\"Value\":\"\"}]%s}"
            .formatted(next, next == null ? "" : ",\"NextToken\":\"" + next + "\""));
  }

  @ParameterizedTest
  @CsvSource({
    "function:f, function:f",
    "function:f:$LATEST, function:f",
    "function:f:7, function:f",
    "function:f_-9:live-alias_1, function:f_-9"
  })
  void tags_functionWithQualifier_areThoseOfTheFunction(String resource, String asked) {
    Wire wire = new Wire();
    wire.answer(json("{\"Tags\":{}}"));

    new LambdaTagReader(wire.clients(LambdaClient::builder))
        .tags(
            new Resource(
                "arn:aws:lambda:eu-west-1:111122223333:" + resource,
                "AWS::Lambda::Function",
                ACCOUNT,
                "eu-west-1"));

    assertEquals(
        List.of(
            "GET https://lambda.eu-west-1.amazonaws.com/2017-03-31/tags/"
                + "arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3A"
                + asked.replace(":", "%3A")
                + " signed for lambda in eu-west-1"),
        wire.sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "111122223333"})
  void tags_snapshotsArnWithOrWithoutAccount_areAskedForInBothForms(String account) {
    Wire wire = new Wire();
    wire.answer(
        json(
            "{\"ResourceTagMappingList\":[{\"ResourceARN\":\"arn:aws:ec2:us-east-1::snapshot/snap-12345678\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}]}]}"));

    assertEquals(
        Map.of("a", "1"),
        new Ec2SnapshotTagReader(wire.clients(ResourceGroupsTaggingApiClient::builder))
            .tags(
                new Resource(
                    "arn:aws:ec2:us-east-1:" + account + ":snapshot/snap-12345678",
                    "AWS::EC2::Snapshot",
                    ACCOUNT,
                    "us-east-1")));
    assertEquals(
        List.of(
            "POST https://tagging.us-east-1.amazonaws.com/ signed for tagging in us-east-1:"
                + " {\"ResourceARNList\":[\"arn:aws:ec2:us-east-1:111122223333:snapshot/snap-12345678\",\"arn:aws:ec2:us-east-1::snapshot/snap-12345678\"]}"),
        wire.sent);
  }

  @Test
  void tags_snapshotOfAnAccountThatIsNotKnown_areAskedForInOneForm() {
    Wire wire = new Wire();
    wire.answer(json("{\"ResourceTagMappingList\":[]}"));

    assertThrows(
        AwsCallException.class,
        () ->
            new Ec2SnapshotTagReader(wire.clients(ResourceGroupsTaggingApiClient::builder))
                .tags(
                    new Resource(
                        "arn:aws:ec2:us-east-1::snapshot/snap-12345678",
                        "AWS::EC2::Snapshot",
                        null,
                        "us-east-1")));
    assertEquals(
        List.of(
            "POST https://tagging.us-east-1.amazonaws.com/ signed for tagging in us-east-1:"
                + " {\"ResourceARNList\":[\"arn:aws:ec2:us-east-1::snapshot/snap-12345678\"]}"),
        wire.sent);
  }

  private static Resource resource(Case c) {
    return new Resource(c.arn(), c.type(), ACCOUNT, "eu-west-1");
  }

  private static Wire.Answer json(String body) {
    return new Wire.Answer(200, body);
  }

  private static Wire.Answer jsonError(String code, String message) {
    return new Wire.Answer(400, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
  }

  private static Wire.Answer xml(String body) {
    return new Wire.Answer(200, XML + body);
  }

  private static Wire.Answer query(String action, String result) {
    return new Wire.Answer(
        200,
        "<%1$sResponse><%1$sResult>%2$s</%1$sResult><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></%1$sResponse>"
            .formatted(action, result));
  }

  private static Wire.Answer queryError(int status, String code, String message) {
    return new Wire.Answer(
        status,
        "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>0</RequestId></ErrorResponse>"
            .formatted(code, message));
  }
}
