package io.accesstriage.prover.suggest;

import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Account;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.prover.Example;
import io.accesstriage.rules.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule for findings that are alike, which is proved to be narrow. Texts of findings are hostile.
 *
 * @param id of the rule
 * @param rule in YAML, an element of a file's list, with an owner and a reason to fill in
 * @param findings that it archives and no rule before it; never empty
 * @param severity the highest of their alerts
 * @param risk their highest score, of which unread facts are counted in
 * @param left the nearest finding seen that it does not archive; null where there is none
 * @param beyond the nearest imaginable one that it archives, of another resource or principal; null
 *     where there is none, or none was found
 * @param isExact whether it says only names that were seen
 */
public record Suggestion(
    String id,
    String rule,
    List<Subject> findings,
    Severity severity,
    int risk,
    @Nullable Left left,
    @Nullable Example beyond,
    boolean isExact) {
  public Suggestion {
    findings = List.copyOf(findings);
  }

  /**
   * A finding that a rule does not archive.
   *
   * @param missing the parts of the condition that are not true of it; empty where a guard holds it
   *     back
   */
  public record Left(Subject subject, List<Explanation.Condition> missing) {
    public Left {
      missing = List.copyOf(missing);
    }
  }

  /** How many of them somebody has archived already. */
  public long byHand() {
    return findings.stream()
        .filter(subject -> subject.finding().status() == FindingStatus.ARCHIVED)
        .count();
  }

  /** The accounts that own the resources, with their names where they are known. */
  public Map<String, String> owners() {
    Map<String, String> owners = new TreeMap<>();
    for (Subject subject : findings) {
      owners.put(
          String.valueOf(subject.finding().resource().account()),
          subject.facts().account() instanceof Fact.Known<Account> account
              ? account.value().name()
              : "");
    }
    return owners;
  }

  /** The nearest finding seen that it does not archive. */
  Optional<Subject> leftSubject() {
    return Optional.ofNullable(left).map(Left::subject);
  }
}
