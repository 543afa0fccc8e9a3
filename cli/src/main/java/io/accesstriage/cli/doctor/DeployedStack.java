package io.accesstriage.cli.doctor;

import io.accesstriage.finding.Arn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stack as CloudFormation knows it.
 *
 * @param id its ARN
 * @param changedAt when it was created or last updated
 * @param parameters as they are deployed
 * @param resources of it and of the tamper watch's nested stack
 */
record DeployedStack(
    Arn id,
    String name,
    String status,
    Instant createdAt,
    Instant changedAt,
    Map<String, String> parameters,
    List<Resource> resources) {

  /** A resource of a stack. */
  record Resource(String logicalId, String physicalId, String type) {}

  DeployedStack {
    parameters = Map.copyOf(parameters);
    resources = List.copyOf(resources);
  }

  String region() {
    return id.region();
  }

  String account() {
    return id.account();
  }

  /** A parameter's value; empty where the deployed template has no such parameter. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** The analyzers that it works for. */
  List<String> analyzerArns() {
    return list(parameter("AnalyzerArns"));
  }

  /** The texts of a parameter's value. */
  static List<String> list(String value) {
    return Stream.of(value.split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  List<Resource> ofType(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** How CloudFormation calls a resource of the template. */
  Optional<String> physicalId(String logicalId) {
    return resources.stream()
        .filter(resource -> resource.logicalId().equals(logicalId))
        .map(Resource::physicalId)
        .filter(id -> !id.isEmpty())
        .findFirst();
  }
}
