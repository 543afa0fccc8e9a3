package io.accesstriage.rules;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.YamlText;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Says in a rule's own words what CEL finds wrong with a condition. */
final class ConditionMistakes {
  private static final String UNDECLARED = "undeclared reference to '";

  private static final String STATUS = "finding.status";

  private static final String WHY_NO_STATUS =
      "rules cannot read \"finding.status\": archiving changes it, so a rule that reads it would"
          + " archive and un-archive the same finding forever. Remove this part; a rule decides on"
          + " active and archived findings alike";

  private final Set<String> known;

  /**
   * @param known the names that a condition may read
   */
  ConditionMistakes(Set<String> known) {
    this.known = known;
  }

  /** Notes what is wrong in the file. */
  void note(Collection<CelIssue> issues, YamlText source) {
    issues.forEach(issue -> note(issue, source));
  }

  private void note(CelIssue issue, YamlText source) {
    String text = source.value();
    int offset = offset(text, issue.getSourceLocation());
    String message = issue.getMessage();
    if (!message.startsWith(UNDECLARED)) {
      source.problem(offset, message);
      return;
    }
    String undeclared =
        message.substring(UNDECLARED.length(), message.indexOf('\'', UNDECLARED.length()));
    if (offset < text.length() && text.charAt(offset) == '(') {
      // CEL places a call at its parenthesis.
      source.problem(
          Math.max(0, text.lastIndexOf(undeclared, offset)),
          "unknown function %s%s"
              .formatted(
                  SafeText.quoted(undeclared, 100),
                  Suggestion.of(undeclared, Vocabulary.FUNCTIONS).isEmpty()
                      ? "; known are " + String.join(", ", Vocabulary.FUNCTIONS)
                      : Suggestion.of(undeclared, Vocabulary.FUNCTIONS)));
      return;
    }
    if (offset < text.length() && text.charAt(offset) == '{') {
      source.problem(
          Math.max(0, text.lastIndexOf(undeclared, offset)),
          "a rule cannot make messages such as " + SafeText.quoted(undeclared, 100));
      return;
    }
    String name = dottedNameAt(text, offset);
    source.problem(
        offset,
        name.equals(STATUS)
            ? WHY_NO_STATUS
            : "unknown name %s%s".formatted(SafeText.quoted(name, 100), suggestion(name)));
  }

  private String suggestion(String name) {
    if (name.equals("account")) {
      return "; did you mean \"resource.account\" or \"principal.account\"?";
    }
    if (name.equals("tags") || name.startsWith("tags.") || name.startsWith("resource.tags")) {
      return "; a tag is read by tag(\"name\")";
    }
    String suggestion = Suggestion.of(name, known);
    if (!suggestion.isEmpty()) {
      return suggestion;
    }
    String prefix = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : name + ".";
    List<String> siblings = known.stream().filter(k -> k.startsWith(prefix)).toList();
    return "; known are "
        + String.join(
            ", ",
            siblings.isEmpty()
                ? known.stream().map(k -> k.replaceAll("\\..*", ".…")).distinct().toList()
                : siblings);
  }

  /**
   * CEL reports only the first identifier of a dotted name that it does not know. A method that is
   * called on the name is no part of it.
   */
  private static String dottedNameAt(String source, int offset) {
    int end = offset;
    while (end < source.length()
        && (Character.isLetterOrDigit(source.charAt(end))
            || source.charAt(end) == '_'
            || source.charAt(end) == '.')) {
      end++;
    }
    String name = source.substring(offset, end);
    return end < source.length() && source.charAt(end) == '(' && name.contains(".")
        ? name.substring(0, name.lastIndexOf('.'))
        : name;
  }

  private static int offset(String source, CelSourceLocation location) {
    int start = 0;
    for (int line = 1; line < location.getLine(); line++) {
      start = source.indexOf('\n', start) + 1;
    }
    return start + Expressions.atCodePoint(source.substring(start), location.getColumn());
  }
}
