package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.json.Json;
import io.accesstriage.stateslanguage.LambdaFunction;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The enrich function's real SDK clients against resources really made in moto, one of each type
 * that moto has: tags, no tags, and a resource that does not exist.
 */
final class ReadersIT {
  private static final String HERE = Local.REGION + ":" + Local.ACCOUNT;
  private static final Map<String, String> TAGS =
      Map.of("Data Classification", "Internal", "e", "");

  private final TriageOnMoto moto = TriageOnMoto.deployed();

  /**
   * @param make makes a resource with tags and answers its ARN
   * @param missing the ARN of one that does not exist
   * @param reason part of what is said of it; null where moto does not notice
   */
  private record Kind(String type, Maker make, String missing, @Nullable String reason) {
    @Override
    public String toString() {
      return type;
    }
  }

  private interface Maker {
    String make(TriageOnMoto triage, String name, Map<String, String> tags);
  }

  private interface InMoto {
    String make(Moto moto, String name, Map<String, String> tags);
  }

  private static Kind inMoto(String type, InMoto make, String missing, @Nullable String reason) {
    return new Kind(
        type, (triage, name, tags) -> make.make(triage.moto(), name, tags), missing, reason);
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        inMoto("AWS::S3::Bucket", ReadersIT::bucket, "arn:aws:s3:::it-gone", "NoSuchBucket"),
        new Kind(
            "AWS::S3Express::DirectoryBucket",
            ReadersIT::directoryBucket,
            "arn:aws:s3express:" + HERE + ":bucket/it-gone--use1-az4--x-s3",
            null),
        inMoto(
            "AWS::KMS::Key",
            ReadersIT::key,
            "arn:aws:kms:" + HERE + ":key/12345678-0000-0000-0000-000000000000",
            "NotFoundException"),
        inMoto(
            "AWS::IAM::Role",
            (m, name, tags) -> principal(m, "Role", name, tags),
            "arn:aws:iam::" + Local.ACCOUNT + ":role/it-gone",
            "NoSuchEntity"),
        inMoto(
            "AWS::IAM::User",
            (m, name, tags) -> principal(m, "User", name, tags),
            "arn:aws:iam::" + Local.ACCOUNT + ":user/it-gone",
            "NoSuchEntity"),
        inMoto(
            "AWS::Lambda::Function",
            ReadersIT::function,
            "arn:aws:lambda:" + HERE + ":function:it-gone:live",
            "ResourceNotFoundException"),
        inMoto(
            "AWS::SQS::Queue",
            ReadersIT::queue,
            "arn:aws:sqs:" + HERE + ":it-gone",
            "NonExistentQueue"),
        inMoto(
            "AWS::SNS::Topic",
            ReadersIT::topic,
            "arn:aws:sns:" + HERE + ":it-gone",
            "ResourceNotFound"),
        inMoto(
            "AWS::EFS::FileSystem",
            ReadersIT::fileSystem,
            "arn:aws:elasticfilesystem:" + HERE + ":file-system/fs-00000000",
            null),
        inMoto(
            "AWS::ECR::Repository",
            ReadersIT::repository,
            "arn:aws:ecr:" + HERE + ":repository/it/gone",
            "RepositoryNotFoundException"),
        inMoto(
            "AWS::RDS::DBSnapshot",
            ReadersIT::snapshot,
            "arn:aws:rds:" + HERE + ":snapshot:it-gone",
            null),
        inMoto(
            "AWS::RDS::DBClusterSnapshot",
            ReadersIT::clusterSnapshot,
            "arn:aws:rds:" + HERE + ":cluster-snapshot:it-gone",
            null),
        inMoto(
            "AWS::DynamoDB::Table",
            ReadersIT::table,
            "arn:aws:dynamodb:" + HERE + ":table/it-gone",
            "ResourceNotFoundException"),
        inMoto(
            "AWS::DynamoDB::Stream",
            (m, name, tags) -> table(m, name, tags) + "/stream/2026-03-01T08:15:30.123",
            "arn:aws:dynamodb:" + HERE + ":table/it-gone/stream/2026-03-01T08:15:30.123",
            "ResourceNotFoundException"),
        inMoto(
            "AWS::SecretsManager::Secret",
            ReadersIT::secret,
            "arn:aws:secretsmanager:" + HERE + ":secret:it/gone-AbCdEf",
            "ResourceNotFoundException"),
        inMoto(
            "AWS::EC2::Snapshot",
            ReadersIT::ec2Snapshot,
            "arn:aws:ec2:" + Local.REGION + "::snapshot/snap-00000000",
            "NotReturned"));
  }

  @Test
  void kinds_areAllTypes() {
    assertEquals(
        new TreeSet<>(TagReaders.ofAws().operations().keySet()),
        new TreeSet<>(kinds().map(Kind::type).toList()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void enrich_resourceWithTags_findsThem(Kind kind) throws Exception {
    String arn = kind.make().make(moto, "it-tagged-" + number(kind), TAGS);

    assertEquals(
        Json.object().put("status", "FOUND").set("values", Json.object(TAGS)), tags(kind, arn));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void enrich_resourceWithoutTags_findsNone(Kind kind) throws Exception {
    String arn = kind.make().make(moto, "it-untagged-" + number(kind), Map.of());

    assertEquals(
        kind.type().equals("AWS::EC2::Snapshot") ? "FAILED" : "NONE",
        tags(kind, arn).path("status").asText());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void enrich_resourceThatDoesNotExist_failsAndSaysWhy(Kind kind) throws Exception {
    // moto answers an empty list for some; ServiceTagReadersTest has the services' own answers.
    assumeTrue(kind.reason() != null, "moto does not notice");
    JsonNode tags = tags(kind, kind.missing());

    assertEquals("FAILED", tags.path("status").asText(), tags::toString);
    assertTrue(tags.path("reason").asText().contains(kind.reason()), tags::toString);
  }

  @Test
  void enrich_tableWithTagsOnSeveralPages_findsAll() throws Exception {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      many.put("key %02d".formatted(i), "");
    }
    Kind table = kinds().filter(k -> k.type().equals("AWS::DynamoDB::Table")).findFirst().get();

    assertEquals(
        Json.object().put("status", "FOUND").set("values", Json.object(many)),
        tags(table, table(moto.moto(), "it-many", many)));
  }

  private static int number(Kind kind) {
    return kinds().map(Kind::type).toList().indexOf(kind.type());
  }

  /** What enrich tells of a finding about the resource. */
  private JsonNode tags(Kind kind, String arn) throws Exception {
    SampleEvent sample = SampleEvent.of("external/sqs-queue-shared-with-root.json");
    ObjectNode finding =
        AccessAnalyzerStub.fixture(sample.findingId() + ".json")
            .put("resource", arn)
            .put("resourceType", kind.type())
            .put("resourceOwnerAccount", Local.ACCOUNT);
    moto.analyzer().renew();
    moto.analyzer().knows(sample.analyzerArn(), sample.findingId(), finding);
    ObjectNode event = sample.json().deepCopy();
    ((ObjectNode) event.path("detail")).put("resource", arn).put("resourceType", kind.type());
    LambdaFunction enrich =
        LambdaService.function(
            "EnrichFunction", moto.deployment().handlers().get("EnrichFunction"));
    JsonNode answer = enrich.invoke(event);
    assertEquals("API", answer.path("finding").path("readFrom").asText(), answer::toString);
    return answer.path("facts").path("tags");
  }

  private static String bucket(Moto moto, String name, Map<String, String> tags) {
    moto.s3("/" + name, "");
    if (!tags.isEmpty()) {
      moto.s3("/" + name + "?tagging", "<Tagging><TagSet>" + xml(tags) + "</TagSet></Tagging>");
    }
    return "arn:aws:s3:::" + name;
  }

  /** moto takes what is signed for s3express for S3. */
  private static String directoryBucket(
      TriageOnMoto triage, String name, Map<String, String> tags) {
    String arn = "arn:aws:s3express:" + HERE + ":bucket/" + name + "--use1-az4--x-s3";
    triage.stubbed().has(arn, tags);
    return arn;
  }

  private static String key(Moto moto, String name, Map<String, String> tags) {
    ObjectNode request = Json.object().put("Description", name);
    request.set("Tags", list(tags, "TagKey", "TagValue"));
    return moto.call("kms", "TrentService.CreateKey", request)
        .path("KeyMetadata")
        .path("Arn")
        .textValue();
  }

  private static String principal(Moto moto, String kind, String name, Map<String, String> tags) {
    Map<String, String> form = form("Create" + kind, "2010-05-08", tags, "Tags.member.");
    form.put(kind + "Name", name);
    form.put("Path", "/a%2Fb:c/");
    if (kind.equals("Role")) {
      form.put("AssumeRolePolicyDocument", "{\"Version\": \"2012-10-17\", \"Statement\": []}");
    }
    moto.form("iam", form);
    return "arn:aws:iam::%s:%s/a%%2Fb:c/%s"
        .formatted(Local.ACCOUNT, kind.toLowerCase(Locale.ROOT), name);
  }

  private static String function(Moto moto, String name, Map<String, String> tags) {
    String role = principal(moto, "Role", "role-of-" + name, Map.of());
    ObjectNode request =
        Json.object()
            .put("FunctionName", name)
            .put("Runtime", "java21")
            .put("Handler", "a.B")
            .put("Role", role)
            .set("Code", Json.object().put("ZipFile", "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="));
    request.set("Tags", Json.object(tags));
    moto.rest("POST", "lambda", "/2015-03-31/functions", Json.text(request));
    return "arn:aws:lambda:" + HERE + ":function:" + name + ":$LATEST";
  }

  private static String queue(Moto moto, String name, Map<String, String> tags) {
    ObjectNode request = Json.object().put("QueueName", name);
    request.set("tags", Json.object(tags));
    moto.call("sqs", "AmazonSQS.CreateQueue", request);
    return "arn:aws:sqs:" + HERE + ":" + name;
  }

  private static String topic(Moto moto, String name, Map<String, String> tags) {
    Map<String, String> form = form("CreateTopic", "2010-03-31", tags, "Tags.member.");
    form.put("Name", name);
    moto.form("sns", form);
    return "arn:aws:sns:" + HERE + ":" + name;
  }

  private static String fileSystem(Moto moto, String name, Map<String, String> tags) {
    ObjectNode request = Json.object().put("CreationToken", name);
    request.set("Tags", list(tags, "Key", "Value"));
    return Json.read(
            moto.rest("POST", "elasticfilesystem", "/2015-02-01/file-systems", Json.text(request)),
            "a file system")
        .path("FileSystemArn")
        .textValue();
  }

  private static String repository(Moto moto, String name, Map<String, String> tags) {
    ObjectNode request = Json.object().put("repositoryName", "it/" + name);
    request.set("tags", list(tags, "Key", "Value"));
    moto.call("ecr", "AmazonEC2ContainerRegistry_V20150921.CreateRepository", request);
    return "arn:aws:ecr:" + HERE + ":repository/it/" + name;
  }

  private static String snapshot(Moto moto, String name, Map<String, String> tags) {
    Map<String, String> database = form("CreateDBInstance", "2014-10-31", Map.of(), "");
    database.put("DBInstanceIdentifier", "of-" + name);
    database.put("DBInstanceClass", "db.m5.large");
    database.put("Engine", "postgres");
    database.put("MasterUsername", "master");
    database.put("MasterUserPassword", "not-a-secret");
    database.put("AllocatedStorage", "10");
    moto.form("rds", database);
    Map<String, String> form = form("CreateDBSnapshot", "2014-10-31", tags, "Tags.Tag.");
    form.put("DBInstanceIdentifier", "of-" + name);
    form.put("DBSnapshotIdentifier", name);
    moto.form("rds", form);
    return "arn:aws:rds:" + HERE + ":snapshot:" + name;
  }

  private static String clusterSnapshot(Moto moto, String name, Map<String, String> tags) {
    Map<String, String> cluster = form("CreateDBCluster", "2014-10-31", Map.of(), "");
    cluster.put("DBClusterIdentifier", "of-" + name);
    cluster.put("Engine", "aurora-postgresql");
    cluster.put("MasterUsername", "master");
    cluster.put("MasterUserPassword", "not-a-secret");
    moto.form("rds", cluster);
    Map<String, String> form = form("CreateDBClusterSnapshot", "2014-10-31", tags, "Tags.Tag.");
    form.put("DBClusterIdentifier", "of-" + name);
    form.put("DBClusterSnapshotIdentifier", name);
    moto.form("rds", form);
    return "arn:aws:rds:" + HERE + ":cluster-snapshot:" + name;
  }

  private static String table(Moto moto, String name, Map<String, String> tags) {
    ObjectNode request = Json.object().put("TableName", name).put("BillingMode", "PAY_PER_REQUEST");
    request
        .putArray("AttributeDefinitions")
        .addObject()
        .put("AttributeName", "id")
        .put("AttributeType", "S");
    request.putArray("KeySchema").addObject().put("AttributeName", "id").put("KeyType", "HASH");
    if (!tags.isEmpty()) {
      request.set("Tags", list(tags, "Key", "Value"));
    }
    moto.call("dynamodb", "DynamoDB_20120810.CreateTable", request);
    return "arn:aws:dynamodb:" + HERE + ":table/" + name;
  }

  private static String secret(Moto moto, String name, Map<String, String> tags) {
    ObjectNode request = Json.object().put("Name", "it/" + name).put("SecretString", "x");
    request.set("Tags", list(tags, "Key", "Value"));
    return moto.call("secretsmanager", "secretsmanager.CreateSecret", request)
        .path("ARN")
        .textValue();
  }

  private static String ec2Snapshot(Moto moto, String name, Map<String, String> tags) {
    Map<String, String> volume = form("CreateVolume", "2016-11-15", Map.of(), "");
    volume.put("AvailabilityZone", Local.REGION + "a");
    volume.put("Size", "1");
    String id = element(moto.form("ec2", volume), "volumeId");
    Map<String, String> form =
        form("CreateSnapshot", "2016-11-15", tags, "TagSpecification.1.Tag.");
    form.put("VolumeId", id);
    form.put("Description", name);
    if (!tags.isEmpty()) {
      form.put("TagSpecification.1.ResourceType", "snapshot");
    }
    return "arn:aws:ec2:%s::snapshot/%s"
        .formatted(Local.REGION, element(moto.form("ec2", form), "snapshotId"));
  }

  private static String element(String xml, String name) {
    int start = xml.indexOf("<" + name + ">") + name.length() + 2;
    return xml.substring(start, xml.indexOf("</" + name + ">"));
  }

  private static Map<String, String> form(
      String action, String version, Map<String, String> tags, String prefix) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", action);
    form.put("Version", version);
    int i = 0;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      i++;
      form.put(prefix + i + ".Key", tag.getKey());
      form.put(prefix + i + ".Value", tag.getValue());
    }
    return form;
  }

  private static JsonNode list(Map<String, String> tags, String key, String value) {
    ArrayNode list = Json.object().putArray("list");
    tags.forEach((k, v) -> list.addObject().put(key, k).put(value, v));
    return list;
  }

  private static String xml(Map<String, String> tags) {
    StringBuilder xml = new StringBuilder();
    tags.forEach(
        (key, value) ->
            xml.append("<Tag><Key>%s</Key><Value>%s</Value></Tag>".formatted(key, value)));
    return xml.toString();
  }
}
