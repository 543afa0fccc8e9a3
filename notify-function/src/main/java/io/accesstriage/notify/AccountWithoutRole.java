package io.accesstriage.notify;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.state.TriageState;
import java.util.Optional;

/**
 * The findings of an account that has no role to read it with. What rules ask of their tags is
 * undetermined, so all of them are alerted, for one and the same reason: the first one's alert says
 * what to deploy, the others wait for the digest, which counts them by account. One that is severe,
 * was decided without what could not be read, or that a notify rule takes for sure is no such
 * finding.
 */
final class AccountWithoutRole {
  private AccountWithoutRole() {}

  /** What the alert says, if the ledger's entry of the finding is undetermined. */
  static Optional<AlreadyAlerted> of(TriageState state) {
    Decision decision = state.requireDecision();
    String account = state.finding().resource().account();
    return account != null
            && decision.outcome() == Outcome.NOTIFY
            && decision.severity().compareTo(Severity.MEDIUM) <= 0
            && !isNotifiedForSure(decision)
            && state.facts().lackRole()
        ? Optional.of(AlreadyAlerted.ofFindings("no-role#" + account, state.finding().id()))
        : Optional.empty();
  }

  private static boolean isNotifiedForSure(Decision decision) {
    return decision.explanation().applied().stream()
        .anyMatch(rule -> rule.effect().equals("notify") && rule.certain());
  }

  /** The alert waits for the digest. */
  static Sending later(TriageState state, String toldWith) {
    return Sending.later(
        "Account %s has no role to read it with, as the alert of finding %s said; the digest counts its findings."
            .formatted(state.finding().resource().account(), toldWith));
  }
}
