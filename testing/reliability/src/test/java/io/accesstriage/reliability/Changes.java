package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import io.accesstriage.reliability.State.Status;
import java.time.Duration;

/** Changes findings as Access Analyzer and people do. */
final class Changes {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The owner of resources that have the same name as somebody else's. */
  private static final String OTHER_OWNER = "999900001111";

  private final World world;
  private final Chance chance;
  private final Contents contents;

  Changes(World world, Contents contents) {
    this.world = world;
    this.chance = world.chance();
    this.contents = contents;
  }

  /** Other access; of an unused role or password there is nothing that could be another. */
  void content(SimulatedFinding finding) {
    Content before = finding.now().content();
    if (finding.now().status().isOpen()
        && finding.kind != Kind.UNUSED_ROLE
        && finding.kind != Kind.UNUSED_PASSWORD) {
      content(
          finding,
          contents.draw(finding.kind, before.revision() + 1, before.owner(), before.lastUse()));
    }
  }

  /** This content, also of what reports the same. */
  void content(SimulatedFinding finding, Content content) {
    change(finding, content);
    if (finding.twin != null) {
      // A role's policy changes for the analyzers of all regions.
      change(finding.twin, content);
    }
    if (finding.namesake != null) {
      change(finding.namesake, ofNamesake(content));
    }
  }

  /**
   * What another analyzer says of a resource of the same name: another owner, or other details
   * where they are not believed.
   */
  static Content ofNamesake(Content content) {
    return content.isBelievable()
        ? content.withOwner(OTHER_OWNER)
        : content.withPartner(
            content.partner().equals("888899990000") ? "999900001111" : "888899990000");
  }

  private void change(SimulatedFinding finding, Content content) {
    State now = finding.now();
    if (now.status() != Status.GONE) {
      world.analyzer().change(finding, now.with(content, world.now()), Journal.Actor.ANALYZER);
    }
  }

  void status(SimulatedFinding finding, Status status, Journal.Actor actor) {
    State now = finding.now();
    if (now.status() != Status.GONE && now.status() != status) {
      world.analyzer().change(finding, now.with(status, world.now()), actor);
    }
  }

  void reopen(SimulatedFinding finding) {
    if (finding.now().status() == Status.ARCHIVED) {
      status(finding, Status.ACTIVE, Journal.Actor.PERSON);
    }
  }

  void soon(SimulatedFinding finding, Runnable change) {
    world.timeline().at(world.in(chance.between(Duration.ZERO, MINUTE)), finding.id, change);
  }

  void later(SimulatedFinding finding, Runnable change) {
    world.timeline().at(world.in(chance.between(MINUTE, Duration.ofHours(3))), finding.id, change);
  }
}
