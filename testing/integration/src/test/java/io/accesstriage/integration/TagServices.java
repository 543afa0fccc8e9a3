package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The lists of tags of all services but S3 and KMS, for resources whose ids moto would not let one
 * choose, in the services' own shapes. What is asked of other resources is left to moto.
 *
 * @see ReadersIT for the same calls answered by moto
 */
final class TagServices implements Gateway.Service {
  private static final Map<String, String> XML = Map.of("Content-Type", "text/xml");

  private final Map<String, Map<?, ?>> tags = new LinkedHashMap<>();
  private final Set<String> denied = new LinkedHashSet<>();

  void has(String arn, Map<?, ?> tagsOfResource) {
    tags.put(arn, tagsOfResource);
  }

  void denies(String arn) {
    denied.add(arn);
  }

  @Override
  public Optional<Gateway.Answer> answer(Gateway.Request request) {
    String target = request.header("X-Amz-Target");
    return switch (target) {
      case "AmazonSQS.ListQueueTags" ->
          json(queue(body(request)), a -> Json.object().<JsonNode>set("Tags", map(a)), true);
      case "AmazonEC2ContainerRegistry_V20150921.ListTagsForResource" ->
          json(body(request).path("resourceArn").asText(), a -> list("tags", a), false);
      case "DynamoDB_20120810.ListTagsOfResource" ->
          json(body(request).path("ResourceArn").asText(), a -> list("Tags", a), false);
      case "secretsmanager.DescribeSecret" ->
          json(body(request).path("SecretId").asText(), a -> list("Tags", a), false);
      case "ResourceGroupsTaggingAPI_20170126.GetResources" -> resources(body(request));
      case "" -> plain(request);
      default -> Optional.empty();
    };
  }

  private Optional<Gateway.Answer> plain(Gateway.Request request) {
    String path = request.uri().getPath();
    if (path.startsWith("/2017-03-31/tags/")) {
      return json(path.substring(17), a -> Json.object().<JsonNode>set("Tags", map(a)), false);
    }
    if (path.startsWith("/2015-02-01/resource-tags/")) {
      return json(ending("file-system/" + path.substring(26)), a -> list("Tags", a), false);
    }
    if (path.startsWith("/v20180820/tags/")) {
      return xml(
          path.substring(16),
          (a, x) -> "<ListTagsForResourceResult><Tags>" + x + "</Tags></ListTagsForResourceResult>",
          "Tag",
          "AccessDenied");
    }
    Map<String, String> form = form(request.body());
    return switch (form.getOrDefault("Action", "")) {
      case "ListRoleTags" -> query(form, ending("role/", form.get("RoleName")), "Tags", "member");
      case "ListUserTags" -> query(form, ending("user/", form.get("UserName")), "Tags", "member");
      case "ListTagsForResource" ->
          form.containsKey("ResourceName")
              ? query(form, form.get("ResourceName"), "TagList", "Tag")
              : query(form, form.get("ResourceArn"), "Tags", "member");
      default -> Optional.empty();
    };
  }

  private Optional<Gateway.Answer> query(
      Map<String, String> form, String arn, String list, String element) {
    String action = form.get("Action");
    return xml(
        arn,
        (a, x) ->
            "<%1$sResponse><%1$sResult><%2$s>%3$s</%2$s></%1$sResult></%1$sResponse>"
                .formatted(action, list, x),
        element,
        arn.contains(":sns:") ? "AuthorizationError" : "AccessDenied");
  }

  private Optional<Gateway.Answer> xml(
      String arn, BiFunction<String, String, String> document, String element, String refusal) {
    if (denied.contains(arn)) {
      return Optional.of(
          new Gateway.Answer(
              403,
              XML,
              "<ErrorResponse><Error><Code>%s</Code><Message>Access Denied</Message></Error></ErrorResponse>"
                  .formatted(refusal)));
    }
    if (!tags.containsKey(arn)) {
      return Optional.empty();
    }
    StringBuilder elements = new StringBuilder();
    tags.get(arn)
        .forEach(
            (key, value) ->
                elements.append(
                    "<%1$s><Key>%2$s</Key><Value>%3$s</Value></%1$s>"
                        .formatted(element, key, value)));
    return Optional.of(new Gateway.Answer(200, XML, document.apply(arn, elements.toString())));
  }

  /**
   * @param queryErrors whether errors are told as they were before the service spoke JSON
   */
  private Optional<Gateway.Answer> json(
      String arn, Function<String, JsonNode> answer, boolean queryErrors) {
    if (denied.contains(arn)) {
      return Optional.of(
          new Gateway.Answer(
              queryErrors ? 403 : 400,
              queryErrors ? Map.of("x-amzn-query-error", "AccessDenied;Sender") : Map.of(),
              "{\"__type\": \"AccessDeniedException\", \"message\": \"Access Denied\"}"));
    }
    return tags.containsKey(arn)
        ? Optional.of(new Gateway.Answer(200, Map.of(), Json.text(answer.apply(arn))))
        : Optional.empty();
  }

  /** As in AWS, what was never tagged is left out. */
  private Optional<Gateway.Answer> resources(JsonNode request) {
    List<String> asked = new ArrayList<>();
    request.path("ResourceARNList").forEach(arn -> asked.add(arn.asText()));
    if (asked.stream().noneMatch(arn -> tags.containsKey(arn) || denied.contains(arn))) {
      return Optional.empty();
    }
    Optional<String> refused = asked.stream().filter(denied::contains).findFirst();
    if (refused.isPresent()) {
      return json(refused.get(), arn -> Json.object(), false);
    }
    ObjectNode answer = Json.object().put("PaginationToken", "");
    ArrayNode found = answer.putArray("ResourceTagMappingList");
    asked.stream()
        .filter(arn -> tags.containsKey(arn) && !tags.get(arn).isEmpty())
        .forEach(arn -> found.add(list("Tags", arn).put("ResourceARN", arn)));
    return Optional.of(new Gateway.Answer(200, Map.of(), Json.text(answer)));
  }

  private ObjectNode list(String field, String arn) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray(field);
    tags.get(arn)
        .forEach(
            (key, value) ->
                list.addObject().put("Key", key.toString()).put("Value", value.toString()));
    return answer;
  }

  private ObjectNode map(String arn) {
    ObjectNode map = Json.object();
    tags.get(arn).forEach((key, value) -> map.put(key.toString(), value.toString()));
    return map;
  }

  private static JsonNode body(Gateway.Request request) {
    return Json.read(request.body(), "a request for tags");
  }

  /** The ARN of the queue at https://sqs.REGION.amazonaws.com/ACCOUNT/NAME. */
  private static String queue(JsonNode request) {
    String[] parts = request.path("QueueUrl").asText().split("[/.]", -1);
    String url = request.path("QueueUrl").asText();
    return "arn:aws:sqs:%s:%s:%s"
        .formatted(
            parts[3],
            url.substring(url.indexOf(".com/") + 5, url.lastIndexOf('/')),
            url.substring(url.lastIndexOf('/') + 1));
  }

  private String ending(String resource) {
    return known(arn -> arn.resource().equals(resource));
  }

  /** Of a role or user only the name is asked for, not its path. */
  private String ending(String kind, String name) {
    return known(
        arn -> arn.resource().startsWith(kind) && ("/" + arn.resource()).endsWith("/" + name));
  }

  private String known(Predicate<Arn> which) {
    Set<String> arns = new LinkedHashSet<>(tags.keySet());
    arns.addAll(denied);
    return arns.stream()
        .filter(arn -> Arn.parse(arn).filter(which).isPresent())
        .findFirst()
        .orElse("");
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }
}
