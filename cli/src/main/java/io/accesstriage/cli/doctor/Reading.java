package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A call that the doctor makes. What asks about analyzers and trails is shared with the sweep;
 * there is no other way to call AWS here, so that the policy, which is made of these, has all
 * calls.
 *
 * <p>Which calls know resources: <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 * Authorization Reference</a>.
 */
enum Reading {
  DESCRIBE_STACKS("cloudformation:DescribeStacks", "arn:*:cloudformation:REGION:*:stack/STACK/*"),
  LIST_STACK_RESOURCES(
      "cloudformation:ListStackResources",
      "arn:*:cloudformation:REGION:*:stack/STACK/*",
      "arn:*:cloudformation:REGION:*:stack/STACK-Watch-*/*"),
  GET_ALIAS("lambda:GetAlias", "arn:*:lambda:REGION:*:function:STACK-*"),
  GET_FUNCTION("lambda:GetFunction", "arn:*:lambda:REGION:*:function:STACK-*"),
  DESCRIBE_RULE(
      "events:DescribeRule",
      "arn:*:events:REGION:*:rule/STACK-*",
      "arn:*:events:*:*:rule/access-analyzer-triage-forwarding"),
  LIST_TARGETS(
      "events:ListTargetsByRule",
      "arn:*:events:REGION:*:rule/STACK-*",
      "arn:*:events:*:*:rule/access-analyzer-triage-forwarding"),
  GET_ANALYZER("access-analyzer:GetAnalyzer", "arn:*:access-analyzer:*:*:analyzer/*"),
  LIST_ANALYZERS("access-analyzer:ListAnalyzers", "*"),
  DESCRIBE_TRAILS("cloudtrail:DescribeTrails", "*"),
  GET_TRAIL_STATUS("cloudtrail:GetTrailStatus", "arn:*:cloudtrail:*:*:trail/*"),
  GET_EVENT_SELECTORS("cloudtrail:GetEventSelectors", "arn:*:cloudtrail:*:*:trail/*"),
  LIST_SUBSCRIPTIONS("sns:ListSubscriptionsByTopic", "arn:*:sns:REGION:*:STACK-*"),
  GET_SUBSCRIPTION("sns:GetSubscriptionAttributes", "*"),
  LIST_ACCOUNTS("organizations:ListAccounts", "*"),
  ASSUME_ROLE("sts:AssumeRole", "arn:*:iam::*:role/ROLE"),
  LIST_EXECUTIONS("states:ListExecutions", "arn:*:states:REGION:*:stateMachine:STACK-sweep"),
  DESCRIBE_EXECUTION("states:DescribeExecution", "arn:*:states:REGION:*:execution:STACK-sweep:*"),
  READ_LEDGER("dynamodb:GetItem", "arn:*:dynamodb:REGION:*:table/STACK-*"),
  GET_QUEUE("sqs:GetQueueAttributes", "arn:*:sqs:REGION:*:STACK-*");

  private final String action;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> resources;

  Reading(String action, String... resources) {
    this.action = action;
    this.resources = List.of(resources);
  }

  /** As IAM names it. */
  String action() {
    return action;
  }

  /** ARNs as a policy has them, with REGION, STACK and ROLE in place of their names. */
  List<String> resources() {
    return resources;
  }

  /**
   * Makes the call.
   *
   * @throws AwsCallException where it fails
   */
  <T> T of(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsCallException.of(action, e);
    }
  }
}
