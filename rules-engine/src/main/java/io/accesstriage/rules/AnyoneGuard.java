package io.accesstriage.rules;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.OpenAccess;
import java.util.ArrayList;
import java.util.List;

/**
 * The guard against access of anyone: a public finding, and access under conditions that limit
 * nobody. Only a rule with {@code allowPublic} archives either.
 *
 * @param isNotPublic whether the finding is surely not public
 * @param isNotOpen whether its conditions, if it has any, surely limit somebody
 */
record AnyoneGuard(Truth isNotPublic, Truth isNotOpen) {

  static AnyoneGuard of(Finding finding) {
    Boolean isOpen = OpenAccess.isOpen(finding);
    return new AnyoneGuard(
        isNotPublic(finding), isOpen == null ? Truth.UNDETERMINED : Truth.of(!isOpen));
  }

  private static Truth isNotPublic(Finding finding) {
    Boolean isPublic = finding.isPublic();
    if (isPublic == null) {
      return finding.mayBePublic() ? Truth.UNDETERMINED : Truth.TRUE;
    }
    return Truth.of(!isPublic);
  }

  /** Whether the access is for some only. */
  Truth isForSomeOnly() {
    return isNotPublic.and(isNotOpen);
  }

  /** Whether it holds a rule back although the rule's condition is true. */
  boolean keeps(Rule rule) {
    return !rule.allowPublic() && isForSomeOnly() != Truth.TRUE;
  }

  /**
   * The names for want of which nobody knows whether anyone has the access; none where it is known.
   */
  List<String> lacking(Finding finding) {
    List<String> lacking = new ArrayList<>();
    if (isForSomeOnly() == Truth.UNDETERMINED) {
      if (isNotPublic == Truth.UNDETERMINED) {
        lacking.add(Vocabulary.IS_PUBLIC);
      }
      if (isNotOpen == Truth.UNDETERMINED) {
        lacking.add(whatLeavesOpen(finding));
      }
    }
    return lacking;
  }

  private static String whatLeavesOpen(Finding finding) {
    if (finding.principal() == null) {
      return "principal.value";
    }
    return finding.access() == null || finding.access().condition() == null
        ? "access.condition"
        : "principal.kind";
  }

  /** What calls for allowPublic, for a reader. */
  String why() {
    return isNotPublic != Truth.TRUE
        ? "finding is, or may be, public"
        : "access is, or may be, open, as its conditions limit nobody";
  }
}
