package io.accesstriage.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.enrich.TagReaders;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each function's role allows the calls that the function makes, and nothing else. */
final class PermissionsIT {
  /** How IAM names the SDK's services. */
  private static final Map<String, String> SERVICES =
      Map.ofEntries(
          Map.entry("AccessAnalyzer", "access-analyzer"),
          Map.entry("CloudTrail", "cloudtrail"),
          Map.entry("DynamoDb", "dynamodb"),
          Map.entry("Ecr", "ecr"),
          Map.entry("Efs", "elasticfilesystem"),
          Map.entry("Iam", "iam"),
          Map.entry("Kms", "kms"),
          Map.entry("Lambda", "lambda"),
          Map.entry("Organizations", "organizations"),
          Map.entry("Rds", "rds"),
          Map.entry("ResourceGroupsTaggingApi", "tag"),
          Map.entry("S3", "s3"),
          Map.entry("S3Control", "s3express"),
          Map.entry("SecretsManager", "secretsmanager"),
          Map.entry("Sfn", "states"),
          Map.entry("Sns", "sns"),
          Map.entry("Sqs", "sqs"),
          Map.entry("Sts", "sts"));

  /**
   * Calls that IAM names otherwise.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamaccessanalyzer.html">Actions
   *     of IAM Access Analyzer</a>
   */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "access-analyzer:GetFindingV2", "access-analyzer:GetFinding",
          "access-analyzer:ListFindingsV2", "access-analyzer:ListFindings");

  /** What a role allows although its function's code never calls it, and why. */
  private static final Map<String, String> NOT_CALLED =
      Map.of(
          "logs:CreateLogStream", "Lambda writes the function's log with the function's role",
          "logs:PutLogEvents", "Lambda writes the function's log with the function's role",
          "xray:PutTraceSegments", "Lambda sends the function's traces with the function's role",
          "xray:PutTelemetryRecords", "Lambda sends the function's traces with the function's role",
          "kms:Decrypt", "SNS asks for it in the publisher's name, since the topic is encrypted",
          "kms:GenerateDataKey*",
              "SNS asks for it in the publisher's name, since the topic is encrypted");

  @Test
  void roles_comparedWithTheCallsOfTheirFunctions_allowThemAndNothingElse() {
    TriageOnMoto moto = TriageOnMoto.deployed();
    runAllSteps(moto);
    Map<String, Set<String>> called = new TreeMap<>();
    SdkCalls.all()
        .forEach(
            (function, calls) -> {
              Set<String> actions = called.computeIfAbsent(function, f -> new TreeSet<>());
              calls.forEach(call -> actions.add(action(call)));
            });

    List<String> mistakes = new ArrayList<>();
    Set<String> excused = new TreeSet<>();
    for (String function : moto.deployment().ofType("AWS::Lambda::Function")) {
      Set<String> allowed = allowed(moto.deployment(), function);
      Set<String> calls = called.getOrDefault(function, Set.of());
      for (String action : calls) {
        if (!allowed.contains(action)) {
          mistakes.add("%s calls %s, which its role does not allow".formatted(function, action));
        }
      }
      for (String action : allowed) {
        if (calls.contains(action)) {
          continue;
        }
        if (NOT_CALLED.containsKey(action)) {
          excused.add(action);
        } else {
          mistakes.add(
              "%s may call %s by its role, but never does: it calls %s"
                  .formatted(function, action, calls));
        }
      }
    }

    assertEquals(List.of(), mistakes);
    assertEquals(new TreeSet<>(NOT_CALLED.keySet()), excused, "exceptions that no role needs");
  }

  @Test
  void roleOfEnrich_comparedWithTheReaders_allowsEachOfTheirCalls() {
    Set<String> allowed = allowed(TriageOnMoto.deployed().deployment(), "EnrichFunction");

    Set<String> missing = new TreeSet<>(TagReaders.ofAws().operations().values());
    missing.removeAll(allowed);
    assertEquals(Set.of(), missing);
  }

  /**
   * Archives, alerts and reports a failure, of a key and of a bucket, digests what a person
   * archived, reads a resource of every type, and sweeps: every call is made once.
   */
  private static void runAllSteps(TriageOnMoto moto) {
    SampleEvent key = SampleEvent.of("external/kms-development-key-shared-with-account.json");
    SampleEvent bucket = SampleEvent.of("external/s3-bucket-public.json");
    moto.analyzer().knows(key.analyzerArn(), key.findingId());
    moto.analyzer().knows(bucket.analyzerArn(), bucket.findingId());
    callForOtherAccounts();
    List<String> ends =
        List.of(
            last(moto.run("archive", key.json())),
            last(moto.run("notify", bucket.json())),
            last(moto.run("fail", SampleEvent.of("malformed/is-public-a-string.json").json())));
    assertEquals(List.of("Done", "Done", "Failed"), ends);
    assertEquals(List.of("ARCHIVED " + key.findingId()), moto.analyzer().takeUpdates());
    assertEquals(2, moto.takePublished().size());
    SampleEvent other = SampleEvent.of("external/s3-bucket-shared-with-account.json");
    moto.analyzer().knows(other.analyzerArn(), other.findingId());
    assertEquals("Done", last(moto.run("mark", other.reference())));
    moto.ledger()
        .write(
            DigestEntries.entry("by-hand", DigestEntries.bucket("by-hand", false))
                .withStanding(
                    DigestEntries.standing(
                        Standing.Kind.ARCHIVED_BY_OTHER,
                        Severity.LOW,
                        Instant.now().minusSeconds(3_600))));
    assertEquals(1, moto.digest().path("cleared").asInt());
    assertEquals(1, moto.takePublished().size());
    SampleEvent queue = SampleEvent.of("external/sqs-queue-shared-with-root.json");
    moto.analyzer().knows(queue.analyzerArn(), queue.findingId());
    // Nothing here answers for analyzers, which operators hear of after the second sweep.
    assertEquals("Done", last(moto.sweep("sweep", Json.object())));
    assertEquals("Done", last(moto.sweep("sweep-again", Json.object())));
    for (String type : TagReaders.ofAws().operations().keySet()) {
      SampleEvent event = SampleEvent.ofType(type).get(0);
      moto.analyzer().knows(event.analyzerArn(), event.findingId());
      moto.run("of-" + type.replace("::", "-"), event.json());
    }
  }

  /** What the default parameters, or this deployment's events, do not lead to. */
  private static void callForOtherAccounts() {
    ObjectNode request = Json.object();
    request.set(
        "event", SampleEvent.of("external/kms-development-key-in-another-region.json").json());
    request
        .putObject("config")
        .put("account", Local.ACCOUNT)
        .put("memberAccountRole", "AccessAnalyzerTriageRead")
        .put("externalId", "none")
        .put("accountFacts", "organizations");
    try {
      SdkCalls.of(
          "EnrichFunction",
          () ->
              LambdaService.function("EnrichFunction", "io.accesstriage.enrich.EnrichHandler")
                  .invoke(request));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String last(TriageOnMoto.Ended ended) {
    return ended.states().get(ended.states().size() - 1);
  }

  /** As IAM names a call such as "S3 GetBucketTagging". */
  static String action(String call) {
    String[] parts = call.split(" ", -1);
    String service = SERVICES.get(parts[0]);
    assertTrue(service != null, () -> "say how IAM names the service of " + call);
    String action = service + ":" + parts[1];
    return OTHER_NAMES.getOrDefault(action, action);
  }

  private static Set<String> allowed(Deployment deployment, String function) {
    String role =
        deployment.properties(function).path("Role").path("Fn::GetAtt").path(0).textValue();
    Set<String> allowed = new TreeSet<>();
    for (JsonNode listed : deployment.properties(role).path("Policies")) {
      // Those that a parameter adds count, too.
      JsonNode policy = listed.has("Fn::If") ? listed.path("Fn::If").path(1) : listed;
      for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
        if (statement.path("Effect").asText().equals("Deny")) {
          // Of some resources only, or the function could not do its work.
          assertNotEquals("*", statement.path("Resource").asText(), () -> role + ": " + statement);
          continue;
        }
        assertEquals("Allow", statement.path("Effect").asText(), () -> role + ": " + statement);
        JsonNode actions = statement.path("Action");
        if (actions.isTextual()) {
          allowed.add(actions.textValue());
        }
        actions.forEach(action -> allowed.add(action.textValue()));
      }
    }
    return allowed;
  }
}
