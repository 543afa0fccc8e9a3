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
    Instant at = world.in(delay());
    deliver("event-%d-1".formatted(number), finding, state, at);
    if (chance.of(faults.eventDoubled())) {
      Duration later = chance.of(0.5) ? chance.between(Duration.ZERO, SECOND) : delay();
      deliver("event-%d-2".formatted(number), finding, state, at.plus(later));
    }
  }

  /** Delivers an event that was dropped, or hours late. */
  void deliverLate(SimulatedFinding finding, State state) {
    deliver("event-%d-late".formatted(++events), finding, state, world.in(SECOND));
  }

  private void deliver(String execution, SimulatedFinding finding, State state, Instant at) {
    ObjectNode event = world.wire().event(finding, state, world.now());
    deployment.start(
        execution, finding.id, event, at, new Activity.Served<>(Optional.of(state), world.now()));
    world.journal().deliveries.add(new Journal.Delivery(finding, state, at, execution));
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
