package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * Refuses what a role does not allow: action, resource and condition, as AWS evaluates policies of
 * identities. A call on a resource of another account is not looked at, since it is made with that
 * account's role. What is not known here is an error.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
final class Roles {
  private static final String ALL = "*";
  private static final String OWNER = "aws:ResourceAccount";

  /** Calls that know no resource. */
  private static final List<String> WITHOUT_RESOURCE =
      List.of(
          "kms:ListAliases",
          "tag:GetResources",
          "access-analyzer:ListAnalyzers",
          "cloudtrail:DescribeTrails",
          "cloudtrail:LookupEvents");

  private final Map<String, List<JsonNode>> statements;
  private final Map<String, List<JsonNode>> trust;
  private final String key;
  private final List<String> refused = new CopyOnWriteArrayList<>();

  /**
   * @param statements of roles by who acts with them, with everything substituted
   * @param trust of the same roles
   * @param key ARN of the key that encrypts topics and queues
   */
  Roles(Map<String, List<JsonNode>> statements, Map<String, List<JsonNode>> trust, String key) {
    this.statements = Map.copyOf(statements);
    this.trust = Map.copyOf(trust);
    this.key = key;
  }

  /** Whether it may act with its role: the trust of the role says so. */
  boolean isTrusted(String actor, String service, String sourceArn) {
    Map<String, List<String>> context =
        Map.of("aws:SourceAccount", List.of(Local.ACCOUNT), "aws:SourceArn", List.of(sourceArn));
    return trust.get(actor).stream()
        .anyMatch(
            statement ->
                is(statement, "Allow")
                    && matches(statement.path("Action"), "sts:AssumeRole")
                    && matches(statement.at("/Principal/Service"), service)
                    && holds(statement.path("Condition"), context));
  }

  /** Whether its role allows it; notes what it does not. */
  boolean allows(String actor, String action, String resource) {
    return allows(actor, action, resource, Map.of()) && mayEncrypt(actor, action);
  }

  /** Topics and queues are encrypted, with the sender's permission. */
  private boolean mayEncrypt(String actor, String action) {
    if (!action.equals("sns:Publish") && !action.equals("sqs:SendMessage")) {
      return true;
    }
    Map<String, List<String>> via =
        Map.of(
            "kms:ViaService",
            List.of("%s.%s.amazonaws.com".formatted(action.substring(0, 3), Local.REGION)));
    return allows(actor, "kms:Decrypt", key, via) && allows(actor, "kms:GenerateDataKey", key, via);
  }

  /** The same where a function's role lacks an action. */
  Roles without(String function, String action) {
    return with(
        function,
        statement -> {
          ArrayNode left = Json.object().putArray("left");
          each(statement.path("Action")).stream()
              .filter(named -> !named.equals(action))
              .forEach(left::add);
          return ((ObjectNode) statement.deepCopy()).set("Action", left);
        });
  }

  /** The same where a function's role has its actions on another resource only. */
  Roles onlyOn(String function, String resource) {
    return with(
        function, statement -> ((ObjectNode) statement.deepCopy()).put("Resource", resource));
  }

  private Roles with(String function, UnaryOperator<JsonNode> change) {
    Map<String, List<JsonNode>> changed = new HashMap<>(statements);
    changed.put(function, statements.get(function).stream().map(change).toList());
    return new Roles(changed, trust, key);
  }

  /** All that a role allows, wherever. */
  Set<String> actions(String actor) {
    Set<String> actions = new TreeSet<>();
    statements.get(actor).forEach(statement -> actions.addAll(each(statement.path("Action"))));
    return actions;
  }

  /** What was refused, such as "sns:Publish on arn:… of FUNCTION". */
  List<String> refused() {
    return List.copyOf(refused);
  }

  void check(String function, String service, String operation, SdkRequest request, Region region) {
    if (!statements.containsKey(function)) {
      return;
    }
    if (request instanceof TransactWriteItemsRequest transaction) {
      for (TransactWriteItem item : transaction.transactItems()) {
        check(
            function,
            item.put() == null ? "dynamodb:UpdateItem" : "dynamodb:PutItem",
            table(item.put() == null ? item.update().tableName() : item.put().tableName(), region),
            Map.of());
      }
      return;
    }
    String action = PermissionsIT.action(service + " " + operation);
    check(function, action, resource(action, request, region), context(request));
  }

  private void check(
      String function, String action, String resource, Map<String, List<String>> context) {
    String owner =
        context.containsKey(OWNER) ? context.get(OWNER).get(0) : Arn.accountOf(resource).orElse("");
    if (Arn.isAccountId(owner) && !owner.equals(Local.ACCOUNT)) {
      return;
    }
    if (!allows(function, action, resource, context) || !mayEncrypt(function, action)) {
      throw AwsServiceException.builder()
          .statusCode(403)
          .message("not authorized to perform: " + action)
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .errorCode("AccessDeniedException")
                  .errorMessage("not authorized to perform: " + action)
                  .build())
          .build();
    }
  }

  private boolean allows(
      String actor, String action, String resource, Map<String, List<String>> context) {
    List<JsonNode> role = statements.get(actor);
    if (role == null) {
      throw new IllegalStateException("nobody has a role as " + actor);
    }
    Predicate<JsonNode> applies =
        statement ->
            matches(statement.path("Action"), action)
                && matches(statement.path("Resource"), resource)
                && holds(statement.path("Condition"), context);
    boolean isDenied = role.stream().filter(s -> is(s, "Deny")).anyMatch(applies);
    boolean isAllowed = role.stream().filter(s -> is(s, "Allow")).anyMatch(applies);
    if (isDenied || !isAllowed) {
      refused.add("%s on %s of %s".formatted(action, resource, actor));
      return false;
    }
    return true;
  }

  private static boolean is(JsonNode statement, String effect) {
    return statement.path("Effect").asText().equals(effect);
  }

  private static List<String> each(JsonNode texts) {
    List<String> all = new ArrayList<>();
    if (texts.isTextual()) {
      all.add(texts.textValue());
    }
    texts.forEach(text -> all.add(text.textValue()));
    return all;
  }

  private static boolean matches(JsonNode patterns, String text) {
    return each(patterns).stream().anyMatch(pattern -> like(pattern, text));
  }

  private static boolean like(String pattern, String text) {
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return text.matches(regex);
  }

  private static boolean holds(JsonNode condition, Map<String, List<String>> context) {
    for (Map.Entry<String, JsonNode> operator : condition.properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        List<String> values = context.getOrDefault(key.getKey(), List.of());
        List<String> wanted = each(key.getValue());
        boolean holds =
            switch (operator.getKey()) {
              case "ArnLike", "ArnEquals" ->
                  !values.isEmpty()
                      && values.stream().allMatch(value -> matches(key.getValue(), value));
              case "StringEquals" -> !values.isEmpty() && wanted.containsAll(values);
              case "StringEqualsIfExists", "ForAllValues:StringEquals" ->
                  wanted.containsAll(values);
              default ->
                  throw new IllegalStateException("say what this condition is: " + condition);
            };
        if (!holds) {
          return false;
        }
      }
    }
    return true;
  }

  private static Map<String, List<String>> context(SdkRequest request) {
    Optional<String> owner = request.getValueForField("ExpectedBucketOwner", String.class);
    if (owner.isPresent()) {
      return Map.of(OWNER, List.of(owner.get()));
    }
    List<String> keys = new ArrayList<>();
    for (String field : List.of("Key", "Item")) {
      request
          .getValueForField(field, Map.class)
          .map(item -> item.get("findingId"))
          .map(AttributeValue.class::cast)
          .ifPresent(key -> keys.add(key.s()));
    }
    return keys.isEmpty() ? Map.of() : Map.of("dynamodb:LeadingKeys", keys);
  }

  private static String resource(String action, SdkRequest request, Region region) {
    if (WITHOUT_RESOURCE.contains(action)) {
      return ALL;
    }
    if (action.equals("access-analyzer:GetAnalyzer")) {
      return arn("access-analyzer", region.id(), "analyzer/" + text(request, "analyzerName"));
    }
    if (action.equals("dynamodb:BatchGetItem")) {
      Object table =
          request
              .getValueForField("RequestItems", Map.class)
              .orElseThrow()
              .keySet()
              .iterator()
              .next();
      return table(String.valueOf(table), region);
    }
    if (action.startsWith("dynamodb:")
        && request.getValueForField("TableName", String.class).isPresent()) {
      return table(text(request, "TableName"), region);
    }
    return switch (action) {
      case "s3:GetBucketTagging" -> "arn:aws:s3:::" + text(request, "Bucket");
      case "iam:ListRoleTags" -> arn("iam", "", "role/" + text(request, "RoleName"));
      case "elasticfilesystem:ListTagsForResource" ->
          arn("elasticfilesystem", region.id(), "file-system/" + text(request, "ResourceId"));
      case "iam:ListUserTags" -> arn("iam", "", "user/" + text(request, "UserName"));
      case "sqs:ListQueueTags" -> {
        String[] parts = text(request, "QueueUrl").split("/", -1);
        yield "arn:aws:sqs:%s:%s:%s"
            .formatted(region.id(), parts[parts.length - 2], parts[parts.length - 1]);
      }
      default -> arnIn(request, action);
    };
  }

  /** The only ARN that the request names by a field of its own. */
  private static String arnIn(SdkRequest request, String action) {
    List<String> arns =
        request.sdkFields().stream()
            .map(field -> request.getValueForField(field.memberName(), Object.class))
            .flatMap(Optional::stream)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(text -> text.startsWith("arn:"))
            .distinct()
            .toList();
    if (arns.size() != 1) {
      throw new IllegalStateException(
          "say which resource %s names in %s".formatted(action, request));
    }
    return arns.get(0);
  }

  private static String text(SdkRequest request, String field) {
    return request.getValueForField(field, String.class).orElseThrow();
  }

  private static String table(String name, Region region) {
    return arn("dynamodb", region.id(), "table/" + name);
  }

  private static String arn(String service, String region, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, Local.ACCOUNT, resource);
  }
}
