package io.accesstriage.reliability;

import java.util.ArrayList;
import java.util.List;

/** Something that befalls a finding now and then. */
interface Disturbance {
  void happen(SimulatedFinding finding);

  /** Those of a world's hazards. */
  static List<Disturbance> of(World world, Changes changes, EventBus bus, Deployment deployment) {
    List<Disturbance> disturbances = new ArrayList<>();
    Attacker attacker = new Attacker(world, deployment);
    for (Hazard hazard : world.hazards()) {
      switch (hazard) {
        case READING_REFUSED -> disturbances.add(new ReadingRefused(world));
        case ERRORS_HEAL -> disturbances.add(new ErrorHeals(world, changes));
        case OWNERS_MOVE -> disturbances.add(new OwnerMoves(world, changes));
        case LAST_USE_MOVES -> disturbances.add(new LastUseMoves(world, changes));
        case PUBLICITY_UNTOLD -> disturbances.add(new PublicityUntold(changes));
        case DETAILS_DOUBLED -> disturbances.add(new DetailsDoubled(changes));
        case LATE_EVENTS -> disturbances.add(new LateEvent(world, bus));
        case FORGED_REFERENCES -> disturbances.add(new ForgedReference(world, attacker));
        case FORGED_EVENTS -> {
          disturbances.add(new ForgedEvent(world, attacker));
          if (world.has(Hazard.HOSTILE_TEXTS)) {
            disturbances.add(new ForgedGarbage(world, attacker));
          }
        }
        case FORGED_KEYS -> disturbances.add(new ForgedKey(world, attacker));
        case DRAWN_RULES,
            RULES_ON_STATUS,
            UNCONFIGURED_ANALYZER,
            NAMESAKES,
            STRANGE_IDS,
            LISTS_VARY,
            CONDITIONS_LIMIT_NOBODY,
            HOSTILE_TEXTS,
            DEAF_SUBSCRIPTION -> {}
      }
    }
    return disturbances;
  }
}
