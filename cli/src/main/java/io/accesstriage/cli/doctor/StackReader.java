package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.finding.Arn;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Reads the deployed stack, without which there is nothing to look at. */
final class StackReader {
  private static final String NESTED = "AWS::CloudFormation::Stack";

  private final CloudFormationClient client;

  StackReader(CloudFormationClient client) {
    this.client = client;
  }

  /**
   * @throws AwsCallException where CloudFormation does not answer
   * @throws CommandLineError where there is no such stack, or it is none of this product
   */
  DeployedStack read(String name, String region) {
    Stack stack = describe(name, region);
    Arn id =
        Arn.parse(String.valueOf(stack.stackId()))
            .orElseThrow(
                () ->
                    new CommandLineError(
                        "CloudFormation returned a stack without an ARN: "
                            + SafeText.quoted(String.valueOf(stack.stackId()), 120)));
    Map<String, String> parameters = new LinkedHashMap<>();
    stack
        .parameters()
        .forEach(
            p ->
                parameters.put(
                    p.parameterKey(), Objects.requireNonNullElse(p.parameterValue(), "")));
    List<DeployedStack.Resource> resources = resources(name);
    for (DeployedStack.Resource nested : List.copyOf(resources)) {
      if (nested.type().equals(NESTED) && !nested.physicalId().isEmpty()) {
        resources.addAll(resources(nested.physicalId()));
      }
    }
    DeployedStack deployed =
        new DeployedStack(
            id,
            name,
            stack.stackStatusAsString(),
            stack.creationTime(),
            stack.lastUpdatedTime() == null ? stack.creationTime() : stack.lastUpdatedTime(),
            parameters,
            resources);
    if (deployed.physicalId("TriageStateMachine").isEmpty()) {
      throw new CommandLineError(withoutMachine(deployed));
    }
    return deployed;
  }

  private static String withoutMachine(DeployedStack stack) {
    String which = "the stack %s in %s".formatted(stack.name(), stack.region());
    if (stack.status().endsWith("_IN_PROGRESS")) {
      return "%s is in status %s and has no state machine yet, or no more; run triage doctor again once that has ended"
          .formatted(which, stack.status());
    }
    // After a creation that failed it can only be deleted.
    return stack.status().startsWith("ROLLBACK_") || stack.status().endsWith("_FAILED")
        ? "%s is in status %s and has no state machine, so nothing is triaged. See why: %s; then \"sam delete\" and deploy again"
            .formatted(which, stack.status(), whyItFailed(stack.name(), stack.region()))
        : "%s has no resource TriageStateMachine, so it is none of this product; name yours with --stack-name"
            .formatted(which);
  }

  /** The command that lists what CloudFormation could not do. */
  static String whyItFailed(String name, String region) {
    return "aws cloudformation describe-stack-events --stack-name %s --region %s --query \"StackEvents[?ends_with(ResourceStatus,'FAILED')].[Timestamp,LogicalResourceId,ResourceStatusReason]\" --output text"
        .formatted(ShellWord.of(name), ShellWord.of(region));
  }

  private Stack describe(String name, String region) {
    try {
      return Reading.DESCRIBE_STACKS.of(
          () -> client.describeStacks(r -> r.stackName(name)).stacks().get(0));
    } catch (AwsCallException e) {
      // CloudFormation has no code of its own for it.
      if (e.code().equals("ValidationError")
          && String.valueOf(e.getMessage()).contains("not exist")) {
        throw new CommandLineError(
            "there is no stack %s in %s; name yours with --stack-name and --region (\"aws cloudformation list-stacks\" lists them)"
                .formatted(name, region),
            e);
      }
      throw e;
    }
  }

  private List<DeployedStack.Resource> resources(String stack) {
    List<DeployedStack.Resource> resources = new ArrayList<>();
    String token = null;
    do {
      String pageToken = token;
      ListStackResourcesResponse page =
          Reading.LIST_STACK_RESOURCES.of(
              () -> client.listStackResources(r -> r.stackName(stack).nextToken(pageToken)));
      page.stackResourceSummaries().stream()
          // What was deleted is listed, too, and what a deletion kept.
          .filter(resource -> resource.resourceStatus() != ResourceStatus.DELETE_COMPLETE)
          .filter(resource -> resource.resourceStatus() != ResourceStatus.DELETE_SKIPPED)
          .forEach(
              resource ->
                  resources.add(
                      new DeployedStack.Resource(
                          resource.logicalResourceId(),
                          Objects.requireNonNullElse(resource.physicalResourceId(), ""),
                          resource.resourceType())));
      token = page.nextToken();
    } while (token != null);
    return resources;
  }
}
