package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Spell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Each content that an active finding has for long enough is told, not only the one that it has in
 * the end; whatever may be archived is not asked for here.
 */
final class TellingLaw {
  /** Two sweeps, and the time for what they start. */
  private static final Duration LONG_ENOUGH =
      FaultRun.BETWEEN_SWEEPS.multipliedBy(2).plusMinutes(30);

  /** What an event says is dealt with sooner, also if many steps have to be tried again. */
  private static final Duration FOR_EVENTS = Duration.ofHours(2);

  private final World world;
  private final Evidence evidence;
  private final Timed<Law> laws;
  private final List<Instant> digests;
  private final Verdict verdict;

  TellingLaw(World world, Evidence evidence, Timed<Law> laws, Verdict verdict) {
    this.world = world;
    this.evidence = evidence;
    this.laws = laws;
    this.verdict = verdict;
    this.digests =
        world.journal().messages.stream()
            .filter(m -> m.heard() && m.kind() == Journal.Kind.DIGEST)
            .map(Journal.Message::at)
            .toList();
  }

  void judge(SimulatedFinding finding) {
    for (Spell spell : finding.spells(world.now())) {
      due(finding, spell)
          .filter(due -> !due.isAfter(spell.to()))
          .filter(due -> !evidence.isKnown(finding, spell.content(), spell.from(), due))
          .ifPresent(
              due ->
                  verdict.wrong(
                      Verdict.Breach.CHANGE_NOT_TOLD,
                      "%s (%s) had been %s since %s, and nobody knew at %s"
                          .formatted(
                              finding.id,
                              finding.analyzerArn.replaceAll(".*/", ""),
                              spell.content(),
                              spell.from(),
                              due)));
    }
  }

  /** By when it has to be told: at the latest by the first digest after it was long enough so. */
  private Optional<Instant> due(SimulatedFinding finding, Spell spell) {
    Optional<Instant> looked;
    if (!finding.isConfigured()) {
      looked =
          evidence.announced(finding, spell.content(), spell.from()).map(at -> at.plus(FOR_EVENTS));
    } else {
      Instant from = spell.from().isBefore(World.START) ? World.START : spell.from();
      Instant at = from.plus(LONG_ENOUGH);
      boolean isOthers = finding.refused.overlap(from, at) || mayBeArchived(laws, finding, spell);
      looked = isOthers ? Optional.empty() : Optional.of(at);
    }
    return looked.flatMap(at -> digests.stream().filter(digest -> digest.isAfter(at)).findFirst());
  }

  static boolean mayBeArchived(Timed<Law> laws, SimulatedFinding finding, Spell spell) {
    return laws.between(spell.from(), spell.to())
        .anyMatch(
            law ->
                finding
                    .resource
                    .labels
                    .between(spell.from(), spell.to())
                    .anyMatch(
                        labels ->
                            contents(finding, spell)
                                .anyMatch(
                                    content -> !isNeverArchived(law, finding, content, labels))));
  }

  /** What rules can tell apart in that time, and people were told once: such as last uses. */
  private static Stream<Content> contents(SimulatedFinding finding, Spell spell) {
    return finding
        .state
        .between(spell.from(), spell.to())
        .map(State::content)
        .filter(spell.content()::isSameAs);
  }

  private static boolean isNeverArchived(
      Law law, SimulatedFinding finding, Content content, SimulatedResource.Labels labels) {
    return content.failed() || law.reopens(Case.of(finding, content, labels));
  }
}
