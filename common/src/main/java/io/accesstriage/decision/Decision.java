package io.accesstriage.decision;

import io.accesstriage.json.IfAbsent;
import io.accesstriage.json.Json;
import io.accesstriage.json.RecordJson;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a finding, with everything that its readers need to understand it.
 *
 * @param outcome what is to be done
 * @param delivery when an alert is to be sent
 * @param rule the deciding rule's id, "risk" for the threshold, null for the default and for IGNORE
 * @param reason one sentence
 * @param severity of the alert, also where none is sent
 * @param risk score and factors
 * @param rulesVersion identifies the meaning of the rules that decided
 * @param decidedAt when
 * @param explanation rules, conditions and values
 * @param tagsUsed the tags that the deciding rule read, with their values
 * @param offeredRule a rule as YAML that would archive exactly this; null where none may be offered
 * @param whyNoRuleIsOffered why an alert offers none, a sentence; null where it does, and for what
 *     is no alert
 * @param waitSeconds how long to wait before looking again; only for BUSY
 * @param change how the access differs from what was accepted or alerted before; null where it does
 *     not, or that is not known
 * @param principalAccountName whose the principal's account is, by the rules file or as a
 *     well-known vendor's, to recognize it by; null where neither names it, and for what is no
 *     alert
 */
public record Decision(
    Outcome outcome,
    Delivery delivery,
    @IfAbsent(IfAbsent.NULL) @Nullable String rule,
    @IfAbsent("") String reason,
    Severity severity,
    Risk risk,
    String rulesVersion,
    Instant decidedAt,
    Explanation explanation,
    Map<String, String> tagsUsed,
    @Nullable String offeredRule,
    @Nullable String whyNoRuleIsOffered,
    @Nullable Integer waitSeconds,
    @Nullable AccessChange change,
    @Nullable String principalAccountName) {
  /** The {@link #rule} of what the risk threshold archived. */
  public static final String RISK_THRESHOLD = "risk";

  public Decision {
    tagsUsed = Map.copyOf(tagsUsed);
  }

  /** The same decision with all that explains it; the parameters are as the record's. */
  public Decision explained(
      Explanation why,
      Map<String, String> used,
      @Nullable String offered,
      @Nullable String whyNotOffered) {
    return new Decision(
        outcome,
        delivery,
        rule,
        reason,
        severity,
        risk,
        rulesVersion,
        decidedAt,
        why,
        used,
        offered,
        whyNotOffered,
        waitSeconds,
        change,
        principalAccountName);
  }

  /** The same decision with another explanation. */
  public Decision explainedBy(Explanation other) {
    return with(other, change);
  }

  /** The same decision about an access that changed. */
  public Decision since(@Nullable AccessChange newChange) {
    return with(explanation, newChange);
  }

  /**
   * The same decision without what explains least, and last without the change, until it is small.
   *
   * @param bytes of its JSON
   */
  public Decision atMost(int bytes) {
    Decision small = this;
    if (RecordJson.STATE.mostBytes(small) <= bytes) {
      return small;
    }
    while (Json.bytes(RecordJson.STATE.write(small)).length > bytes) {
      Optional<Explanation> shorter = small.explanation.shorter();
      if (shorter.isEmpty()) {
        return small.since(null);
      }
      small = small.explainedBy(shorter.get());
    }
    return small;
  }

  private Decision with(Explanation newExplanation, @Nullable AccessChange newChange) {
    return new Decision(
        outcome,
        delivery,
        rule,
        reason,
        severity,
        risk,
        rulesVersion,
        decidedAt,
        newExplanation,
        tagsUsed,
        offeredRule,
        whyNoRuleIsOffered,
        waitSeconds,
        newChange,
        principalAccountName);
  }
}
