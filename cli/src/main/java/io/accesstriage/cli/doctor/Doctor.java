package io.accesstriage.cli.doctor;

import io.accesstriage.analyzer.AccessAnalyzerHealth;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.sweep.CloudTrailTrails;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** All checks of a deployment, in the order in which a person reads them. */
final class Doctor {
  private final AwsClients aws;
  private final Clock clock;
  private final FunctionPackage.Download download;

  Doctor(AwsClients aws, Clock clock, FunctionPackage.Download download) {
    this.aws = aws;
    this.clock = clock;
    this.download = download;
  }

  /**
   * What the checkout says.
   *
   * @param functions of template.yaml
   * @param rulesFile the name of the file that {@code rules} is from
   */
  record Checkout(
      SamSettings settings,
      Map<String, FunctionTemplate> functions,
      RuleSet rules,
      String rulesFile) {}

  /**
   * The stack.
   *
   * @throws io.accesstriage.aws.AwsCallException where it cannot be read
   * @throws io.accesstriage.cli.io.CommandLineError where there is none
   */
  DeployedStack stack(String name, String region) {
    return new StackReader(aws.client(CloudFormationClient::builder, region)).read(name, region);
  }

  List<Check> checks(DeployedStack stack, Checkout checkout) {
    String region = stack.region();
    LambdaClient lambda = aws.client(LambdaClient::builder, region);
    SnsClient sns = aws.client(SnsClient::builder, region);
    FunctionTemplate evaluate = checkout.functions().get("EvaluateFunction");
    List<Check> checks = new ArrayList<>();
    checks.add(new StackCheck(stack));
    checks.add(new ParametersCheck(stack, checkout.settings()));
    checks.add(new FunctionsCheck(stack, checkout.functions(), lambda));
    checks.add(
        new DeployedRulesCheck(
            stack, evaluate == null ? "live" : evaluate.alias(), checkout, lambda, download));
    checks.add(new EventRulesCheck(stack, aws.client(EventBridgeClient::builder, region)));
    checks.add(new ForwardingCheck(stack, other -> aws.client(EventBridgeClient::builder, other)));
    Function<String, Ledger> ledgers =
        table -> new DynamoDbLedger(aws.client(DynamoDbClient::builder, region), table);
    checks.add(new AnalyzersCheck(stack, new AccessAnalyzerHealth(aws), ledgers, clock));
    checks.add(
        new TrailCheck(
            stack, new CloudTrailTrails(() -> aws.client(CloudTrailClient::builder, region))));
    checks.add(SubscriptionsCheck.ofAlerts(stack, sns));
    checks.add(SubscriptionsCheck.ofOperations(stack, sns));
    checks.add(
        new MemberRolesCheck(
            stack,
            // AWS Organizations is in one region of each partition; where that is the SDK knows.
            aws.client(OrganizationsClient::builder, region),
            aws.client(StsClient::builder, region)));
    checks.add(new SweepCheck(stack, aws.client(SfnClient::builder, region), clock));
    checks.add(new DigestCheck(stack, ledgers, clock));
    checks.add(new QueuesCheck(stack, aws.client(SqsClient::builder, region)));
    return checks;
  }
}
