package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stack that CloudFormation makes of template.yaml, in moto: checks/stack.py makes it. Its
 * functions are the real handlers. While {@link #enforce} says so, they and its state machines do
 * only what their roles allow.
 */
final class StackInMoto implements AutoCloseable {
  static final String NAME = "access-analyzer-triage";

  private static final String TRIAGE = NAME + "-triage";
  private static final String SWEEP = NAME + "-sweep";
  private static final Pattern INVOCATION =
      Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");

  private final TriageOnMoto moto;
  private volatile boolean isEnforced;
  private JsonNode made;
  private volatile Roles roles;

  private StackInMoto(TriageOnMoto moto, String code) {
    this.moto = moto;
    this.made = run("create", code);
    this.roles = roles();
    Map<String, String> handlers = new HashMap<>();
    made.path("handlers")
        .properties()
        .forEach(h -> handlers.put(h.getKey(), h.getValue().asText()));
    moto.alsoRuns(handlers);
    moto.asksFirst(this::asMachine);
  }

  /**
   * @param code what the packages of its functions have
   */
  static StackInMoto create(TriageOnMoto moto, String code) {
    return new StackInMoto(moto, code);
  }

  /** Deploys again, with other parameters. */
  void update(String code, String... parameters) {
    made = run("update", code, parameters);
    roles = roles();
  }

  /** What its roles allow. */
  Roles roles() {
    return new Roles(
        statements("allowed"),
        statements("trusted"),
        "arn:aws:kms:%s:%s:key/%s"
            .formatted(Local.REGION, Local.ACCOUNT, physicalId("EncryptionKey")));
  }

  private Map<String, List<JsonNode>> statements(String kind) {
    Map<String, List<JsonNode>> statements = new HashMap<>();
    made.path("roles")
        .properties()
        .forEach(
            role -> {
              List<JsonNode> all = new ArrayList<>();
              role.getValue().path(kind).forEach(all::add);
              statements.put(role.getKey(), all);
            });
    return statements;
  }

  /** Who acts with a role: functions by name, the others by kind and name. */
  List<String> actors() {
    return statements("trusted").keySet().stream().sorted().toList();
  }

  /**
   * Whether the role of the state machine allows what moto does for it. moto signs as nobody else
   * does, so its requests are known.
   */
  private Optional<Gateway.Answer> asMachine(Gateway.Request request) {
    if (!isEnforced || !request.header("Authorization").contains("Credential=ak/")) {
      return Optional.empty();
    }
    Matcher invocation = INVOCATION.matcher(request.uri().getRawPath());
    if (invocation.matches()) {
      String arn = URLDecoder.decode(invocation.group(1), StandardCharsets.UTF_8);
      boolean isOfSweep =
          arn.contains(SWEEP + ":") || Json.read(request.body(), "payload").has("ask");
      return isOurs(arn)
          ? refusal(isOfSweep ? SWEEP : TRIAGE, "lambda:InvokeFunction", arn)
          : Optional.empty();
    }
    boolean isDeadLetter =
        request.header("X-Amz-Target").equals("AmazonSQS.SendMessage")
            && Json.read(request.body(), "message")
                .path("QueueUrl")
                .asText()
                .equals(physicalId("DeadLetterQueue"));
    return isDeadLetter
        ? refusal(TRIAGE, "sqs:SendMessage", queueArn("DeadLetterQueue"))
        : Optional.empty();
  }

  String queueArn(String logicalId) {
    String url = physicalId(logicalId);
    return "arn:aws:sqs:%s:%s:%s"
        .formatted(Local.REGION, Local.ACCOUNT, url.substring(url.lastIndexOf('/') + 1));
  }

  private static boolean isOurs(String arn) {
    return arn.contains(":" + NAME + "-");
  }

  private Optional<Gateway.Answer> refusal(String machine, String action, String resource) {
    return roles.allows("machine " + machine, action, resource)
        ? Optional.empty()
        : Optional.of(
            new Gateway.Answer(
                403,
                Map.of(
                    "Content-Type",
                    "application/json",
                    "x-amzn-RequestId",
                    "refused",
                    "x-amzn-ErrorType",
                    "AccessDeniedException"),
                Json.text(
                    Json.object()
                        .put("__type", "AccessDeniedException")
                        .put("Message", "not authorized to perform: " + action))));
  }

  /** Refuses what these roles do not allow. */
  void enforce(Roles enforced) {
    roles = enforced;
    isEnforced = true;
    SdkCalls.enforce(enforced);
  }

  List<String> refused() {
    return roles.refused();
  }

  /** How CloudFormation calls a resource of the template. */
  String physicalId(String logicalId) {
    JsonNode id = made.path("resources").path(logicalId);
    if (!id.isTextual()) {
      throw new IllegalArgumentException("the stack has no resource " + logicalId);
    }
    return id.textValue();
  }

  private JsonNode run(String what, String code, String... parameters) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "testing/integration/checks/stack.py",
                what,
                moto.moto().uri().toString(),
                code,
                "EmailSubscriptionParameter=security@example.com"));
    TriageOnMoto.PARAMETERS.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(List.of(parameters));
    return Local.python(words);
  }

  @Override
  public void close() {
    isEnforced = false;
    SdkCalls.enforce(null);
    run("delete", "");
  }
}
