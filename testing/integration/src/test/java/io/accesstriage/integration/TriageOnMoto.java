package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsClients;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.ledger.dynamodb.DynamoDbLedger;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The product deployed on one machine: the template's state machine on moto's Step Functions, the
 * real handlers behind Lambda's API, their SDK clients against moto and {@link AccessAnalyzerStub}.
 *
 * <p>There is one, for all tests of a JVM: the handlers keep their clients, and those their
 * endpoint.
 */
final class TriageOnMoto {
  static final Path ACCOUNT = Local.events().resolve("sample-account.yaml");

  /** The parameters that are not the template's defaults. */
  static final Map<String, String> PARAMETERS =
      Map.of(
          "BusyWaitSeconds",
          "1",
          "AlertTags",
          "Owner,Team",
          // As triage run has them, which the same events are compared with.
          "Mode",
          "archive",
          "ImmediateAlerts",
          "low",
          "MaxImmediateAlertsPerHour",
          "1000",
          "AnalyzerArns",
          SampleEvent.all().stream()
              .map(SampleEvent::analyzerArn)
              .distinct()
              .sorted()
              .collect(Collectors.joining(",")));

  /** As triage run names its machine, so that executions have the same ARNs. */
  private static final String MACHINE = "access-analyzer-triage";

  /** Not named as a stack's, which would be taken for it. */
  private static final String SWEEP_MACHINE = "sweep-without-stack";

  private static final String TRIAGE = "TriageStateMachine";
  private static final String SWEEP = "SweepStateMachine";

  private static final String STATES = "AWSStepFunctions.";
  private static final Gateway.Answer REFUSED =
      new Gateway.Answer(
          403,
          Map.of("Content-Type", "text/xml"),
          """
          <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>\
          <Code>AuthorizationError</Code><Message>a fault of the account file</Message>\
          </Error><RequestId>0</RequestId></ErrorResponse>\
          """);
  private static final Pattern CONFIRMED =
      Pattern.compile("(<key>SubscriptionsConfirmed</key>\\s*<value>)\\d+(</value>)");
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final Gateway gateway = new Gateway();
  private final Moto moto;
  private final AccessAnalyzerStub analyzer;
  private final AccountInMoto account;
  private final Deployment deployment;
  private final String queueUrl;
  private String stateMachineArn;
  private String sweepArn;
  private volatile boolean publishingIsRefused;
  private volatile boolean somebodyListens = true;
  private final LambdaService functions;
  private final List<JsonNode> published = new CopyOnWriteArrayList<>();
  private final AtomicInteger batchReads = new AtomicInteger();

  /** How an execution went. */
  record Ended(
      String arn,
      String status,
      List<String> states,
      @Nullable JsonNode output,
      List<Failure> failures,
      String error,
      String cause) {}

  /** An attempt of a task that failed. */
  record Failure(String state, String error, String cause) {}

  /** Deploys on first use, and then is as after that, with nothing known. */
  static TriageOnMoto deployed() {
    Holder.DEPLOYED.renew();
    return Holder.DEPLOYED;
  }

  private static final class Holder {
    static final TriageOnMoto DEPLOYED = new TriageOnMoto();
  }

  private TriageOnMoto() {
    // The handlers' own wiring, pointed here: documented settings of the SDK.
    System.setProperty("aws.endpointUrl", gateway.uri().toString());
    System.setProperty("aws.region", Local.REGION);
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    moto = Moto.start(gateway.port());
    analyzer = new AccessAnalyzerStub(gateway);
    account = new AccountInMoto(moto, gateway);
    deployment = Deployment.of(PARAMETERS);
    makeTables();
    makeTopics();
    for (String queue : deployment.ofType("AWS::SQS::Queue")) {
      deployment.exists(queue, makeQueue(queue));
    }
    queueUrl = subscribedQueue(topicArn("AlertTopic"), "alerts");
    functions = new LambdaService(deployment.handlers());
    gateway.add(functions);
    gateway.add(analyzer);
    gateway.add(account);
    gateway.add(this::noteAlert);
    gateway.add(this::countSubscriptions);
    gateway.add(this::noteBatchRead);
    gateway.add(request -> Optional.of(gateway.forward(request, moto.uri(), Local.ACCOUNT)));
    stateMachineArn = makeStateMachine(TRIAGE, MACHINE);
    sweepArn = makeStateMachine(SWEEP, SWEEP_MACHINE);
    account.load(ACCOUNT);
    makeTrail();
    Runtime.getRuntime().addShutdownHook(new Thread(moto::close));
  }

  /** For resources that a test makes itself. */
  Moto moto() {
    return moto;
  }

  /** For resources that moto cannot make. */
  TagServices stubbed() {
    return account.others();
  }

  AccessAnalyzerStub analyzer() {
    return analyzer;
  }

  /** The resources of the sample account. */
  AccountInMoto account() {
    return account;
  }

  Deployment deployment() {
    return deployment;
  }

  /** The one endpoint of all services. */
  URI endpoint() {
    return gateway.uri();
  }

  /** The ledger, as the functions reach it. */
  Ledger ledger() {
    return new DynamoDbLedger(
        AwsClients.ofAws().client(DynamoDbClient::builder), deployment.physicalId("LedgerTable"));
  }

  /** From now on, Amazon SNS does not let the product publish, or does. */
  void refusePublishing(boolean refuse) {
    publishingIsRefused = refuse;
  }

  /** From now on, the alert topic has a confirmed subscription, or none. */
  void listen(boolean listens) {
    somebodyListens = listens;
  }

  /** Calls the digest as its schedule does. */
  JsonNode digest() {
    return digest(
        "DigestFunction",
        deployment.physicalId("LedgerTable"),
        deployment.physicalId("AlertTopic"),
        "none");
  }

  /**
   * Calls a stack's digest as its schedule does.
   *
   * @param operationsTopic none to look at none
   */
  JsonNode digest(String function, String table, String topic, String operationsTopic) {
    ObjectNode request = Json.object();
    request
        .putObject("config")
        .put("ledger", table)
        .put("topic", topic)
        .put("operationsTopic", operationsTopic);
    return functions.call(function, request);
  }

  private void renew() {
    somebodyListens = true;
    for (String table : deployment.ofType("AWS::DynamoDB::Table")) {
      moto.call("dynamodb", "DynamoDB_20120810.DeleteTable", Json.object().put("TableName", table));
    }
    makeTables();
    states("DeleteStateMachine", Json.object().put("stateMachineArn", sweepArn));
    states("DeleteStateMachine", Json.object().put("stateMachineArn", stateMachineArn));
    stateMachineArn = makeStateMachine(TRIAGE, MACHINE);
    sweepArn = makeStateMachine(SWEEP, SWEEP_MACHINE);
    batchReads.set(0);
    analyzer.renew();
    takePublished();
    takeDelivered();
    takeDeadLetters();
  }

  /** The messages in the queue for what could not even be reported. */
  List<JsonNode> takeDeadLetters() {
    return receive(deployment.physicalId("DeadLetterQueue"));
  }

  /** What the tests themselves did wrong; empty when all is well. */
  List<RuntimeException> mistakes() {
    return gateway.mistakes();
  }

  /** Runs one execution to its end. */
  Ended run(String name, JsonNode input) {
    return await(start(name, input));
  }

  /** Runs one execution of the sweep to its end, and the triages that it started. */
  Ended sweep(String name, JsonNode input) {
    Ended ended = await(start(sweepArn, name, input));
    triages().forEach(this::await);
    return ended;
  }

  /** The ARNs of all triages that were started. */
  List<String> triages() {
    return executions(stateMachineArn);
  }

  /** The ARNs of all executions of the sweep. */
  List<String> sweeps() {
    return executions(sweepArn);
  }

  /** How often many entries of the ledger were read at once. */
  int batchReads() {
    return batchReads.get();
  }

  private List<String> executions(String machine) {
    List<String> arns = new ArrayList<>();
    ObjectNode request = Json.object().put("stateMachineArn", machine).put("maxResults", 1000);
    JsonNode page;
    do {
      page = states("ListExecutions", request);
      page.path("executions").forEach(e -> arns.add(e.path("executionArn").textValue()));
      request.set("nextToken", page.path("nextToken"));
    } while (page.hasNonNull("nextToken"));
    return arns;
  }

  /**
   * @return the execution's ARN
   */
  String start(String name, JsonNode input) {
    return start(stateMachineArn, name, input);
  }

  /** Starts an execution of any state machine. */
  String start(String machine, String name, JsonNode input) {
    return states(
            "StartExecution",
            Json.object()
                .put("stateMachineArn", machine)
                .put("name", name)
                .put("input", Json.text(input)))
        .path("executionArn")
        .textValue();
  }

  void stop(String executionArn) {
    states("StopExecution", Json.object().put("executionArn", executionArn));
  }

  Ended await(String executionArn) {
    ObjectNode which = Json.object().put("executionArn", executionArn);
    long deadline = System.nanoTime() + LONGEST_NANOS;
    JsonNode execution = states("DescribeExecution", which);
    while (execution.path("status").asText().equals("RUNNING")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the execution still runs; it entered " + statesEntered(history(executionArn)));
      }
      Moto.pause();
      execution = states("DescribeExecution", which);
    }
    List<JsonNode> history = history(executionArn);
    return new Ended(
        executionArn,
        execution.path("status").asText(),
        statesEntered(history),
        execution.hasNonNull("output")
            ? Json.read(execution.path("output").textValue(), "output")
            : null,
        failures(history),
        execution.path("error").asText(),
        execution.path("cause").asText());
  }

  /** The forms that were sent to publish alerts since the last call. */
  List<JsonNode> takePublished() {
    List<JsonNode> taken = List.copyOf(published);
    published.clear();
    return taken;
  }

  /** The messages that reached the topic's subscriber since the last call. */
  List<JsonNode> takeDelivered() {
    return receive(queueUrl);
  }

  /** The messages in a queue, which are gone from it then. */
  List<JsonNode> receive(String fromUrl) {
    List<JsonNode> taken = new ArrayList<>();
    while (true) {
      JsonNode messages =
          moto.call(
                  "sqs",
                  "AmazonSQS.ReceiveMessage",
                  Json.object().put("QueueUrl", fromUrl).put("MaxNumberOfMessages", 10))
              .path("Messages");
      if (messages.isEmpty()) {
        return taken;
      }
      for (JsonNode message : messages) {
        taken.add(Json.read(message.path("Body").textValue(), "message"));
        moto.call(
            "sqs",
            "AmazonSQS.DeleteMessage",
            Json.object()
                .put("QueueUrl", fromUrl)
                .put("ReceiptHandle", message.path("ReceiptHandle").textValue()));
      }
    }
  }

  private void makeTables() {
    for (String table : deployment.ofType("AWS::DynamoDB::Table")) {
      JsonNode properties = deployment.properties(table);
      ObjectNode request = Json.object().put("TableName", table);
      for (String name : List.of("AttributeDefinitions", "KeySchema", "BillingMode")) {
        request.set(name, properties.path(name));
      }
      moto.call("dynamodb", "DynamoDB_20120810.CreateTable", request);
      deployment.exists(table, table);
    }
  }

  private void makeTopics() {
    for (String topic : deployment.ofType("AWS::SNS::Topic")) {
      moto.sns(Map.of("Action", "CreateTopic", "Name", topic));
      deployment.exists(topic, topicArn(topic));
    }
  }

  /** A trail that logs everything. */
  private void makeTrail() {
    moto.s3("/trails", "");
    for (String call :
        List.of(
            "CreateTrail {\"Name\": \"all\", \"S3BucketName\": \"trails\"}",
            "StartLogging {\"Name\": \"all\"}",
            "PutEventSelectors {\"TrailName\": \"all\", \"EventSelectors\": [{\"ReadWriteType\":"
                + " \"All\", \"IncludeManagementEvents\": true, \"ExcludeManagementEventSources\":"
                + " [], \"DataResources\": []}]}")) {
      int end = call.indexOf(' ');
      moto.call(
          "cloudtrail",
          "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101." + call.substring(0, end),
          Json.read(call.substring(end), "request"));
    }
  }

  private static String topicArn(String name) {
    return "arn:aws:sns:%s:%s:%s".formatted(Local.REGION, Local.ACCOUNT, name);
  }

  /**
   * @return the queue's URL
   */
  String makeQueue(String name) {
    return moto.call("sqs", "AmazonSQS.CreateQueue", Json.object().put("QueueName", name))
        .path("QueueUrl")
        .textValue();
  }

  /** Asks this service before all others. */
  void asksFirst(Gateway.Service service) {
    gateway.addFirst(service);
  }

  /** Has functions of other names, so that a stack has its own. */
  void alsoRuns(Map<String, String> handlers) {
    handlers.forEach(functions::add);
  }

  /**
   * @return the URL of a new queue that gets what is published
   */
  String subscribedQueue(String topicArn, String name) {
    String url = makeQueue(name);
    moto.sns(
        Map.of(
            "Action",
            "Subscribe",
            "TopicArn",
            topicArn,
            "Protocol",
            "sqs",
            "Endpoint",
            "arn:aws:sqs:%s:%s:%s".formatted(Local.REGION, Local.ACCOUNT, name)));
    return url;
  }

  private String makeStateMachine(String logicalId, String name) {
    String definition = Json.text(Json.read(deployment.definition(logicalId), "definition"));
    String arn =
        states(
                "CreateStateMachine",
                Json.object()
                    .put("name", name)
                    .put("definition", definition)
                    .put("roleArn", "arn:aws:iam::%s:role/triage".formatted(Local.ACCOUNT)))
            .path("stateMachineArn")
            .textValue();
    deployment.exists(logicalId, arn);
    return arn;
  }

  private Optional<Gateway.Answer> noteAlert(Gateway.Request request) {
    Map<String, String> form = new TreeMap<>();
    String body = request.body();
    if (body.contains("Action=Publish")) {
      if (publishingIsRefused) {
        return Optional.of(REFUSED);
      }
      for (String pair : body.split("&", -1)) {
        int equals = pair.indexOf('=');
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
      published.add(Json.object(form));
    }
    return Optional.empty();
  }

  /** moto answers that no topic has a confirmed subscription, whatever is subscribed. */
  private Optional<Gateway.Answer> countSubscriptions(Gateway.Request request)
      throws IOException, InterruptedException {
    if (!request.body().contains("Action=GetTopicAttributes")) {
      return Optional.empty();
    }
    Gateway.Answer answer = gateway.forward(request, moto.uri(), Local.ACCOUNT);
    return Optional.of(
        new Gateway.Answer(
            answer.status(),
            answer.headers(),
            CONFIRMED
                .matcher(answer.body())
                .replaceAll("$1" + (somebodyListens ? "1" : "0") + "$2")));
  }

  /** The sweep asks for entries only; keys of what is kept beside them have a number sign. */
  private Optional<Gateway.Answer> noteBatchRead(Gateway.Request request) {
    if (request.header("X-Amz-Target").endsWith(".BatchGetItem") && !request.body().contains("#")) {
      batchReads.incrementAndGet();
    }
    return Optional.empty();
  }

  private List<JsonNode> history(String executionArn) {
    List<JsonNode> events = new ArrayList<>();
    ObjectNode request = Json.object().put("executionArn", executionArn).put("maxResults", 1000);
    JsonNode page;
    do {
      page = states("GetExecutionHistory", request);
      page.path("events").forEach(events::add);
      request.set("nextToken", page.path("nextToken"));
    } while (page.hasNonNull("nextToken"));
    return events;
  }

  private static List<String> statesEntered(List<JsonNode> history) {
    return history.stream()
        .map(event -> event.path("stateEnteredEventDetails").path("name").textValue())
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<Failure> failures(List<JsonNode> history) {
    List<Failure> failures = new ArrayList<>();
    String state = "";
    for (JsonNode event : history) {
      state = event.path("stateEnteredEventDetails").path("name").asText(state);
      JsonNode failed = event.path("taskFailedEventDetails");
      if (failed.isObject()) {
        failures.add(
            new Failure(state, failed.path("error").asText(), failed.path("cause").asText()));
      }
    }
    return failures;
  }

  private JsonNode states(String action, ObjectNode request) {
    return moto.call("states", STATES + action, request);
  }
}
