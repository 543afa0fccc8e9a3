package io.accesstriage.cli.proof;

import io.accesstriage.cli.io.Beside;
import io.accesstriage.prover.RulesComparison;
import io.accesstriage.prover.RulesComparison.More;
import io.accesstriage.rules.RuleSet;
import java.time.Instant;

/** Whether a change of rules ever archives more, and whether it archives less. */
public final class ProofOfChange {
  private final Beside<More> newly;
  private final Beside<More> noLonger;

  private ProofOfChange(Beside<More> newly, Beside<More> noLonger) {
    this.newly = newly;
    this.noLonger = noLonger;
  }

  public static ProofOfChange begin(RuleSet before, RuleSet after, Instant now) {
    return new ProofOfChange(more(after, before, now), more(before, after, now));
  }

  private static Beside<More> more(RuleSet rules, RuleSet others, Instant now) {
    return Beside.begin(
        "proof",
        () ->
            new RulesComparison(rules, others, Proof.hasReadableTags(), now, Proof.MOST_BESIDE)
                .more());
  }

  /** What the new rules archive and the old do not, once it is known. */
  public More newlyArchived() {
    return newly.result();
  }

  /** What the old rules archive and the new do not, once it is known. */
  public More noLongerArchived() {
    return noLonger.result();
  }
}
