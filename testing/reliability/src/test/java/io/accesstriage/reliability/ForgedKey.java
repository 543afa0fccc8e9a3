package io.accesstriage.reliability;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** An execution about a finding whose id is the ledger's key of something else. */
final class ForgedKey implements Disturbance {
  private final World world;
  private final Attacker attacker;

  ForgedKey(World world, Attacker attacker) {
    this.world = world;
    this.attacker = attacker;
  }

  @Override
  public void happen(SimulatedFinding finding) {
    String id =
        switch (world.chance().below(4)) {
          case 0 -> "mark#digest";
          case 1 -> "messages#" + world.now().truncatedTo(ChronoUnit.HOURS);
          case 2 ->
              "archived#" + LocalDate.ofInstant(world.now(), ZoneOffset.UTC) + "#public-website";
          default -> "x".repeat(2_100);
        };
    attacker.start(id, Deployment.reference(finding.analyzerArn, id));
  }
}
