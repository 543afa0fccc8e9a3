package io.accesstriage.prover;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a question about a rule.
 *
 * @param question its id
 * @param rule the rule's id, or "risk" for the threshold
 * @param example what the rules archive, where that refutes
 * @param other the other rule, where a rule is shadowed by it, the same, or held back by it
 * @param why a sentence
 * @param accepted why the file says that the rule is meant to do this; null where it does not
 */
public record Answer(
    String question,
    String rule,
    Verdict verdict,
    @Nullable Example example,
    @Nullable String other,
    String why,
    @Nullable String accepted) {

  /** Whether it is only unknown because there was no time left to ask. */
  public boolean lacksTime() {
    return verdict == Verdict.UNKNOWN && why.contains(Finder.OUT_OF_TIME);
  }

  static Answer of(String question, ArchivingRule rule, Verdict verdict, String why) {
    String accepted = rule.accept().get(question);
    return new Answer(question, rule.id(), verdict, null, null, why, accepted);
  }

  /** The same, refuted by what the rules archive. */
  Answer refutedBy(Example archived) {
    return new Answer(question, rule, verdict, archived, other, why, accepted);
  }

  /** The same, because of another rule. */
  Answer becauseOf(@Nullable String otherRule) {
    return new Answer(question, rule, verdict, example, otherRule, why, accepted);
  }
}
