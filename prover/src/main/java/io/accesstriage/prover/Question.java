package io.accesstriage.prover;

import io.accesstriage.rules.Subject;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether a rule archives any finding of some kind.
 *
 * @param id of the question
 * @param formulas when a finding is of the kind: there is none if none of the last one; those
 *     before are of the kind, too, and their examples say more
 * @param isSuch whether a finding is of the kind, for sure
 * @param proved what it means that there is none
 * @param refuted what it means that there is one
 */
record Question(
    String id, List<Formula> formulas, Predicate<Subject> isSuch, String proved, String refuted) {
  static final String PUBLIC = "public";
  static final String ANY_PRINCIPAL = "any-principal";
  static final String ANY_ACCOUNT = "any-account";
  static final String ANY_ACTION = "any-action";
  static final String ANY_RESOURCE = "any-resource";
  static final String TAGS_ALONE = "tags-alone";
  static final String DEAD = "dead";
  static final String SHADOWED = "shadowed";
  static final String SAME = "same";

  /** In the order in which they are answered. */
  static final List<String> BUILT_IN =
      List.of(
          PUBLIC,
          ANY_PRINCIPAL,
          ANY_ACCOUNT,
          ANY_ACTION,
          ANY_RESOURCE,
          TAGS_ALONE,
          DEAD,
          SHADOWED,
          SAME);
}
