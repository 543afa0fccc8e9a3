package io.accesstriage.enrich;

import io.accesstriage.aws.AwsClients;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
 * Who reads the tags of which type of resource. A further type is a line in {@link #ofAws} and a
 * {@link TagReader} of its own. Thread-safe.
 */
public final class TagReaders {
  private final Map<String, TagReader> byType;

  /**
   * @param byType the reader for each resource type, such as AWS::S3::Bucket
   */
  public TagReaders(Map<String, ? extends TagReader> byType) {
    this.byType = Collections.unmodifiableMap(new LinkedHashMap<>(byType));
  }

  /** The readers that ask AWS, of which resources none is readable: to see their calls. */
  public static TagReaders ofAws() {
    AccountAccess access =
        AccountAccess.ofAws(
            new EnrichConfig("aws", "none", null, null, false),
            AwsClients.ofAws(),
            Clock.systemUTC(),
            Caller.FUNCTION);
    return ofAws(access, access.clients(KmsClient::builder));
  }

  /**
   * The readers that ask AWS; each makes its clients on first use.
   *
   * @param kms shared with the reader of key aliases
   */
  static TagReaders ofAws(AccountAccess access, RegionalClients<KmsClient> kms) {
    RegionalClients<IamClient> iam = access.clients(IamClient::builder);
    RegionalClients<RdsClient> rds = access.clients(RdsClient::builder);
    RegionalClients<DynamoDbClient> dynamoDb = access.clients(DynamoDbClient::builder);
    Map<String, TagReader> byType = new LinkedHashMap<>();
    byType.put("AWS::S3::Bucket", new S3TagReader(access.clients(S3Client::builder)));
    byType.put(
        "AWS::S3Express::DirectoryBucket",
        new S3ExpressTagReader(access.clients(S3ControlClient::builder)));
    byType.put(KeyAliasReader.RESOURCE_TYPE, new KmsTagReader(kms));
    byType.put("AWS::IAM::Role", new IamRoleTagReader(iam));
    byType.put("AWS::IAM::User", new IamUserTagReader(iam));
    byType.put("AWS::Lambda::Function", new LambdaTagReader(access.clients(LambdaClient::builder)));
    byType.put("AWS::SQS::Queue", new SqsTagReader(access.clients(SqsClient::builder)));
    byType.put("AWS::SNS::Topic", new SnsTagReader(access.clients(SnsClient::builder)));
    byType.put("AWS::EFS::FileSystem", new EfsTagReader(access.clients(EfsClient::builder)));
    byType.put("AWS::ECR::Repository", new EcrTagReader(access.clients(EcrClient::builder)));
    byType.put("AWS::RDS::DBSnapshot", RdsTagReader.ofSnapshots(rds));
    byType.put("AWS::RDS::DBClusterSnapshot", RdsTagReader.ofClusterSnapshots(rds));
    byType.put("AWS::DynamoDB::Table", DynamoDbTagReader.ofTables(dynamoDb));
    byType.put("AWS::DynamoDB::Stream", DynamoDbTagReader.ofStreams(dynamoDb));
    byType.put(
        "AWS::SecretsManager::Secret",
        new SecretTagReader(access.clients(SecretsManagerClient::builder)));
    byType.put(
        "AWS::EC2::Snapshot",
        new Ec2SnapshotTagReader(access.clients(ResourceGroupsTaggingApiClient::builder)));
    return new TagReaders(byType);
  }

  /** The reader for a type, or nothing where this version does not read its tags. */
  public Optional<TagReader> forType(String resourceType) {
    return Optional.ofNullable(byType.get(resourceType));
  }

  /** Resource type to the call that reads its tags, as IAM names it. */
  public Map<String, String> operations() {
    Map<String, String> operations = new LinkedHashMap<>();
    byType.forEach((type, reader) -> operations.put(type, reader.operation()));
    return Collections.unmodifiableMap(operations);
  }
}
