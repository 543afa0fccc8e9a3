package io.accesstriage.reliability;

import io.accesstriage.reliability.Journal.Delivery;
import io.accesstriage.reliability.SimulatedFinding.Spell;
import io.accesstriage.reliability.State.Status;
import java.time.Duration;
import java.time.Instant;

/**
 * People are soon alerted of a new finding, or it waits for the digest, also where Access Analyzer
 * does not know it at first: the next sweep is hours away.
 */
final class NewsLaw {
  /** Also if many steps have to be tried again. */
  private static final Duration SOON = Duration.ofHours(2);

  private final World world;
  private final Evidence evidence;
  private final Timed<Law> laws;
  private final Verdict verdict;

  NewsLaw(World world, Evidence evidence, Timed<Law> laws, Verdict verdict) {
    this.world = world;
    this.evidence = evidence;
    this.laws = laws;
    this.verdict = verdict;
  }

  void judge(SimulatedFinding finding) {
    if (finding.isConfigured() && !finding.createdAt.isBefore(World.START)) {
      evidence
          .firstDelivery(finding)
          .filter(delivery -> delivery.state().status() == Status.ACTIVE)
          .filter(delivery -> isToBeTold(finding, delivery))
          .filter(delivery -> !isTold(finding, delivery.at().plus(SOON)))
          .ifPresent(
              delivery ->
                  verdict.wrong(
                      Verdict.Breach.LATE,
                      "%s, of which %s told at %s"
                          .formatted(finding.id, delivery.execution(), delivery.at())));
    }
  }

  /** Whether nothing but what the event told was true for long enough. */
  private boolean isToBeTold(SimulatedFinding finding, Delivery delivery) {
    Instant until = delivery.at().plus(SOON);
    return finding.spells(world.now()).stream()
        .limit(1)
        .filter(spell -> spell.from().equals(finding.createdAt) && !spell.to().isBefore(until))
        .map(spell -> new Spell(spell.content(), spell.from(), until))
        .anyMatch(spell -> !TellingLaw.mayBeArchived(laws, finding, spell));
  }

  private boolean isTold(SimulatedFinding finding, Instant time) {
    return evidence.isToldBy(finding, time)
        || (finding.twin != null && evidence.isToldBy(finding.twin, time));
  }
}
