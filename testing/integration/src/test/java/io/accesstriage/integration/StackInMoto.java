package io.accesstriage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack that CloudFormation makes of template.yaml, in moto: checks/stack.py makes it. Its
 * functions are the real handlers, and do only what their roles allow while {@link #enforce} says
 * so.
 */
final class StackInMoto implements AutoCloseable {
  static final String NAME = "access-analyzer-triage";

  private final TriageOnMoto moto;
  private JsonNode made;
  private Roles roles;

  private StackInMoto(TriageOnMoto moto, String code) {
    this.moto = moto;
    this.made = run("create", code);
    this.roles = roles();
    Map<String, String> handlers = new HashMap<>();
    made.path("handlers")
        .properties()
        .forEach(h -> handlers.put(h.getKey(), h.getValue().asText()));
    moto.alsoRuns(handlers);
  }

  /**
   * @param code what the packages of its functions have
   */
  static StackInMoto create(TriageOnMoto moto, String code) {
    return new StackInMoto(moto, code);
  }

  /** Deploys again. */
  void update(String code) {
    made = run("update", code);
    roles = roles();
  }

  /** What the roles of its functions allow. */
  Roles roles() {
    Map<String, List<JsonNode>> statements = new HashMap<>();
    made.path("allowed")
        .properties()
        .forEach(
            role -> {
              List<JsonNode> all = new ArrayList<>();
              role.getValue().forEach(all::add);
              statements.put(role.getKey(), all);
            });
    return new Roles(statements);
  }

  /** Refuses what these roles do not allow. */
  void enforce(Roles enforced) {
    roles = enforced;
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

  private JsonNode run(String what, String code) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "testing/integration/checks/stack.py",
                what,
                moto.moto().uri().toString(),
                code,
                "EmailSubscriptionParameter=security@example.com"));
    TriageOnMoto.PARAMETERS.forEach((name, value) -> words.add(name + "=" + value));
    return Local.python(words);
  }

  @Override
  public void close() {
    SdkCalls.enforce(null);
    run("delete", "");
  }
}
