package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;
import software.amazon.event.ruler.Ruler;

/**
 * The event rules of template.yaml and watch.yaml, matched by the library that EventBridge matches
 * with: what each tells of, by whomever it was done, and what none does.
 */
class EventPatternTest {
  private static final String RULE = "AWS::Events::Rule";
  private static final String FINDING_RULE = "FindingRule";

  /**
   * What is done to archive rules and analyzers, or was refused, is alerted even where the
   * deployment does it; what takes their access from analyzers, and executions that were started by
   * hand, too.
   */
  private static final Set<String> BY_ANYBODY =
      Set.of(
          "access-analyzer.amazonaws.com",
          "organizations.amazonaws.com",
          "cloudtrail.amazonaws.com");

  private static final Set<String> CALLS_BY_ANYBODY =
      Set.of("StartExecution", "DeleteServiceLinkedRole");

  /** EventBridge's quota, in characters. */
  private static final int LARGEST_PATTERN = 2_048;

  /**
   * How many beginnings of wildcards may fit at once. EventBridge does not say from where on a rule
   * is too complex for it; it is known to take a rule with 9 and to refuse one with 12.
   *
   * @see <a href="https://github.com/vals-ai/Valkyrie/pull/278">three wildcards that were taken,
   *     four that were refused</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html">Wildcards
   *     and event pattern complexity</a>
   */
  private static final int MOST_COMPLEX = 9;

  private static final int MOST_DEPLOYMENT_ROLES = 10;
  private static final String LONGEST_REGION = "ap-southeast-1";
  private static final String DEPLOYMENT_ROLES =
      "arn:aws:iam::111122223333:role/deployment,arn:aws:iam::111122223333:role/service-role/cloudformation";
  private static final Template TEMPLATE =
      Template.deployed("access-analyzer-triage", Map.of("DeploymentRoleArns", DEPLOYMENT_ROLES));
  private static final Template WITHOUT_DEPLOYMENT_ROLES =
      Template.deployed("access-analyzer-triage", Map.of());

  /** How a call names a resource of the type: service, event, field. */
  private record Call(String service, String event, String field) {}

  private static final Map<String, Call> CHANGES =
      Map.ofEntries(
          Map.entry(
              "AWS::Serverless::Function",
              new Call("lambda", "UpdateFunctionCode20150331v2", "functionName")),
          Map.entry(
              "AWS::Serverless::StateMachine",
              new Call("states", "UpdateStateMachine", "stateMachineArn")),
          Map.entry(RULE, new Call("events", "DisableRule", "name")),
          Map.entry("AWS::Scheduler::Schedule", new Call("scheduler", "UpdateSchedule", "name")),
          Map.entry("AWS::SNS::Topic", new Call("sns", "SetTopicAttributes", "topicArn")),
          Map.entry("AWS::SQS::Queue", new Call("sqs", "PurgeQueue", "queueUrl")),
          Map.entry("AWS::DynamoDB::Table", new Call("dynamodb", "DeleteTable", "tableName")),
          Map.entry("AWS::KMS::Key", new Call("kms", "DisableKey", "keyId")),
          Map.entry("AWS::IAM::Role", new Call("iam", "PutRolePolicy", "roleName")),
          Map.entry("AWS::Logs::LogGroup", new Call("logs", "DeleteLogGroup", "logGroupName")),
          Map.entry(
              "AWS::CloudWatch::Alarm", new Call("monitoring", "PutMetricAlarm", "alarmName")),
          Map.entry(Template.NESTED_STACK, new Call("cloudformation", "UpdateStack", "stackName")));

  /** What is part of one of the others, or tells nobody anything. */
  private static final Set<String> PARTS =
      Set.of(
          "AWS::IAM::Policy",
          "AWS::SNS::Subscription",
          "AWS::SNS::TopicPolicy",
          "AWS::SQS::QueuePolicy",
          "AWS::Logs::MetricFilter",
          "AWS::CloudWatch::Dashboard");

  static List<String> rules() {
    return TEMPLATE.ofType(RULE);
  }

  static List<String> rulesWithSamples() {
    return rules().stream().filter(rule -> !rule.equals(FINDING_RULE)).toList();
  }

  private static String pattern(Template template, String rule) {
    return Json.text(template.properties(rule).path("EventPattern"));
  }

  private static Set<String> telling(Template template, JsonNode event) {
    Set<String> telling = new TreeSet<>();
    for (String rule : rules()) {
      try {
        if (Ruler.matchesRule(Json.text(event), pattern(template, rule))) {
          telling.add(rule);
        }
      } catch (Exception e) {
        throw new IllegalStateException("cannot match " + rule + " of " + Template.FILE, e);
      }
    }
    return telling;
  }

  private static List<JsonNode> byEach(String kind, JsonNode event) {
    return SampleTrail.isOfCloudTrail(event)
        ? SampleTrail.identities(kind).values().stream()
            .map(identity -> SampleTrail.by(identity, event))
            .toList()
        : List.of(event);
  }

  @ParameterizedTest
  @MethodSource("rulesWithSamples")
  void rule_doneByAnybody_isToldByThisRuleOnly(String rule) {
    Map<String, JsonNode> told = SampleTrail.told(rule, TEMPLATE);
    assertTrue(!told.isEmpty(), () -> "no event in event-patterns/" + rule + "/told");
    told.forEach(
        (file, event) -> {
          for (JsonNode done : byEach("anybody", event)) {
            assertEquals(Set.of(rule), telling(TEMPLATE, done), () -> file + ": " + done);
          }
        });
  }

  /** Calls of the management account can blind the analyzers; their events reach this account. */
  @ParameterizedTest
  @ValueSource(strings = {"444455556666", Template.ACCOUNT})
  void analysisWatch_whatItTellsOfGlobalServices_isForwardedToIt(String deployment)
      throws Exception {
    String pattern =
        pattern(
            Template.ofOrganization(
                "global-events-forwarding.yaml",
                Map.of(
                    "DeploymentRegion",
                    "eu-west-1",
                    "DeploymentAccountId",
                    deployment,
                    "ManagementAccountId",
                    Template.ACCOUNT)),
            "ForwardingRule");

    for (Map.Entry<String, JsonNode> told :
        SampleTrail.told("AnalysisWatch", TEMPLATE).entrySet()) {
      for (JsonNode done : byEach("anybody", told.getValue())) {
        assertTrue(Ruler.matchesRule(Json.text(done), pattern), told::getKey);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rulesWithSamples")
  void rule_doneByTheDeployment_isToldOnlyWhereNobodyIsTrusted(String rule) {
    SampleTrail.told(rule, TEMPLATE)
        .forEach(
            (file, event) -> {
              if (!SampleTrail.isOfCloudTrail(event)) {
                return;
              }
              Set<String> expected =
                  BY_ANYBODY.contains(event.at("/detail/eventSource").asText())
                          || CALLS_BY_ANYBODY.contains(event.at("/detail/eventName").asText())
                      ? Set.of(rule)
                      : Set.of();
              for (JsonNode done : byEach("deployment", event)) {
                assertEquals(expected, telling(TEMPLATE, done), () -> file + ": " + done);
                assertEquals(
                    Set.of(rule),
                    telling(WITHOUT_DEPLOYMENT_ROLES, done),
                    () -> "no deployment roles, " + file + ": " + done);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("rulesWithSamples")
  void rule_whatOnlyResembles_isToldByNoRule(String rule) {
    Map<String, JsonNode> untold = SampleTrail.untold(rule, TEMPLATE);
    assertTrue(!untold.isEmpty(), () -> "no event in event-patterns/" + rule + "/untold");
    untold.forEach(
        (file, event) -> {
          for (JsonNode done : byEach("anybody", event)) {
            assertEquals(Set.of(), telling(TEMPLATE, done), () -> file + ": " + done);
          }
        });
  }

  /** Neither the finding rule nor the sweep, in each of its three roles, is alerted. */
  @ParameterizedTest
  @ValueSource(
      strings = {"FindingRuleRole", "SweepRole", "SweepStateMachineRole", "SweepScheduleRole"})
  void startWatch_whoHasToStart_isToldByNoRule(String role) {
    SampleTrail.told("StartWatch", TEMPLATE)
        .forEach(
            (file, event) -> {
              ObjectNode copy = event.deepCopy();
              ObjectNode issuer =
                  (ObjectNode) copy.at("/detail/userIdentity/sessionContext/sessionIssuer");
              issuer.put("userName", TEMPLATE.substituted("${" + role + "}"));
              assertEquals(Set.of(), telling(TEMPLATE, copy), file);
              issuer.put("userName", TEMPLATE.substituted("${EvaluateRole}"));
              assertEquals(Set.of("StartWatch"), telling(TEMPLATE, copy), file);
            });
  }

  @Test
  void findingRule_sampleEvents_areTriaged() throws IOException {
    List<String> families = new ArrayList<>();
    for (String family : List.of("external", "internal", "unused")) {
      try (Stream<Path> files = Files.walk(CommandRun.EVENTS.resolve(family))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
          JsonNode event = Json.read(Files.readAllBytes(file), file.toString());
          assertEquals(Set.of(FINDING_RULE), telling(TEMPLATE, event), file::toString);
          families.add(event.path("detail-type").textValue());
        }
      }
    }
    assertEquals(3, Set.copyOf(families).size(), families::toString);
  }

  @Test
  void findingRule_accessPreview_isNoFinding() {
    JsonNode preview =
        Json.read(
            """
            {
              "version": "0",
              "id": "aaaabbbb-2222-3333-4444-555566667777",
              "detail-type": "Access Preview State Change",
              "source": "aws.access-analyzer",
              "account": "111122223333",
              "time": "2026-11-24T10:15:30Z",
              "region": "us-east-1",
              "resources": ["arn:aws:access-analyzer:us-east-1:111122223333:analyzer/x"],
              "detail": {"accessPreviewId": "aaaabbbb-cccc-dddd-eeee-ffffaaaabbbb", "status": "COMPLETED"}
            }
            """,
            "preview");
    assertEquals(Set.of(), telling(TEMPLATE, preview));
  }

  @Test
  void findingRule_findingOfAnotherSource_isNotTriaged() {
    ObjectNode event =
        (ObjectNode)
            Json.read("{\"detail-type\": \"Access Analyzer Finding\", \"detail\": {}}", "event");
    assertEquals(Set.of(), telling(TEMPLATE, event.put("source", "somebody")));
    assertEquals(
        Set.of(FINDING_RULE), telling(TEMPLATE, event.put("source", "aws.access-analyzer")));
  }

  @Test
  void template_eachResource_isWatched() {
    List<String> unwatched = new ArrayList<>();
    TEMPLATE
        .resources()
        .forEach(
            (name, type) -> {
              if (PARTS.contains(type)) {
                return;
              }
              Call call = CHANGES.get(type);
              if (call == null) {
                unwatched.add(name + ": it is not known how " + type + " is changed");
                return;
              }
              ObjectNode event = Json.object();
              event.put("source", "aws." + call.service());
              event.put("detail-type", "AWS API Call via CloudTrail");
              ObjectNode detail = event.putObject("detail");
              detail.put("eventSource", call.service() + ".amazonaws.com");
              detail.put("eventName", call.event());
              detail
                  .putObject("requestParameters")
                  .put(call.field(), TEMPLATE.substituted("${" + name + "}"));
              detail.putObject("userIdentity").put("type", "Root");
              if (telling(TEMPLATE, event).isEmpty()) {
                unwatched.add(
                    "%s (%s): add it to the tamper watch, watch.yaml".formatted(name, type));
              }
            });
    assertEquals(List.of(), unwatched);
  }

  /** The longest patterns that the parameters allow: ten deployment roles, names and region. */
  private static Template longest() {
    int length = Integer.parseInt(TEMPLATE.ofParameter("DeploymentRoleArns", "MaxLength"));
    List<String> roles = new ArrayList<>();
    while (roles.size() < MOST_DEPLOYMENT_ROLES) {
      int left = length - String.join(",", roles).length() - (roles.isEmpty() ? 0 : 1);
      String role = "arn:aws:iam::111122223333:role/r" + roles.size();
      // The others have half their share, so that the last one fills up what is allowed.
      int wanted =
          roles.size() + 1 < MOST_DEPLOYMENT_ROLES ? length / MOST_DEPLOYMENT_ROLES / 2 : left;
      roles.add(role + "x".repeat(Math.max(0, wanted - role.length())));
    }
    String all = String.join(",", roles);
    assertEquals(length, all.length());
    assertTrue(deploymentRoles(all), all);
    return Template.deployed(
        "serverlessrepo-access-analyzer-triage-of-acm",
        LONGEST_REGION,
        Map.of("DeploymentRoleArns", all));
  }

  private static boolean deploymentRoles(String value) {
    return value.length()
            <= Integer.parseInt(TEMPLATE.ofParameter("DeploymentRoleArns", "MaxLength"))
        && value.matches(TEMPLATE.ofParameter("DeploymentRoleArns", "AllowedPattern"));
  }

  @Test
  void deploymentRoles_moreThanPatternsCanHold_areRefusedWithTheReason() {
    String role = "arn:aws:iam::111122223333:role/deployment";
    assertTrue(deploymentRoles(""));
    assertTrue(deploymentRoles(DEPLOYMENT_ROLES));
    assertTrue(deploymentRoles(role + ("," + role).repeat(MOST_DEPLOYMENT_ROLES - 1)));
    assertFalse(deploymentRoles(role + ("," + role).repeat(MOST_DEPLOYMENT_ROLES)));
    assertFalse(deploymentRoles(role + "x".repeat(1_000)));
    assertFalse(deploymentRoles(role + ", " + role));
    assertFalse(deploymentRoles("arn:aws:iam::111122223333:user/mallory"));
    assertEquals(
        "must be empty or at most ten ARNs of IAM roles, 960 characters in all, separated by commas"
            + " without spaces, such as arn:aws:iam::111122223333:role/deployment.",
        TEMPLATE.ofParameter("DeploymentRoleArns", "ConstraintDescription"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_pattern_isWhatEventBridgeTakes(String rule) throws Exception {
    Template longest = longest();
    String pattern = pattern(longest, rule);
    assertTrue(
        pattern.length() <= LARGEST_PATTERN,
        () -> "the pattern has %d characters: %s".formatted(pattern.length(), pattern));
    Machine machine = Machine.builder().build();
    machine.addRule(rule, pattern);
    int complexity = machine.evaluateComplexity(new MachineComplexityEvaluator(100));
    assertTrue(complexity <= MOST_COMPLEX, () -> "the pattern's complexity is " + complexity);
    String name = longest.substituted("${" + rule + "}");
    assertTrue(name.length() <= 64, () -> name + " has %d characters".formatted(name.length()));
  }

  @Test
  void rules_everyOne_keepsWhatItCannotDeliver() {
    for (String rule : rules()) {
      for (JsonNode target : TEMPLATE.properties(rule).path("Targets")) {
        assertEquals(
            TEMPLATE.substituted("${EventDeadLetterQueue.Arn}"),
            target.path("DeadLetterConfig").path("Arn").asText(),
            rule);
      }
    }
  }
}
