package io.accesstriage.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The IAM policy of what the doctor calls, and nothing else. */
final class DoctorPolicy {
  private DoctorPolicy() {}

  /**
   * @param region where the stack is; nothing for any
   * @param memberRole the role of other accounts; nothing where none is assumed
   */
  static ObjectNode of(String stackName, Optional<String> region, Optional<String> memberRole) {
    Map<List<String>, List<String>> actions = new LinkedHashMap<>();
    for (Reading reading : Reading.values()) {
      if (reading == Reading.ASSUME_ROLE && memberRole.isEmpty()) {
        continue;
      }
      List<String> resources =
          reading.resources().stream()
              .map(arn -> arn.replace("REGION", region.orElse("*")).replace("STACK", stackName))
              .map(arn -> arn.replace("ROLE", memberRole.orElse("")))
              .toList();
      actions.computeIfAbsent(resources, none -> new ArrayList<>()).add(reading.action());
    }
    ObjectNode policy = Json.object().put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    actions.forEach(
        (resources, names) -> {
          ObjectNode statement = statements.addObject().put("Effect", "Allow");
          names.forEach(statement.putArray("Action")::add);
          resources.forEach(statement.putArray("Resource")::add);
        });
    return policy;
  }
}
