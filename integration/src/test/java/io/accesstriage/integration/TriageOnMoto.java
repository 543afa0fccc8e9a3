package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The product deployed on one machine: the template's state machine on moto's Step Functions, the
 * real handlers behind Lambda's API, their SDK clients against moto and {@link AccessAnalyzerStub}.
 */
final class TriageOnMoto implements AutoCloseable {
  private static final String STATES = "AWSStepFunctions.";
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final Gateway gateway = new Gateway();
  private final Moto moto;
  private final AccessAnalyzerStub analyzer;
  private final AccountInMoto account;
  private final Deployment deployment;
  private final String queueUrl;
  private final String stateMachineArn;
  private final List<JsonNode> published = new CopyOnWriteArrayList<>();

  /** How an execution went. */
  record Ended(
      String arn,
      String status,
      List<String> states,
      @Nullable JsonNode output,
      @Nullable String error) {}

  TriageOnMoto(Map<String, String> parameters) {
    // The handlers' own wiring, pointed here: documented settings of the SDK.
    System.setProperty("aws.endpointUrl", gateway.uri().toString());
    System.setProperty("aws.region", Local.REGION);
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    moto = Moto.start(gateway.port());
    analyzer = new AccessAnalyzerStub(gateway);
    account = new AccountInMoto(moto, gateway);
    deployment = Deployment.of(parameters);
    makeTables();
    makeTopics();
    for (String queue : deployment.ofType("AWS::SQS::Queue")) {
      deployment.exists(queue, makeQueue(queue));
    }
    queueUrl = subscribedQueue(topicArn("AlertTopic"));
    gateway.add(new LambdaService(deployment.handlers()));
    gateway.add(analyzer);
    gateway.add(account);
    gateway.add(this::noteAlert);
    gateway.add(
        request -> java.util.Optional.of(gateway.forward(request, moto.uri(), Local.ACCOUNT)));
    stateMachineArn = makeStateMachine();
  }

  AccessAnalyzerStub analyzer() {
    return analyzer;
  }

  AccountInMoto account() {
    return account;
  }

  Deployment deployment() {
    return deployment;
  }

  /** Runs one execution to its end. */
  Ended run(String name, JsonNode input) {
    return await(start(name, input));
  }

  /**
   * @return the execution's ARN
   */
  String start(String name, JsonNode input) {
    return states(
            "StartExecution",
            Json.object()
                .put("stateMachineArn", stateMachineArn)
                .put("name", name)
                .put("input", Json.text(input)))
        .path("executionArn")
        .textValue();
  }

  Ended await(String executionArn) {
    ObjectNode which = Json.object().put("executionArn", executionArn);
    long deadline = System.nanoTime() + LONGEST_NANOS;
    JsonNode execution = states("DescribeExecution", which);
    while (execution.path("status").asText().equals("RUNNING")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the execution still runs; it entered " + statesEntered(executionArn));
      }
      Moto.pause();
      execution = states("DescribeExecution", which);
    }
    return new Ended(
        executionArn,
        execution.path("status").asText(),
        statesEntered(executionArn),
        execution.hasNonNull("output")
            ? Json.read(execution.path("output").textValue(), "output")
            : null,
        execution.path("error").textValue());
  }

  /** The messages published since the last call, by SNS protocol, with subject and attributes. */
  List<JsonNode> takeAlerts() {
    List<JsonNode> taken = List.copyOf(published);
    published.clear();
    return taken;
  }

  /** The messages that reached the topic's subscriber since the last call. */
  List<JsonNode> takeDelivered() {
    return receive(queueUrl);
  }

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

  private static String topicArn(String name) {
    return "arn:aws:sns:%s:%s:%s".formatted(Local.REGION, Local.ACCOUNT, name);
  }

  private String makeQueue(String name) {
    return moto.call("sqs", "AmazonSQS.CreateQueue", Json.object().put("QueueName", name))
        .path("QueueUrl")
        .textValue();
  }

  private String subscribedQueue(String topicArn) {
    String url = makeQueue("alerts");
    moto.sns(
        Map.of(
            "Action",
            "Subscribe",
            "TopicArn",
            topicArn,
            "Protocol",
            "sqs",
            "Endpoint",
            "arn:aws:sqs:%s:%s:alerts".formatted(Local.REGION, Local.ACCOUNT)));
    return url;
  }

  private String makeStateMachine() {
    return states(
            "CreateStateMachine",
            Json.object()
                .put("name", "triage")
                .put("definition", deployment.definition())
                .put("roleArn", "arn:aws:iam::%s:role/triage".formatted(Local.ACCOUNT)))
        .path("stateMachineArn")
        .textValue();
  }

  private java.util.Optional<Gateway.Answer> noteAlert(Gateway.Request request) {
    Map<String, String> form = new TreeMap<>();
    String body = request.body();
    if (body.contains("Action=Publish")) {
      for (String pair : body.split("&", -1)) {
        int equals = pair.indexOf('=');
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
      published.add(Json.object(form));
    }
    return java.util.Optional.empty();
  }

  private List<String> statesEntered(String executionArn) {
    List<String> entered = new ArrayList<>();
    ObjectNode request = Json.object().put("executionArn", executionArn).put("maxResults", 1000);
    JsonNode page;
    do {
      page = states("GetExecutionHistory", request);
      for (JsonNode event : page.path("events")) {
        JsonNode name = event.path("stateEnteredEventDetails").path("name");
        if (name.isTextual()) {
          entered.add(name.textValue());
        }
      }
      request.set("nextToken", page.path("nextToken"));
    } while (page.hasNonNull("nextToken"));
    return entered;
  }

  private JsonNode states(String action, ObjectNode request) {
    return moto.call("states", STATES + action, request);
  }

  @Override
  public void close() {
    moto.close();
    analyzer.close();
    gateway.close();
  }
}
