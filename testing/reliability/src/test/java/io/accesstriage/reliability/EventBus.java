package io.accesstriage.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** EventBridge: delivers most events, some twice, some late, and so in another order. */
final class EventBus {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final World world;
  private final Deployment deployment;
  private final Chance chance;
  private final Faults faults;
  private int events;
  private int dropped;

  EventBus(World world, Deployment deployment, Faults faults) {
    this.world = world;
    this.deployment = deployment;
    this.chance = world.chance();
    this.faults = faults;
  }

  void emit(SimulatedFinding finding, State state) {
    int number = ++events;
    if (chance.of(faults.eventDropped())) {
      dropped++;
      return;
    }
    ObjectNode event = Wire.event(finding, state, world.now());
    Activity.Served<State> announced = new Activity.Served<>(Optional.of(state), world.now());
    Instant at = world.in(delay());
    deployment.start("event-%d-1".formatted(number), finding.id, event, at, announced);
    if (chance.of(faults.eventDoubled())) {
      Duration later = chance.of(0.5) ? chance.between(Duration.ZERO, SECOND) : delay();
      deployment.start(
          "event-%d-2".formatted(number), finding.id, event, at.plus(later), announced);
    }
  }

  private Duration delay() {
    return chance.of(0.6)
        ? chance.between(Duration.ofMillis(200), Duration.ofSeconds(5))
        : chance.between(SECOND, Duration.ofHours(1));
  }

  int events() {
    return events;
  }

  int dropped() {
    return dropped;
  }
}
