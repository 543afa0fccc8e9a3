package io.accesstriage.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * template.yaml and the nested stacks that it deploys, as they read once deployed: references
 * resolved to names and ARNs such as CloudFormation gives. A resource is resolved when it is asked
 * for; what this does not know is an error.
 */
final class Template {
  static final Path FILE = CommandRun.HOME.resolve("template.yaml");
  static final String NESTED_STACK = "AWS::Serverless::Application";
  static final String ACCOUNT = "111122223333";
  static final String REGION = "us-east-1";

  private static final String KEY = "0f1e2d3c-4b5a-4697-8877-665544332211";

  /** What CloudFormation puts behind a name, so that it is unique. */
  private static final String UNIQUE = "-ABCDEFGHIJKL";

  /** What whoever deploys has to say, since it has no default. */
  private static final Map<String, String> ANSWERS =
      Map.of(
          "EmailSubscriptionParameter",
          "security@example.com",
          "AnalyzerArns",
          "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/account",
          "Mode",
          "archive");

  private static final int LONGEST_NAME = 64;
  static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([\\w.:]+)}");

  private final Path file;
  private final String stackName;
  private final String region;
  private final Map<String, String> parameters;
  private final Map<String, Node> sections;
  private final List<Template> nested = new ArrayList<>();

  private Template(Path file, String stackName, String region, Map<String, String> parameters) {
    this.file = file;
    this.stackName = stackName;
    this.region = region;
    this.parameters = parameters;
    try {
      sections =
          fields(
              new Compose(LoadSettings.builder().setLabel(file.toString()).build())
                  .composeString(Files.readString(file))
                  .orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Map.Entry<String, String> resource : ownResources().entrySet()) {
      if (resource.getValue().equals(NESTED_STACK)) {
        nested.add(nested(resource.getKey()));
      }
    }
  }

  /**
   * @param parameters in place of their defaults; lists with commas
   */
  static Template deployed(String stackName, Map<String, String> parameters) {
    return deployed(stackName, REGION, parameters);
  }

  static Template deployed(String stackName, String region, Map<String, String> parameters) {
    return new Template(FILE, stackName, region, parameters);
  }

  /** A template of the folder org. */
  static Template ofOrganization(String file, Map<String, String> parameters) {
    return new Template(
        CommandRun.HOME.resolve("org").resolve(file),
        "access-analyzer-triage-org",
        REGION,
        parameters);
  }

  private Template nested(String logicalId) {
    JsonNode properties = resolved(property(logicalId));
    Map<String, String> values = new LinkedHashMap<>();
    properties
        .path("Parameters")
        .properties()
        .forEach(parameter -> values.put(parameter.getKey(), parameter.getValue().textValue()));
    Template template =
        new Template(
            file.resolveSibling(properties.path("Location").textValue()),
            name(logicalId),
            region,
            values);
    Set<String> declared = fields(template.section("Parameters")).keySet();
    if (!declared.equals(values.keySet())) {
      throw new IllegalStateException(
          "%s gives its stack %s the parameters %s, but %s has %s"
              .formatted(file, logicalId, values.keySet(), template.file, declared));
    }
    return template;
  }

  /** All parameters with their defaults; empty where one has none. */
  Map<String, String> parameterDefaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    fields(section("Parameters"))
        .forEach(
            (name, node) -> {
              Node value = fields(node).get("Default");
              defaults.put(name, value == null ? "" : text(value));
            });
    return defaults;
  }

  /** A field of a parameter, such as its MaxLength. */
  String ofParameter(String parameter, String field) {
    return text(fields(fields(section("Parameters")).get(parameter)).get(field));
  }

  /** Logical ids and types of all resources, those of nested stacks too. */
  Map<String, String> resources() {
    Map<String, String> types = ownResources();
    for (Template stack : nested) {
      stack
          .resources()
          .forEach(
              (name, type) -> {
                if (types.put(name, type) != null) {
                  throw new IllegalStateException(
                      "%s and %s both have a resource %s".formatted(file, stack.file, name));
                }
              });
    }
    return types;
  }

  /** Logical ids of this template only. */
  Set<String> ownResourceNames() {
    return new TreeSet<>(ownResources().keySet());
  }

  private Map<String, String> ownResources() {
    Map<String, String> types = new LinkedHashMap<>();
    fields(section("Resources"))
        .forEach((name, node) -> types.put(name, text(fields(node).get("Type"))));
    return types;
  }

  List<String> ofType(String type) {
    return resources().entrySet().stream()
        .filter(resource -> resource.getValue().equals(type))
        .map(Map.Entry::getKey)
        .toList();
  }

  JsonNode properties(String logicalId) {
    Template template = of(logicalId);
    return template.resolved(template.property(logicalId));
  }

  /** The template with the resource: this one or a nested stack's. */
  private Template of(String logicalId) {
    return nested.stream()
        .filter(stack -> stack.resources().containsKey(logicalId))
        .findFirst()
        .orElse(this);
  }

  /** Values of the outputs by name. */
  Map<String, String> outputs() {
    Map<String, String> values = new LinkedHashMap<>();
    fields(section("Outputs"))
        .forEach((name, node) -> values.put(name, resolved(fields(node).get("Value")).textValue()));
    return values;
  }

  /** What CloudFormation makes first: resources of the same stack that it refers to or names. */
  Set<String> dependencies(String logicalId) {
    Set<String> names = References.in(fields(section("Resources")).get(logicalId));
    names.retainAll(ownResources().keySet());
    return names;
  }

  /** A text with {@code ${Name}}, {@code ${Name.Attribute}} and {@code ${AWS::Name}} as in Sub. */
  String substituted(String text) {
    return SUBSTITUTION
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1).contains(".")
                        ? attribute(match.group(1))
                        : reference(match.group(1)).asText()));
  }

  private Node section(String name) {
    return sections.get(name);
  }

  private Node property(String logicalId) {
    Node resource = fields(section("Resources")).get(logicalId);
    if (resource == null) {
      throw new IllegalArgumentException(file + " has no resource " + logicalId);
    }
    return fields(resource).get("Properties");
  }

  static Map<String, Node> fields(Node node) {
    Map<String, Node> fields = new LinkedHashMap<>();
    for (NodeTuple field : ((MappingNode) node).getValue()) {
      fields.put(text(field.getKeyNode()), field.getValueNode());
    }
    return fields;
  }

  static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }

  private JsonNode resolved(Node node) {
    String function = node.getTag().getValue();
    return switch (function) {
      case "!Ref" -> reference(text(node));
      case "!Sub" -> TextNode.valueOf(substituted(text(node)));
      case "!GetAtt" -> TextNode.valueOf(attribute(text(node)));
      case "!If" -> {
        List<Node> branches = ((SequenceNode) node).getValue();
        yield resolved(branches.get(condition(text(branches.get(0))) ? 1 : 2));
      }
      case "!Split" -> {
        List<Node> arguments = ((SequenceNode) node).getValue();
        ArrayNode parts = Json.object().putArray("parts");
        for (String part :
            resolved(arguments.get(1))
                .textValue()
                .split(Pattern.quote(text(arguments.get(0))), -1)) {
          parts.add(part);
        }
        yield parts;
      }
      case "!Join" -> {
        List<Node> arguments = ((SequenceNode) node).getValue();
        List<String> parts = new ArrayList<>();
        resolved(arguments.get(1)).forEach(part -> parts.add(part.asText()));
        yield TextNode.valueOf(String.join(text(arguments.get(0)), parts));
      }
      default -> plain(node);
    };
  }

  private JsonNode plain(Node node) {
    if (node instanceof MappingNode) {
      ObjectNode object = Json.object();
      fields(node)
          .forEach(
              (name, value) -> {
                JsonNode resolved = resolved(value);
                if (!resolved.isMissingNode()) {
                  object.set(name, resolved);
                }
              });
      return object;
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = Json.object().putArray("array");
      for (Node element : sequence.getValue()) {
        JsonNode resolved = resolved(element);
        if (!resolved.isMissingNode()) {
          array.add(resolved);
        }
      }
      return array;
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text(node)));
    }
    if (node.getTag().equals(Tag.INT)) {
      return IntNode.valueOf(Integer.parseInt(text(node)));
    }
    if (node.getTag().equals(Tag.STR)) {
      return TextNode.valueOf(text(node));
    }
    throw new IllegalStateException("cannot tell what CloudFormation makes of " + node);
  }

  private boolean condition(String name) {
    return isTrue(fields(section("Conditions")).get(name));
  }

  private boolean isTrue(Node condition) {
    if (condition.getTag().getValue().equals("!Condition")) {
      return condition(text(condition));
    }
    List<Node> arguments = ((SequenceNode) condition).getValue();
    return switch (condition.getTag().getValue()) {
      case "!And" -> arguments.stream().allMatch(this::isTrue);
      case "!Not" -> !isTrue(arguments.get(0));
      case "!Equals" -> resolved(arguments.get(0)).equals(resolved(arguments.get(1)));
      default -> throw new IllegalStateException("cannot tell what holds of " + condition);
    };
  }

  private JsonNode reference(String name) {
    return switch (name) {
      case "AWS::StackName" -> TextNode.valueOf(stackName);
      case "AWS::StackId" -> TextNode.valueOf(stackId(stackName));
      case "AWS::AccountId" -> TextNode.valueOf(ACCOUNT);
      case "AWS::Region" -> TextNode.valueOf(region);
      case "AWS::NoValue" -> MissingNode.getInstance();
      case "AWS::Partition" -> TextNode.valueOf("aws");
      case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
      default -> {
        if (name.contains(".")) {
          // SAM's Ref to the alias of a function.
          yield TextNode.valueOf(attribute(name));
        }
        Node parameter = fields(section("Parameters")).get(name);
        yield parameter == null
            ? TextNode.valueOf(of(name).physicalId(name))
            : value(name, parameter);
      }
    };
  }

  private JsonNode value(String name, Node parameter) {
    Map<String, Node> fields = fields(parameter);
    String value = parameters.get(name);
    if (value == null) {
      value = fields.containsKey("Default") ? text(fields.get("Default")) : ANSWERS.get(name);
    }
    if (value == null) {
      throw new IllegalStateException(file + ": the parameter " + name + " has no value");
    }
    if (!text(fields.get("Type")).equals("CommaDelimitedList")) {
      return TextNode.valueOf(value);
    }
    ArrayNode list = Json.object().putArray("list");
    for (String element : value.split(",", -1)) {
      list.add(element);
    }
    return list;
  }

  private String physicalId(String logicalId) {
    String type = type(logicalId);
    return switch (type) {
      case "AWS::Serverless::StateMachine", "AWS::SNS::Topic" -> attribute(logicalId + ".Arn");
      case "AWS::SQS::Queue" ->
          "https://sqs.%s.amazonaws.com/%s/%s".formatted(region, ACCOUNT, name(logicalId));
      case "AWS::KMS::Key" -> KEY;
      case "AWS::Logs::LogGroup" -> properties(logicalId).path("LogGroupName").textValue();
      case NESTED_STACK -> stackId(name(logicalId));
      default -> name(logicalId);
    };
  }

  /** The given name, or what CloudFormation makes of the stack's name and the logical id. */
  private String name(String logicalId) {
    Map<String, Node> properties = fields(property(logicalId));
    for (String given : List.of("Name", "FunctionName", "RoleName")) {
      if (properties.containsKey(given)) {
        return resolved(properties.get(given)).textValue();
      }
    }
    String own = type(logicalId).contains("StateMachine") ? logicalId : stackName + "-" + logicalId;
    return own.substring(0, Math.min(own.length(), LONGEST_NAME - UNIQUE.length())) + UNIQUE;
  }

  private String attribute(String path) {
    String logicalId = path.substring(0, path.indexOf('.'));
    String name = path.substring(path.indexOf('.') + 1);
    return switch (name) {
      case "Arn" ->
          switch (type(logicalId)) {
            case "AWS::Serverless::StateMachine" ->
                arn("states", "stateMachine:" + name(logicalId));
            case "AWS::SNS::Topic" -> arn("sns", name(logicalId));
            case "AWS::SQS::Queue" -> arn("sqs", name(logicalId));
            case "AWS::DynamoDB::Table" -> arn("dynamodb", "table/" + name(logicalId));
            case "AWS::Serverless::Function" -> arn("lambda", "function:" + name(logicalId));
            case "AWS::KMS::Key" -> arn("kms", "key/" + KEY);
            case "AWS::Logs::LogGroup" -> arn("logs", "log-group:" + physicalId(logicalId) + ":*");
            case "AWS::Events::Rule" -> arn("events", "rule/" + name(logicalId));
            case "AWS::IAM::Role" -> "arn:aws:iam::" + ACCOUNT + ":role/" + name(logicalId);
            default -> throw new IllegalStateException("cannot tell the ARN of " + logicalId);
          };
      case "Alias" -> arn("lambda", "function:" + name(logicalId) + ":live");
      case "QueueName", "TopicName" -> name(logicalId);
      default -> throw new IllegalStateException("cannot tell " + path);
    };
  }

  private String type(String logicalId) {
    String type = resources().get(logicalId);
    if (type == null) {
      throw new IllegalArgumentException(file + " has no resource or parameter " + logicalId);
    }
    return type;
  }

  private String stackId(String stackName) {
    return arn("cloudformation", "stack/" + stackName + "/3c5b1a40-c8f0-11f0-9d2b-0a1b2c3d4e5f");
  }

  private String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, ACCOUNT, resource);
  }
}
