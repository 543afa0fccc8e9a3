package io.accesstriage.prover;

import io.accesstriage.rules.Subject;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whether a rule archives any finding of some kind.
 *
 * @param id of the question
 * @param formulas when a finding is of the kind: there is none if none of the last one; those
 *     before are of the kind, too, and their examples say more. Each is made once it is asked
 * @param isSuch whether a finding is of the kind, for sure
 * @param proved what it means that there is none
 * @param refuted what it means that there is this one
 */
record Question(
    String id,
    List<Supplier<Formula>> formulas,
    Predicate<Subject> isSuch,
    String proved,
    Function<Subject, String> refuted) {

  Question(
      String id,
      List<Supplier<Formula>> formulas,
      Predicate<Subject> isSuch,
      String proved,
      String refuted) {
    this(id, formulas, isSuch, proved, subject -> refuted);
  }
}
