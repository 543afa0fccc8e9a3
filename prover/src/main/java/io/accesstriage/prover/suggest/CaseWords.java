package io.accesstriage.prover.suggest;

import io.accesstriage.decision.Explanation;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a case is about, for its name. */
final class CaseWords {
  private static final int LONGEST_NAME = 60;

  /** What else a finding is of, by the name that a part of a condition reads. */
  private static final Map<String, String> OTHERS = others();

  private CaseWords() {}

  private static Map<String, String> others() {
    Map<String, String> others = new LinkedHashMap<>();
    others.put("finding.type", "another type of finding");
    others.put("resource.type", "another type of resource");
    others.put("resource.account", "a resource of another account");
    others.put("resource.", "another resource");
    others.put("tag(", "a resource with other tags");
    others.put("finding.unused.", "more that is unused");
    others.put("principal.kind", "another kind of principal");
    others.put("principal.account", "a principal of another account");
    others.put("principal.", "another principal");
    others.put("access.actions", "other actions");
    others.put("access.type", "access across accounts");
    others.put("access.", "access under other conditions");
    others.put("finding.accessPoint", "access through other access points");
    return others;
  }

  /** A finding, such as "role/reader with access to example-data". */
  static String of(Finding finding) {
    Principal principal = finding.principal();
    String resource = name(finding.resource().arn());
    return finding.family() == Family.UNUSED || principal == null
        ? "%s of %s".formatted(finding.type().name(), resource)
        : "%s with access to %s".formatted(name(principal.value()), resource);
  }

  /** A finding of which a part of a condition is not true. */
  static String other(Explanation.Condition missing) {
    return OTHERS.entrySet().stream()
        .filter(other -> missing.expression().contains(other.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("what its condition is not true of");
  }

  /** The end of an ARN is what tells it apart. */
  private static String name(String arn) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    return SafeText.line(name.isEmpty() ? arn : name, LONGEST_NAME);
  }
}
