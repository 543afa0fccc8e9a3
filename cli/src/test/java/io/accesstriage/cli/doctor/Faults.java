package io.accesstriage.cli.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.health.AnalyzerProblem;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What can be wrong with a deployment, one thing each, and what the doctor says of it. */
final class Faults {
  private static final Path GOLDEN = Path.of("src/test/resources/doctor/faults.txt");
  private static final String STACK = DeploymentStub.STACK;
  private static final String ALERTS = "arn:aws:sns:us-east-1:111122223333:%s-AlertTopic-1X";
  private static final String PART = "{\"sweep\":{\"next\":\"CONTINUE\"}}";
  private static final String TRAIL = "arn:aws:cloudtrail:us-east-1:111122223333:trail/all";
  private static final String ANALYZER =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization";
  private static final String FORWARDING = "eu-west-1 " + ForwardingCheck.RULE;
  static final Map<String, Consumer<DeploymentStub>> ALL = new LinkedHashMap<>();

  private Faults() {}

  private static HealthRecord counted() {
    return new HealthRecord(
        DeploymentStub.NOW,
        List.of(
            new HealthRecord.Open(
                new AnalyzerProblem.CountDiffers(ANALYZER, 4_198, 4_212),
                DeploymentStub.NOW,
                2,
                true)),
        List.of());
  }

  private static HealthRecord typed() {
    return new HealthRecord(
        DeploymentStub.NOW, List.of(), List.of(), Map.of(ANALYZER, "ORGANIZATION"));
  }

  static {
    ALL.put("update rolled back", aws -> aws.status = "UPDATE_ROLLBACK_COMPLETE");
    ALL.put("rollback failed", aws -> aws.status = "UPDATE_ROLLBACK_FAILED");
    ALL.put(
        "cleanup after a rollback",
        aws -> aws.status = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
    ALL.put("update in progress", aws -> aws.status = "UPDATE_IN_PROGRESS");
    ALL.put("other parameter", aws -> aws.parameters.put("Mode", "archive\u2028\n$(reboot)"));
    ALL.put("missing parameter", aws -> aws.parameters.remove("Mode"));
    ALL.put("alias at $LATEST", aws -> aws.aliases.put(STACK + "-archive", "$LATEST"));
    ALL.put("alias at an older version", aws -> aws.aliases.put(STACK + "-archive", "6"));
    ALL.put("function deleted", aws -> aws.functions.remove(STACK + "-notify"));
    ALL.put(
        "flags set by hand",
        aws ->
            aws.functions
                .get(STACK + "-evaluate")
                .put("MemorySize", 512)
                .putObject("Environment")
                .putObject("Variables")
                .put("JAVA_TOOL_OPTIONS", "-javaagent:/tmp/x.jar\u001b[2J"));
    ALL.put(
        "variables not decrypted",
        aws ->
            aws.functions
                .get(STACK + "-evaluate")
                .putObject("Environment")
                .putObject("Error")
                .put("ErrorCode", "AccessDeniedException")
                .put("Message", "Lambda was unable to decrypt the environment variables"));
    ALL.put(
        "function without a state", aws -> aws.functions.get(STACK + "-evaluate").remove("State"));
    ALL.put(
        "SnapStart off",
        aws ->
            aws.functions
                .get(STACK + "-sweep")
                .putObject("SnapStart")
                .put("ApplyOn", "None")
                .put("OptimizationStatus", "Off"));
    ALL.put(
        "function failed",
        aws ->
            aws.functions
                .get(STACK + "-digest")
                .put("State", "Failed")
                .put("StateReason", "The key is disabled.\u001b]0;x\u0007"));
    ALL.put("other rules", aws -> aws.packageRules("rules: []\n"));
    ALL.put("rules of another version", aws -> aws.packageRules("rules:\n- new: thing\n"));
    ALL.put("package that is another", aws -> aws.zipIsSwapped = true);
    ALL.put(
        "findings rule disabled",
        aws -> aws.rules.get("us-east-1 " + STACK + "-findings").put("State", "DISABLED"));
    ALL.put(
        "findings rule sends elsewhere",
        aws -> aws.targets.put("us-east-1 " + STACK + "-findings", "arn:aws:sqs:x"));
    ALL.put(
        "findings rule of public access only",
        aws ->
            aws.rules
                .get("us-east-1 " + STACK + "-findings")
                .put(
                    "EventPattern",
                    "{\"source\":[\"aws.access-analyzer\"],\"detail\":{\"isPublic\":[true]}}"));
    ALL.put(
        "watch rule sends elsewhere",
        aws ->
            aws.targets.put(
                "us-east-1 " + STACK + "-watch-archive-rules",
                "arn:aws:sns:us-east-1:111122223333:elsewhere"));
    ALL.put(
        "watch rule deleted",
        aws -> aws.rules.remove("us-east-1 " + STACK + "-watch-archive-rules"));
    ALL.put(
        "watch rule without target",
        aws -> aws.targets.remove("us-east-1 " + STACK + "-watch-archive-rules"));
    ALL.put("no forwarding", aws -> aws.rules.remove(FORWARDING));
    ALL.put("forwarding disabled", aws -> aws.rules.get(FORWARDING).put("State", "DISABLED"));
    ALL.put(
        "forwarding of one kind",
        aws ->
            aws.rules
                .get(FORWARDING)
                .put("EventPattern", "{\"detail-type\":[\"Access Analyzer Finding\"]}"));
    ALL.put(
        "forwarding without a pattern", aws -> aws.rules.get(FORWARDING).remove("EventPattern"));
    ALL.put(
        "forwarding of active findings",
        aws ->
            aws.rules
                .get(FORWARDING)
                .put(
                    "EventPattern",
                    "{\"source\":[\"aws.access-analyzer\"],\"detail\":{\"status\":[\"ACTIVE\"]}}"));
    ALL.put(
        "forwarding in an unknown state", aws -> aws.rules.get(FORWARDING).put("State", "PAUSED"));
    ALL.put(
        "findings rule without a state",
        aws -> aws.rules.get("us-east-1 " + STACK + "-findings").remove("State"));
    ALL.put(
        "forwarding elsewhere",
        aws ->
            aws.targets.put(FORWARDING, "arn:aws:events:us-west-2:111122223333:event-bus/default"));
    for (String reason :
        List.of(
            "AWS_SERVICE_ACCESS_DISABLED",
            "DELEGATED_ADMINISTRATOR_DEREGISTERED",
            "ORGANIZATION_DELETED")) {
      ALL.put("analyzer disabled: " + reason, aws -> status(aws, "DISABLED", reason));
    }
    ALL.put("analyzer failed", aws -> status(aws, "FAILED", "SERVICE_LINKED_ROLE_CREATION_FAILED"));
    ALL.put(
        "stale analyzer",
        aws -> aws.analyzers.get(ANALYZER).put("lastResourceAnalyzedAt", "2026-11-20T00:00:00Z"));
    ALL.put("count that disagrees", aws -> aws.health = Optional.of(Json.text(counted().write())));
    ALL.put(
        "analyzer made again with another type",
        aws -> {
          aws.analyzers.get(ANALYZER).put("type", "ACCOUNT");
          aws.health = Optional.of(Json.text(typed().write()));
        });
    ALL.put(
        "record of another version", aws -> aws.health = Optional.of("{\"checked\":\"later\"}"));
    ALL.put(
        "analyzer that is not configured",
        aws -> {
          aws.parameters.put("AnalyzerRegions", "us-east-1,eu-west-1");
          aws.parameters.compute(
              "AnalyzerArns", (name, arns) -> String.valueOf(arns).replace("," + ANALYZER, ""));
        });
    ALL.put("analyzer deleted", aws -> aws.analyzers.remove(ANALYZER));
    ALL.put("kind missing", aws -> aws.parameters.put("ExpectedAnalyzers", "external,unused"));
    ALL.put(
        "region without analyzer",
        aws -> aws.parameters.put("AnalyzerRegions", "us-east-1,eu-north-1"));
    ALL.put("no analyzer configured", aws -> aws.parameters.put("AnalyzerArns", ""));
    ALL.put(
        "analyzer being created",
        aws ->
            aws.analyzers
                .get(ANALYZER)
                .put("status", "CREATING")
                .put("createdAt", "2026-11-30T11:40:00Z")
                .remove("lastResourceAnalyzedAt"));
    ALL.put("no trail", aws -> aws.trails.removeAll());
    ALL.put("trail stopped", aws -> aws.trailStatus.get(TRAIL).put("IsLogging", false));
    ALL.put(
        "trail of another account stopped",
        aws -> {
          String trail = "arn:aws:cloudtrail:us-east-1:999999999999:trail/all";
          ((ObjectNode) aws.trails.get(0)).put("TrailARN", trail);
          aws.trailStatus.put(trail, Json.object().put("IsLogging", false));
        });
    ALL.put("trail of reads", aws -> basic(aws).put("ReadWriteType", "ReadOnly"));
    ALL.put(
        "trail without KMS",
        aws -> basic(aws).putArray("ExcludeManagementEventSources").add("kms.amazonaws.com"));
    ALL.put(
        "trail of data events",
        aws ->
            aws.selectors.put(
                TRAIL,
                (ObjectNode)
                    Json.read(
                        "{\"AdvancedEventSelectors\":[{\"FieldSelectors\":[{\"Field\":\"eventCategory\",\"Equals\":[\"Data\"]}]}]}",
                        "selectors")));
    ALL.put(
        "subscription not confirmed",
        aws -> aws.subscriptions.put(ALERTS.formatted(STACK), List.of("PendingConfirmation")));
    ALL.put(
        "subscription filtered",
        aws ->
            aws.subscriptions.put(
                ALERTS.formatted(STACK),
                List.of("{\"severity\":[\"critical\"]}", "PendingConfirmation")));
    ALL.put(
        "subscription without attributes",
        aws -> aws.subscriptions.put(ALERTS.formatted(STACK), List.of("without attributes")));
    ALL.put("role missing in one account", aws -> aws.withRole.remove("777788889999"));
    ALL.put("role not to be assumed", aws -> aws.withRole.clear());
    ALL.put("no other account", aws -> aws.accounts.keySet().retainAll(List.of("111122223333")));
    ALL.put(
        "sweep too old", aws -> aws.lastSweep = Optional.of(Instant.parse("2026-11-29T22:00:00Z")));
    ALL.put(
        "sweep of which a part ended",
        aws -> {
          aws.lastSweep = Optional.of(Instant.parse("2026-11-29T23:30:00Z"));
          aws.sweepsEndedWith = List.of(PART, "{\"sweep\":{\"next\":\"DONE\"}}");
        });
    ALL.put("sweep of which only a part ended", aws -> aws.sweepsEndedWith = List.of(PART));
    ALL.put("sweep that does not say how it ended", aws -> aws.sweepsEndedWith = List.of(""));
    ALL.put("no sweep ever", aws -> aws.lastSweep = Optional.empty());
    ALL.put(
        "no sweep yet",
        aws -> {
          aws.lastSweep = Optional.empty();
          aws.createdAt = Instant.parse("2026-11-30T11:00:00Z");
        });
    ALL.put(
        "digest too old",
        aws -> aws.lastDigest = Optional.of(Instant.parse("2026-11-28T06:59:10Z")));
    ALL.put("no digest ever", aws -> aws.lastDigest = Optional.empty());
    ALL.put(
        "digest without a known schedule", aws -> aws.parameters.put("DigestSchedule", "at(x)"));
    ALL.put("dead letters", aws -> aws.messages.put("EventDeadLetterQueue", 3));
    ALL.put("queue deleted", aws -> aws.messages.remove("SweepDeadLetterQueue"));
    ALL.put("calls refused", aws -> aws.deny("cloudtrail:DescribeTrails", "sts:AssumeRole"));
  }

  private static void status(DeploymentStub aws, String status, String reason) {
    ObjectNode analyzer = aws.analyzers.get(ANALYZER).put("status", status);
    analyzer.putObject("statusReason").put("code", reason);
  }

  private static ObjectNode basic(DeploymentStub aws) {
    return (ObjectNode) aws.selectors.get(TRAIL).path("EventSelectors").path(0);
  }

  /** Whole output by fault; of a fault without the lines of what is ok. */
  static Map<String, String> golden() throws IOException {
    Map<String, String> golden = new LinkedHashMap<>();
    for (String section : Files.readString(GOLDEN).split("(?m)^# ", -1)) {
      int end = section.indexOf('\n');
      if (end > 0) {
        golden.put(section.substring(0, end), section.substring(end + 1));
      }
    }
    return golden;
  }

  static String notOk(String out) {
    return out.lines()
        .filter(line -> !line.startsWith("ok ") && !line.isBlank() && !line.startsWith(STACK))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
