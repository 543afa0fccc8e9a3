package io.accesstriage.ledger;

import io.accesstriage.decision.Outcome;
import io.accesstriage.json.IfAbsent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An execution's word that it is about to have an effect on a finding, written before the effect
 * and removed with the standing that it leads to.
 *
 * @param execution the execution's ARN
 * @param until when the claim is abandoned unless renewed
 * @param effect ARCHIVE, UNARCHIVE or NOTIFY
 * @param contentHash of the finding that was judged
 * @param rule the deciding rule's id; null for none
 * @param leadsTo the standing that follows the effect; null where it leaves the standing
 * @param changes how often this execution found another finding than it had judged
 * @param alerts how often somebody began to publish an alert about this content, which may or may
 *     not have been sent; those of an abandoned claim count on
 */
public record Claim(
    String execution,
    Instant until,
    Outcome effect,
    @Nullable String contentHash,
    @Nullable String rule,
    Standing.@Nullable Kind leadsTo,
    int changes,
    @IfAbsent("0") int alerts) {
  /** How long a claim lives, and how old a decision may be when it is carried out. */
  public static final Duration LIFE = Duration.ofMinutes(15);

  public boolean isLive(Instant now) {
    return now.isBefore(until);
  }

  public boolean isOf(String otherExecution) {
    return execution.equals(otherExecution);
  }

  /**
   * Whether a finding that is found archived was archived under it, or is about to be: it says to
   * archive and not only to observe, or to un-archive, which is only said of what this product has
   * archived.
   */
  public boolean isAboutArchive() {
    return switch (effect) {
      case ARCHIVE -> leadsTo != Standing.Kind.OBSERVED;
      case UNARCHIVE -> true;
      case NOTIFY, IGNORE, BUSY -> false;
    };
  }

  /** The claim of an execution that found its finding changed. */
  public Claim changed() {
    return new Claim(execution, until, effect, contentHash, rule, leadsTo, changes + 1, alerts);
  }

  /** The claim given up at a time. */
  public Claim abandonedAt(Instant now) {
    return new Claim(execution, now, effect, contentHash, rule, leadsTo, changes, alerts);
  }

  /** The claim of an execution that is about to publish an alert. */
  public Claim alerting() {
    return new Claim(execution, until, effect, contentHash, rule, leadsTo, changes, alerts + 1);
  }
}
