package io.accesstriage.reliability;

import io.accesstriage.reliability.State.Status;
import java.time.Duration;
import java.util.List;

/**
 * An event comes hours late, while the finding cannot be read: it says what the finding was before
 * anything that the product can have seen.
 */
final class LateEvent implements Disturbance {
  private final World world;
  private final EventBus bus;

  LateEvent(World world, EventBus bus) {
    this.world = world;
    this.bus = bus;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    ReadingRefused.refuse(world, finding, Duration.ofMinutes(10), Duration.ofHours(1));
    State now = finding.now();
    Status status = world.chance().of(List.of(Status.RESOLVED, Status.ACTIVE, Status.ARCHIVED));
    bus.deliverLate(
        finding,
        new State(
            now.content(),
            status,
            finding
                .state
                .first()
                .updatedAt()
                .minus(world.chance().between(Duration.ofMinutes(1), Duration.ofHours(9)))));
  }
}
