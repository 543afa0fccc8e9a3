package io.accesstriage.ledger;

import io.accesstriage.decision.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Claims for tests, which name only what they are about. */
public final class ClaimBuilder {
  /** When it was made, unless a test says otherwise. */
  private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

  private final Outcome effect;
  private String execution = "execution";
  private Instant until = AT.plus(Claim.LIFE);
  private @Nullable String contentHash = "1:00";
  private @Nullable String rule;
  private Standing.@Nullable Kind leadsTo;
  private int changes;

  private ClaimBuilder(Outcome effect) {
    this.effect = effect;
  }

  /** A claim that leaves the standing, of which nobody has found anything changed. */
  public static ClaimBuilder of(Outcome effect) {
    return new ClaimBuilder(effect);
  }

  public ClaimBuilder execution(String newExecution) {
    execution = newExecution;
    return this;
  }

  public ClaimBuilder until(Instant newUntil) {
    until = newUntil;
    return this;
  }

  public ClaimBuilder contentHash(@Nullable String newContentHash) {
    contentHash = newContentHash;
    return this;
  }

  public ClaimBuilder rule(@Nullable String newRule) {
    rule = newRule;
    return this;
  }

  public ClaimBuilder leadsTo(Standing.@Nullable Kind newLeadsTo) {
    leadsTo = newLeadsTo;
    return this;
  }

  public ClaimBuilder changes(int newChanges) {
    changes = newChanges;
    return this;
  }

  public Claim build() {
    return new Claim(execution, until, effect, contentHash, rule, leadsTo, changes);
  }
}
