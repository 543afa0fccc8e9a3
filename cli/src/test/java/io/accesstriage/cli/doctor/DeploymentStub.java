package io.accesstriage.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.accesstriage.cli.AwsEndpoint;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A whole deployment, as AWS's services answer for it on the wire: stack {@value #STACK} in
 * us-east-1, which a test makes wrong in one place. While it is open, all clients ask it.
 */
final class DeploymentStub implements AutoCloseable {
  static final String STACK = "access-analyzer-triage";
  static final String ACCOUNT = "111122223333";
  static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String PREFIX = "arn:aws:%s:us-east-1:" + ACCOUNT + ":";
  private static final String ID = PREFIX.formatted("cloudformation") + "stack/" + STACK + "/a1b2";
  private static final String WATCH =
      PREFIX.formatted("cloudformation") + "stack/" + STACK + "-Watch-1X/c3d4";
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/]*/\\d+/([a-z0-9-]+)/([a-z0-9-]+)/");
  private static final Pattern FUNCTION =
      Pattern.compile("/2015-03-31/functions/([^/]+?)(/aliases/live)?");

  final Map<String, String> parameters = new TreeMap<>();
  final Map<String, String> resources = new LinkedHashMap<>();
  final Map<String, String> watch = new LinkedHashMap<>();
  final Map<String, ObjectNode> functions = new TreeMap<>();
  final Map<String, String> aliases = new TreeMap<>();

  /** State of event rules by region and name, such as {@code us-east-1 NAME}. */
  final Map<String, ObjectNode> rules = new TreeMap<>();

  final Map<String, String> targets = new TreeMap<>();

  /** Analyzers by ARN, as GetAnalyzer answers. */
  private static final String FINDINGS =
      "{\"source\":[\"aws.access-analyzer\"],\"detail-type\":[\"Access Analyzer"
          + " Finding\",\"Internal Access Finding\",\"Unused Access Finding for IAM"
          + " entities\"]}";

  final Set<String> deleted = new TreeSet<>();
  final Map<String, ObjectNode> analyzers = new TreeMap<>();

  final ArrayNode trails = Json.object().putArray("trails");
  final Map<String, ObjectNode> trailStatus = new TreeMap<>();
  final Map<String, ObjectNode> selectors = new TreeMap<>();

  /** Filter policies of confirmed subscriptions, empty for none, by topic and number. */
  final Map<String, List<String>> subscriptions = new TreeMap<>();

  final Map<String, String> accounts = new TreeMap<>();
  final Set<String> withRole = new TreeSet<>();
  final Map<String, Integer> messages = new TreeMap<>();
  String status = "UPDATE_COMPLETE";
  Instant createdAt = Instant.parse("2026-11-01T08:00:00Z");
  Optional<Instant> lastSweep = Optional.of(Instant.parse("2026-11-30T09:30:00Z"));

  /** What the executions of the sweep that succeeded ended with, the newest first. */
  List<String> sweepsEndedWith = List.of("{\"sweep\":{\"next\":\"DONE\"}}");

  Optional<String> health = Optional.empty();
  Optional<Instant> lastDigest = Optional.of(Instant.parse("2026-11-30T06:59:10Z"));
  byte[] zip = new byte[0];

  /** Lambda says another hash than that of the package. */
  boolean zipIsSwapped;

  private final AwsEndpoint endpoint;
  private final Set<String> calls = ConcurrentHashMap.newKeySet();
  private volatile Predicate<String> denied = call -> false;
  private volatile Predicate<String> expired = call -> false;

  DeploymentStub() {
    try {
      deploy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    endpoint = new AwsEndpoint(this::answer, 8);
  }

  /** The IAM actions of all calls that came. */
  Set<String> calls() {
    return new TreeSet<>(calls);
  }

  /** Refuses these IAM actions. */
  void deny(String... actions) {
    Set<String> these = Set.of(actions);
    denied = these::contains;
  }

  /** Takes no credentials for these IAM actions any more. */
  void expire(Predicate<String> which) {
    expired = which;
  }

  private void deploy() throws IOException {
    parameters.put("Mode", "observe");
    parameters.put(
        "AnalyzerArns",
        "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization,"
            + "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/organization");
    parameters.put("MemberAccountRoleName", "AccessAnalyzerTriageRead");
    parameters.put("MemberAccountExternalId", "none");
    parameters.put("SweepHours", "6");
    parameters.put("DigestSchedule", "cron(0 7 * * ? *)");
    Map<String, FunctionTemplate> templates =
        FunctionTemplate.parse(
            "template.yaml", Files.readString(CommandRun.HOME.resolve("template.yaml")));
    packageRules(Files.readString(CommandRun.HOME.resolve("rules/rules.yaml")));
    templates.forEach(
        (logicalId, template) -> {
          String name =
              STACK + "-" + logicalId.replace("Function", "").toLowerCase(java.util.Locale.ROOT);
          resources.put(logicalId + " AWS::Lambda::Function", name);
          aliases.put(name, "7");
          resources.put(
              logicalId + "Version1a2b3c AWS::Lambda::Version",
              PREFIX.formatted("lambda") + "function:" + name + ":7");
          ObjectNode function = Json.object().put("FunctionName", name).put("Version", "7");
          function.put("Runtime", template.runtime()).put("Handler", template.handler());
          function.put("MemorySize", template.memory()).put("Timeout", template.timeout());
          function.put("State", "Active");
          ObjectNode variables = function.putObject("Environment").putObject("Variables");
          template.environment().forEach(variables::put);
          function
              .putObject("SnapStart")
              .put("ApplyOn", "PublishedVersions")
              .put("OptimizationStatus", "On");
          functions.put(name, function);
        });
    resources.put(
        "TriageStateMachine AWS::StepFunctions::StateMachine",
        PREFIX.formatted("states") + "stateMachine:" + STACK);
    resources.put(
        "SweepStateMachine AWS::StepFunctions::StateMachine",
        PREFIX.formatted("states") + "stateMachine:" + STACK + "-sweep");
    resources.put("FindingRule AWS::Events::Rule", STACK + "-findings");
    resources.put("SweepFailedRule AWS::Events::Rule", STACK + "-sweep-failed");
    resources.put("LedgerTable AWS::DynamoDB::Table", STACK + "-LedgerTable-1X");
    for (String topic : List.of("AlertTopic", "OperationsTopic")) {
      String arn = PREFIX.formatted("sns") + STACK + "-" + topic + "-1X";
      resources.put(topic + " AWS::SNS::Topic", arn);
      subscriptions.put(arn, List.of(""));
    }
    for (String queue :
        List.of("DeadLetterQueue", "EventDeadLetterQueue", "SweepDeadLetterQueue")) {
      resources.put(
          queue + " AWS::SQS::Queue",
          "https://sqs.us-east-1.amazonaws.com/%s/%s-%s-1X".formatted(ACCOUNT, STACK, queue));
      messages.put(queue, 0);
    }
    resources.put("Watch AWS::CloudFormation::Stack", WATCH);
    watch.put("ArchiveRuleWatch AWS::Events::Rule", STACK + "-watch-archive-rules");
    for (String rule : List.of("-findings", "-sweep-failed", "-watch-archive-rules")) {
      rules.put("us-east-1 " + STACK + rule, Json.object().put("State", "ENABLED"));
      targets.put(
          "us-east-1 " + STACK + rule, PREFIX.formatted("sns") + STACK + "-OperationsTopic-1X");
    }
    rules.get("us-east-1 " + STACK + "-findings").put("EventPattern", FINDINGS);
    targets.put(
        "us-east-1 " + STACK + "-findings", PREFIX.formatted("states") + "stateMachine:" + STACK);
    rules.put(
        "eu-west-1 " + ForwardingCheck.RULE,
        Json.object().put("State", "ENABLED").put("EventPattern", FINDINGS));
    targets.put(
        "eu-west-1 " + ForwardingCheck.RULE, PREFIX.formatted("events") + "event-bus/default");
    for (String arn : parameters.get("AnalyzerArns").split(",", -1)) {
      analyzers.put(
          arn,
          Json.object()
              .put("arn", arn)
              .put("name", "organization")
              .put("type", "ORGANIZATION")
              .put("status", "ACTIVE")
              .put("createdAt", "2026-01-01T00:00:00Z")
              .put("lastResourceAnalyzedAt", "2026-11-30T11:00:00Z"));
    }
    String trail = PREFIX.formatted("cloudtrail") + "trail/all";
    trails.addObject().put("Name", "all").put("TrailARN", trail).put("HomeRegion", "us-east-1");
    trailStatus.put(trail, Json.object().put("IsLogging", true));
    ObjectNode selector = Json.object();
    selector
        .putArray("EventSelectors")
        .addObject()
        .put("ReadWriteType", "All")
        .put("IncludeManagementEvents", true);
    selectors.put(trail, selector);
    accounts.put(ACCOUNT, "ACTIVE");
    accounts.put("444455556666", "ACTIVE");
    accounts.put("777788889999", "ACTIVE");
    accounts.put("123456789012", "SUSPENDED");
    withRole.add("444455556666");
    withRole.add("777788889999");
  }

  /** Makes a package of these rules, as the evaluate function's. */
  void packageRules(String text) {
    packageRules(Map.of("rules.yaml", text));
  }

  /** The same of several files, by their names. */
  void packageRules(Map<String, String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("lib/evaluate.jar"));
      out.write(new byte[100]);
      for (Map.Entry<String, String> text : texts.entrySet()) {
        out.putNextEntry(new ZipEntry(text.getKey()));
        out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    zip = bytes.toByteArray();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher scope =
        SCOPE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    if (!scope.find()) {
      throw new IllegalStateException("unsigned: " + exchange.getRequestURI());
    }
    String region = scope.group(1);
    String service = scope.group(2);
    String path = exchange.getRequestURI().getPath();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    Matcher action = ACTION.matcher(body);
    String operation =
        target != null
            ? target.substring(target.lastIndexOf('.') + 1)
            : action.find() ? action.group(1) : ofPath(path);
    String call = service + ":" + operation;
    calls.add(call);
    boolean isXml = target == null && body.contains("Action=");
    try {
      if (denied.test(call)) {
        throw new Refusal(403, "AccessDeniedException", "not allowed to\u001b[31m " + operation);
      }
      if (expired.test(call)) {
        throw new Refusal(403, "ExpiredTokenException", "The security token has expired");
      }
      send(
          exchange,
          200,
          isXml ? "text/xml" : "application/x-amz-json-1.1",
          isXml
              ? xml(operation, form(body))
              : Json.text(
                  target == null
                      ? ofPath(region, path, operation)
                      : json(region, operation, Json.read(body, "request"))));
    } catch (Refusal e) {
      exchange.getResponseHeaders().add("x-amzn-ErrorType", e.code);
      send(
          exchange,
          e.status,
          isXml ? "text/xml" : "application/x-amz-json-1.1",
          isXml
              ? "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                  .formatted(e.code, escaped(String.valueOf(e.getMessage())))
              : Json.text(Json.object().put("__type", e.code).put("message", e.getMessage())));
    }
  }

  private static final class Refusal extends RuntimeException {
    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  private String xml(String operation, Map<String, String> form) {
    String result =
        switch (operation) {
          case "DescribeStacks" -> describeStacks(form.get("StackName"));
          case "ListStackResources" ->
              summaries(form.get("StackName").equals(WATCH) ? watch : resources);
          case "ListSubscriptionsByTopic" -> listSubscriptions(form.get("TopicArn"));
          case "GetSubscriptionAttributes" -> subscription(form.get("SubscriptionArn"));
          case "AssumeRole" -> assumeRole(form.get("RoleArn"));
          default -> throw new Refusal(400, "InvalidAction", operation);
        };
    return "<%sResponse><%sResult>%s</%sResult></%sResponse>"
        .formatted(operation, operation, result, operation, operation);
  }

  private String describeStacks(String name) {
    if (!name.equals(STACK)) {
      throw new Refusal(400, "ValidationError", "Stack with id %s does not exist".formatted(name));
    }
    StringBuilder members = new StringBuilder();
    parameters.forEach(
        (key, value) ->
            members.append(
                "<member><ParameterKey>%s</ParameterKey><ParameterValue>%s</ParameterValue></member>"
                    .formatted(key, escaped(value))));
    return "<Stacks><member><StackId>%s</StackId><StackName>%s</StackName><CreationTime>%s</CreationTime><LastUpdatedTime>2026-11-29T10:12:00Z</LastUpdatedTime><StackStatus>%s</StackStatus><Parameters>%s</Parameters></member></Stacks>"
        .formatted(ID, STACK, createdAt, status, members);
  }

  private String summaries(Map<String, String> resources) {
    StringBuilder members = new StringBuilder();
    resources.forEach(
        (key, physicalId) ->
            members.append(
                "<member><LogicalResourceId>%s</LogicalResourceId><ResourceType>%s</ResourceType><PhysicalResourceId>%s</PhysicalResourceId><ResourceStatus>%s</ResourceStatus></member>"
                    .formatted(
                        key.substring(0, key.indexOf(' ')),
                        key.substring(key.indexOf(' ') + 1),
                        escaped(physicalId),
                        deleted.contains(key.substring(0, key.indexOf(' ')))
                            ? "DELETE_COMPLETE"
                            : "UPDATE_COMPLETE")));
    return "<StackResourceSummaries>" + members + "</StackResourceSummaries>";
  }

  private String listSubscriptions(String topic) {
    StringBuilder members = new StringBuilder();
    List<String> filters = subscriptions.get(topic);
    for (int i = 0; i < filters.size(); i++) {
      members.append(
          "<member><SubscriptionArn>%s</SubscriptionArn><Protocol>email</Protocol><TopicArn>%s</TopicArn></member>"
              .formatted(
                  filters.get(i).equals("PendingConfirmation")
                      ? "PendingConfirmation"
                      : topic + ":" + i,
                  topic));
    }
    return "<Subscriptions>" + members + "</Subscriptions>";
  }

  private String subscription(String arn) {
    int colon = arn.lastIndexOf(':');
    String filter =
        subscriptions.get(arn.substring(0, colon)).get(Integer.parseInt(arn.substring(colon + 1)));
    return filter.equals("without attributes")
        ? "<Attributes/>"
        : "<Attributes><entry><key>SubscriptionArn</key><value>%s</value></entry>%s</Attributes>"
            .formatted(
                arn,
                filter.isEmpty()
                    ? ""
                    : "<entry><key>FilterPolicy</key><value>%s</value></entry>"
                        .formatted(escaped(filter)));
  }

  private String assumeRole(String arn) {
    if (withRole.stream().noneMatch(arn::contains)) {
      throw new Refusal(403, "AccessDenied", "not authorized to perform: sts:AssumeRole on " + arn);
    }
    return "<Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>";
  }

  private static String ofPath(String path) {
    if (path.startsWith("/analyzer")) {
      return path.equals("/analyzer") ? "ListAnalyzers" : "GetAnalyzer";
    }
    return path.endsWith("/live") ? "GetAlias" : "GetFunction";
  }

  private ObjectNode ofPath(String region, String path, String operation) {
    List<ObjectNode> inRegion =
        analyzers.entrySet().stream()
            .filter(analyzer -> analyzer.getKey().contains(":" + region + ":"))
            .map(Map.Entry::getValue)
            .toList();
    if (operation.equals("ListAnalyzers")) {
      ObjectNode answer = Json.object();
      inRegion.forEach(answer.putArray("analyzers")::add);
      return answer;
    }
    if (operation.equals("GetAnalyzer")) {
      ObjectNode answer = Json.object();
      inRegion.stream()
          .findFirst()
          .ifPresentOrElse(
              analyzer -> answer.set("analyzer", analyzer),
              () -> {
                throw new Refusal(404, "ResourceNotFoundException", "not found: " + path);
              });
      return answer;
    }
    return lambda(path, operation);
  }

  private ObjectNode lambda(String path, String operation) {
    Matcher function = FUNCTION.matcher(path);
    if (!function.matches() || !functions.containsKey(function.group(1))) {
      throw new Refusal(404, "ResourceNotFoundException", "Function not found: " + path);
    }
    String name = function.group(1);
    if (operation.equals("GetAlias")) {
      return Json.object().put("Name", "live").put("FunctionVersion", aliases.get(name));
    }
    ObjectNode answer = Json.object();
    answer.set(
        "Configuration",
        functions.get(name).deepCopy().put("CodeSha256", hash(zipIsSwapped ? new byte[0] : zip)));
    answer.putObject("Code").put("Location", "https://packages.example.com/" + name);
    return answer;
  }

  private static String hash(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode json(String region, String operation, JsonNode request) {
    return switch (operation) {
      case "DescribeRule" -> rule(region + " " + request.path("Name").textValue());
      case "ListTargetsByRule" -> target(region + " " + request.path("Rule").textValue());
      case "DescribeTrails" -> Json.object().set("trailList", trails);
      case "GetTrailStatus" -> trailStatus.get(request.path("Name").textValue());
      case "GetEventSelectors" -> selectors.get(request.path("TrailName").textValue());
      case "ListAccounts" -> accounts();
      case "ListExecutions" -> executions();
      case "DescribeExecution" -> execution(request.path("executionArn").textValue());
      case "GetItem" -> item(request.at("/Key/findingId/S").textValue());
      case "GetQueueAttributes" -> queue(request.path("QueueUrl").textValue());
      default -> throw new Refusal(400, "UnknownOperationException", operation);
    };
  }

  private JsonNode rule(String key) {
    if (!rules.containsKey(key)) {
      throw new Refusal(
          400, "ResourceNotFoundException", "Rule does not exist on EventBus default.");
    }
    return rules.get(key);
  }

  private JsonNode target(String key) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("Targets");
    Optional.ofNullable(targets.get(key))
        .ifPresent(
            arn ->
                list.addObject()
                    .put("Id", "1")
                    .put("Arn", arn)
                    .put("RoleArn", "arn:aws:iam::%s:role/r".formatted(ACCOUNT)));
    return answer;
  }

  /** Only with State: Status is retired. */
  private JsonNode accounts() {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("Accounts");
    accounts.forEach((id, state) -> list.addObject().put("Id", id).put("State", state));
    return answer;
  }

  private JsonNode executions() {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("executions");
    for (int i = 0; i < sweepsEndedWith.size() && lastSweep.isPresent(); i++) {
      list.add(execution(String.valueOf(i)));
    }
    return answer;
  }

  /** Each of them an hour older than the one that came after it. */
  private ObjectNode execution(String number) {
    long at = lastSweep.orElseThrow().getEpochSecond() - 3600 * (long) Integer.parseInt(number);
    ObjectNode execution =
        Json.object()
            .put("executionArn", number)
            .put("stateMachineArn", "arn")
            .put("name", "n")
            .put("status", "SUCCEEDED")
            .put("startDate", at - 60)
            .put("stopDate", at);
    String output = sweepsEndedWith.get(Integer.parseInt(number));
    return output.isEmpty() ? execution : execution.put("output", output);
  }

  private JsonNode item(String key) {
    ObjectNode answer = Json.object();
    if (key.startsWith("health#")) {
      health.ifPresent(record -> answer.putObject("Item").putObject("health").put("S", record));
      return answer;
    }
    lastDigest.ifPresent(at -> answer.putObject("Item").putObject("at").put("S", at.toString()));
    return answer;
  }

  private JsonNode queue(String url) {
    String name =
        messages.keySet().stream()
            .filter(queue -> url.endsWith("-" + queue + "-1X"))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        400,
                        "com.amazonaws.sqs#QueueDoesNotExist",
                        "The specified queue does not exist."));
    ObjectNode answer = Json.object();
    answer
        .putObject("Attributes")
        .put("ApproximateNumberOfMessages", String.valueOf(messages.get(name)))
        .put("ApproximateNumberOfMessagesNotVisible", "0")
        .put("ApproximateNumberOfMessagesDelayed", "0");
    return answer;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  /** A control character is no XML, as AWS's services do not send it either. */
  private static String escaped(String text) {
    return text.replace("\u001b", "")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
