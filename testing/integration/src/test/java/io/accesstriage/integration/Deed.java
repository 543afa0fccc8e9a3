package io.accesstriage.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something that a service of AWS does for the stack with one of its roles, and that moto does not,
 * or does without asking.
 *
 * @param actor whose role it is: a function, or "machine", "rule" or "schedule" and a name
 * @param service that has the role
 * @param source ARN of what it acts for
 */
record Deed(String actor, String service, String source, String action, String resource) {
  private static final String ALL = "*";

  /**
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html">Logging of
   *     Step Functions</a>
   */
  private static final List<String> DELIVER_LOGS =
      List.of(
          "logs:CreateLogDelivery",
          "logs:GetLogDelivery",
          "logs:UpdateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:DescribeResourcePolicies",
          "logs:DescribeLogGroups");

  /**
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html">Tracing of
   *     Step Functions</a>
   */
  private static final List<String> TRACE =
      List.of(
          "xray:PutTraceSegments",
          "xray:PutTelemetryRecords",
          "xray:GetSamplingRules",
          "xray:GetSamplingTargets");

  static List<Deed> of(StackInMoto stack) {
    List<Deed> deeds = new ArrayList<>();
    for (String actor : stack.actors()) {
      String name = actor.substring(actor.indexOf(' ') + 1);
      if (actor.startsWith("machine ")) {
        machine(
            deeds,
            actor,
            stack.physicalId(name.endsWith("-sweep") ? "SweepStateMachine" : "TriageStateMachine"));
      } else if (!actor.contains(" ")) {
        function(deeds, name);
      }
    }
    deeds.add(
        new Deed(
            "rule " + StackInMoto.NAME + "-findings",
            "events.amazonaws.com",
            arn("events", "rule/" + StackInMoto.NAME + "-findings"),
            "states:StartExecution",
            stack.physicalId("TriageStateMachine")));
    // moto fails on an input that is an object, as that of this state is.
    String sweep = stack.physicalId("SweepStateMachine");
    deeds.add(
        new Deed(
            "machine " + StackInMoto.NAME + "-sweep",
            "states.amazonaws.com",
            sweep,
            "states:StartExecution",
            sweep));
    schedule(
        deeds, "-sweep", "states:StartExecution", sweep, stack.queueArn("SweepDeadLetterQueue"));
    schedule(
        deeds,
        "-digest",
        "lambda:InvokeFunction",
        LambdaService.arn(StackInMoto.NAME + "-digest"),
        stack.queueArn("DeadLetterQueue"));
    return deeds;
  }

  /** All that an actor but a function does, with what the state machines are seen to do. */
  static Set<String> actions(StackInMoto stack, String actor) {
    Set<String> actions = new TreeSet<>();
    of(stack).stream()
        .filter(deed -> deed.actor().equals(actor))
        .forEach(d -> actions.add(d.action()));
    if (actor.startsWith("machine ")) {
      actions.add("lambda:InvokeFunction");
      if (actor.endsWith("-triage")) {
        actions.add("sqs:SendMessage");
      }
    }
    if (actions.contains("sqs:SendMessage")) {
      actions.addAll(List.of("kms:Decrypt", "kms:GenerateDataKey"));
    }
    return actions;
  }

  private static void machine(List<Deed> deeds, String actor, String arn) {
    for (List<String> actions : List.of(DELIVER_LOGS, TRACE)) {
      actions.forEach(
          action -> deeds.add(new Deed(actor, "states.amazonaws.com", arn, action, ALL)));
    }
  }

  private static void function(List<Deed> deeds, String name) {
    String group = arn("logs", "log-group:/aws/lambda/" + name);
    for (String action : List.of("logs:CreateLogStream", "logs:PutLogEvents")) {
      deeds.add(lambda(name, action, group + ":log-stream:1"));
    }
    for (String action : List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords")) {
      deeds.add(lambda(name, action, ALL));
    }
  }

  private static Deed lambda(String name, String action, String resource) {
    return new Deed(
        name, "lambda.amazonaws.com", arn("lambda", "function:" + name), action, resource);
  }

  private static void schedule(
      List<Deed> deeds, String name, String action, String target, String deadLetters) {
    String actor = "schedule " + StackInMoto.NAME + name;
    String group = arn("scheduler", "schedule-group/default");
    deeds.add(new Deed(actor, "scheduler.amazonaws.com", group, action, target));
    deeds.add(new Deed(actor, "scheduler.amazonaws.com", group, "sqs:SendMessage", deadLetters));
  }

  private static String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, Local.REGION, Local.ACCOUNT, resource);
  }
}
