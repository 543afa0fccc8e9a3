package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * template.yaml as SAM transforms it for CloudFormation, and what CloudFormation makes of its
 * references and substitutions.
 */
final class Deployment {
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(\\w+)}");

  private final JsonNode template;
  private final Map<String, String> physicalIds = new LinkedHashMap<>();

  private Deployment(JsonNode template) {
    this.template = template;
  }

  /** Transforms the template, its parameters set. */
  static Deployment of(Map<String, String> parameters) {
    List<String> words = new ArrayList<>(List.of("testing/integration/checks/deployed.py"));
    parameters.forEach((name, value) -> words.add(name + "=" + value));
    return new Deployment(Local.python(words));
  }

  /** Says what a Ref to a resource gives. */
  void exists(String logicalId, String physicalId) {
    resource(logicalId);
    physicalIds.put(logicalId, physicalId);
  }

  JsonNode properties(String logicalId) {
    return resource(logicalId).path("Properties");
  }

  /** Logical ids of a type's resources. */
  List<String> ofType(String type) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> resource : template.path("Resources").properties()) {
      if (resource.getValue().path("Type").asText().equals(type)) {
        names.add(resource.getKey());
      }
    }
    return names;
  }

  /** Handler strings by function. */
  Map<String, String> handlers() {
    Map<String, String> handlers = new LinkedHashMap<>();
    for (String function : ofType("AWS::Lambda::Function")) {
      handlers.put(function, properties(function).path("Handler").textValue());
    }
    return handlers;
  }

  /** A state machine's definition with everything substituted. */
  String definition(String stateMachine) {
    JsonNode machine = properties(stateMachine);
    JsonNode substitutions = machine.path("DefinitionSubstitutions");
    return SUBSTITUTION
        .matcher(value(machine.path("DefinitionString")))
        .replaceAll(match -> Matcher.quoteReplacement(value(substitutions.path(match.group(1)))));
  }

  private String value(JsonNode node) {
    if (node.isValueNode()) {
      return node.asText();
    }
    if (node.has("Ref")) {
      String name = node.path("Ref").textValue();
      if (name.equals("AWS::AccountId")) {
        return Local.ACCOUNT;
      }
      JsonNode parameter = template.path("Parameters").path(name);
      return parameter.isObject() ? parameter.path("Default").asText() : physicalId(name);
    }
    if (node.has("Fn::Join")) {
      JsonNode parts = node.path("Fn::Join").path(1);
      if (!parts.isArray()) {
        // A CommaDelimitedList, joined again by the comma.
        return value(parts);
      }
      List<String> values = new ArrayList<>();
      parts.forEach(part -> values.add(value(part)));
      return String.join(node.path("Fn::Join").path(0).textValue(), values);
    }
    throw new IllegalStateException("cannot tell what CloudFormation makes of " + node);
  }

  /** What a Ref to a resource gives. */
  String physicalId(String logicalId) {
    JsonNode resource = resource(logicalId);
    if (resource.path("Type").asText().equals("AWS::Lambda::Alias")) {
      return LambdaService.arn(
          resource.path("Properties").path("FunctionName").path("Ref").textValue());
    }
    String id = physicalIds.get(logicalId);
    if (id == null) {
      throw new IllegalStateException("the tests have not made the resource " + logicalId);
    }
    return id;
  }

  private JsonNode resource(String logicalId) {
    JsonNode resource = template.path("Resources").path(logicalId);
    if (resource.isMissingNode()) {
      throw new IllegalArgumentException("the template has no resource " + logicalId);
    }
    return resource;
  }
}
