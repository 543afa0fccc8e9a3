package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.JsonNode;

/** Somebody who may start executions of the triage, and has made up their input. */
final class Attacker {
  /** An analyzer that may not be read. */
  static final String ANALYZER =
      "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/nothing-to-see";

  private final World world;
  private final Deployment deployment;
  private int executions;

  Attacker(World world, Deployment deployment) {
    this.world = world;
    this.deployment = deployment;
  }

  void start(String findingId, JsonNode input) {
    deployment.start(
        "forged-" + ++executions, findingId, input, world.now(), Activity.Served.nothing());
  }
}
