package io.accesstriage.cli.archiverules;

import io.accesstriage.cli.archiverules.BuiltInRule.Criterion;
import io.accesstriage.rules.CelText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says in CEL what a built-in archive rule means. What the two cannot mean alike is refused, never
 * approximated: a rule that archives more than the one that it replaces would hide findings.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html">Filter
 *     keys</a>
 */
final class RuleTranslator {
  private static final String CONDITION = "condition.";
  private static final String AWS_KINDS =
      "principal.kind in [\"Anyone\", \"Account\", \"Role\", \"User\", \"AssumedRole\", \"FederatedUser\"]";

  /** The filter keys that name what every finding has. */
  private static final Map<String, String> NAMES =
      Map.of(
          "resource", "resource.arn",
          "resourceType", "resource.type",
          "resourceOwnerAccount", "resource.account",
          "findingType", "finding.type");

  private RuleTranslator() {}

  /**
   * @param when the condition
   * @param allowPublic whether the built-in rule archives public findings, too
   */
  record Translation(String when, boolean allowPublic) {}

  /** A rule that has no equivalent; the message says which criterion and why. */
  static final class NotTranslatable extends RuntimeException {
    NotTranslatable(String message) {
      super(message);
    }
  }

  /**
   * @param analyzerArn of the analyzer that the rule belongs to: it archives no other's findings
   * @throws NotTranslatable where rules cannot say the same
   */
  static Translation translate(BuiltInRule rule, String analyzerArn) {
    if (rule.criteria().isEmpty()) {
      throw new NotTranslatable("it has no criteria");
    }
    List<String> parts = new ArrayList<>();
    parts.add("finding.analyzerArn == " + CelText.asciiString(analyzerArn));
    new TreeMap<>(rule.criteria()).forEach((key, operators) -> parts.add(part(key, operators)));
    return new Translation(String.join("\n&& ", parts) + "\n", !isPublicExcluded(rule));
  }

  private static String part(String key, List<Criterion> operators) {
    if (operators.size() != 1) {
      throw new NotTranslatable(
          "%s has %d operators; AWS does not say how they combine"
              .formatted(key, operators.size()));
    }
    Criterion criterion = operators.get(0);
    if (key.equals("isPublic")) {
      return isPublic(criterion);
    }
    if (key.equals("error")) {
      return error(criterion);
    }
    if (key.equals("resourceControlPolicyRestriction")) {
      return restriction(criterion);
    }
    if (key.equals("condition.aws:SourceIp")) {
      throw new NotTranslatable("AWS does not say how " + key + " compares addresses with ranges");
    }
    if (key.equals("principal.AWS")) {
      return ofKinds(AWS_KINDS, criterion);
    }
    if (key.equals("principal.Federated")) {
      return ofKinds("principal.kind == \"Federated\"", criterion);
    }
    if (key.startsWith(CONDITION)) {
      String name = CelText.asciiString(key.substring(CONDITION.length()));
      return optional(
          name + " in access.condition", "access.condition[%s]".formatted(name), criterion);
    }
    String name = NAMES.get(key);
    if (name == null) {
      throw new NotTranslatable(key + " is not known to this version");
    }
    if (criterion instanceof Criterion.Exists exists) {
      throw new NotTranslatable(
          "%s exists %s: every finding has one".formatted(key, exists.expected()));
    }
    return compared(name, criterion);
  }

  private static String isPublic(Criterion criterion) {
    if (criterion instanceof Criterion.Equal equal && equal.values().size() == 1) {
      return switch (equal.values().get(0)) {
        case "true" -> equal.negated() ? "!finding.isPublic" : "finding.isPublic";
        case "false" -> equal.negated() ? "finding.isPublic" : "!finding.isPublic";
        default -> throw new NotTranslatable("isPublic is compared with neither true nor false");
      };
    }
    throw new NotTranslatable("isPublic is not compared with true or false");
  }

  private static boolean isPublicExcluded(BuiltInRule rule) {
    return rule.criteria().containsKey("isPublic")
        && isPublic(rule.criteria().get("isPublic").get(0)).equals("!finding.isPublic");
  }

  /** Here no rule archives the finding of a resource that could not be analyzed. */
  private static String error(Criterion criterion) {
    if (criterion instanceof Criterion.Exists exists && !exists.expected()) {
      return "finding.error == \"\"";
    }
    throw new NotTranslatable(
        "it archives error findings, whose access nobody knows; here no rule archives them");
  }

  private static String restriction(Criterion criterion) {
    String name = "finding.restrictions.resourceControlPolicy";
    return optional(name + " != \"\"", name, criterion);
  }

  /** Of a principal of unknown kind nobody knows that it is none of these. */
  private static String ofKinds(String kinds, Criterion criterion) {
    return criterion instanceof Criterion.Exists exists && !exists.expected()
        ? "!(%s || principal.kind == \"Unknown\")".formatted(kinds)
        : optional(kinds, "principal.value", criterion);
  }

  /** What some findings lack: a comparison, also a negated one, asks that it is there. */
  private static String optional(String isThere, String name, Criterion criterion) {
    if (criterion instanceof Criterion.Exists exists) {
      return exists.expected() ? isThere : "!(%s)".formatted(isThere);
    }
    return "(%s && %s)".formatted(isThere, compared(name, criterion));
  }

  private static String compared(String name, Criterion criterion) {
    if (criterion instanceof Criterion.Equal equal) {
      String any = "%s in %s".formatted(name, list(equal.values()));
      return equal.negated() ? "!(%s)".formatted(any) : any;
    }
    if (criterion instanceof Criterion.Contains contains) {
      return contains.values().stream()
          .map(value -> "%s.contains(%s)".formatted(name, CelText.asciiString(value)))
          .collect(Collectors.joining(" || ", "(", ")"));
    }
    throw new IllegalStateException("sealed: " + criterion);
  }

  private static String list(List<String> values) {
    return values.stream().map(CelText::asciiString).collect(Collectors.joining(", ", "[", "]"));
  }
}
