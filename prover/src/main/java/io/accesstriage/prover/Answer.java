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

  Answer(
      String question,
      ArchivingRule rule,
      Verdict verdict,
      @Nullable Example example,
      @Nullable String other,
      String why) {
    this(question, rule.id(), verdict, example, other, why, rule.accept().get(question));
  }
}
