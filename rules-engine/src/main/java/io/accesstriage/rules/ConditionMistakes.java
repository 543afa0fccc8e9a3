package io.accesstriage.rules;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.text.SafeText;
import io.accesstriage.yaml.Suggestion;
import io.accesstriage.yaml.YamlText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in the words of rules what CEL finds wrong with a condition, and notes it in the file. */
final class ConditionMistakes {
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern RESERVED = Pattern.compile("reserved identifier: (\\w+)");

  /** Such as {@code finding["type"]}. */
  private static final Pattern INDEX =
      Pattern.compile(
          "(access|account|finding|principal|resource)\\s*\\[\\s*([\"'])(\\w+)\\2\\s*\\]");

  private static final String WHY_NO_STATUS =
      "rules cannot read \"finding.status\": archiving changes it, so a rule that reads it would"
          + " archive and un-archive the same finding forever. Remove this part; a rule decides on"
          + " active and archived findings alike";

  /** Functions of other languages. */
  private static final Map<String, String> SAME_FUNCTIONS =
      Map.of("any", "exists", "some", "exists", "every", "all", "includes", "contains");

  /** What the parser says that is about no unexpected sign, and what it means. */
  private static final Map<String, String> OF_PARSER =
      Map.of(
          "invalid argument to has() macro",
          "has() asks for a key after a dot, such as has(access.condition.key); any other key is"
              + " asked for by \"aws:PrincipalOrgID\" in access.condition",
          "The argument must be a simple name",
          "the first argument is a name for each element of the list, such as"
              + " access.actions.all(action, action != \"s3:*\")",
          "Expression recursion limit exceeded",
          "the condition is nested too deep: more than %d levels".formatted(Cel.DEEPEST_NESTING),
          "expression code point size exceeds limit",
          "the condition is longer than %,d characters".formatted(Cel.LONGEST_SOURCE),
          "For input string",
          "this number is too large");

  private final Set<String> known;

  /**
   * @param known the names that a condition may read
   */
  ConditionMistakes(Set<String> known) {
    this.known = known;
  }

  /** Notes why a text could not be parsed: the first mistake, since others follow from it. */
  void ofParsing(Collection<CelIssue> issues, YamlText source) {
    String text = source.value();
    for (CelIssue issue : issues) {
      String message = issue.getMessage();
      int offset = offset(text, issue.getSourceLocation());
      Matcher reserved = RESERVED.matcher(message);
      for (Map.Entry<String, String> meaning : OF_PARSER.entrySet()) {
        if (message.startsWith(meaning.getKey())) {
          source.problem(offset, meaning.getValue());
          return;
        }
      }
      if (reserved.matches() && !reserved.group(1).equals("if")) {
        source.problem(
            offset, "\"%s\" is a word that CEL keeps for itself".formatted(reserved.group(1)));
        return;
      }
    }
    int unexpected =
        issues.stream()
            .filter(issue -> !issue.getMessage().contains("'<EOF>'"))
            .mapToInt(issue -> offset(text, issue.getSourceLocation()))
            .min()
            .orElse(-1);
    SyntaxMistake mistake = SyntaxMistake.in(text, unexpected);
    source.problem(mistake.offset(), mistake.message());
  }

  /** Notes what is wrong with the names and types of a condition. */
  void ofChecking(Collection<CelIssue> issues, YamlText source) {
    boolean hasUnknownFunction = false;
    for (CelIssue issue : issues) {
      String text = source.value();
      int offset = offset(text, issue.getSourceLocation());
      Matcher undeclared = UNDECLARED.matcher(issue.getMessage());
      if (!undeclared.matches()) {
        source.problem(
            offset,
            TypeMistake.of(issue.getMessage()).orElse("CEL does not accept this condition"));
        continue;
      }
      String name = undeclared.group(1);
      char sign = offset < text.length() ? text.charAt(offset) : 0;
      if (sign == '(') {
        // CEL places a call at its parenthesis.
        hasUnknownFunction = true;
        source.problem(Math.max(0, text.lastIndexOf(name, offset)), unknownFunction(name));
      } else if (sign == '{') {
        source.problem(
            Math.max(0, text.lastIndexOf(name, offset)),
            "a rule cannot make messages such as " + SafeText.quoted(name, 100));
      } else {
        String dotted = dottedNameAt(byDots(text, offset), offset);
        // The element's name of a loop that is none is not known either.
        if (!hasUnknownFunction || dotted.contains(".")) {
          source.problem(offset, unknownName(dotted));
        }
      }
    }
  }

  private static String unknownFunction(String name) {
    if (Vocabulary.FUNCTIONS.contains(name)) {
      return "%s() is written on a list, with a name and a condition: access.actions.%1$s(action, action != \"s3:*\")"
          .formatted(name);
    }
    String same = SAME_FUNCTIONS.get(name);
    String suggestion =
        same == null
            ? Suggestion.of(name, Vocabulary.FUNCTIONS)
            : "; did you mean \"%s\"?".formatted(same);
    return "unknown function %s%s"
        .formatted(
            SafeText.quoted(name, 100),
            suggestion.isEmpty()
                ? "; known are " + String.join(", ", Vocabulary.FUNCTIONS)
                : suggestion);
  }

  private String unknownName(String name) {
    if (name.equalsIgnoreCase("finding.status")) {
      return WHY_NO_STATUS;
    }
    if (known.contains(name)) {
      return "write %s: names are read with dots, and only lists and maps with brackets"
          .formatted(name);
    }
    return "unknown name %s%s".formatted(SafeText.quoted(name, 100), suggestion(name));
  }

  private String suggestion(String name) {
    if (name.equals("account")) {
      return "; did you mean \"resource.account\" or \"principal.account\"?";
    }
    if (name.equals(Vocabulary.TAG)
        || name.equals("tags")
        || name.startsWith("tags.")
        || name.startsWith("finding.tags")
        || name.startsWith("resource.tags")) {
      return "; a tag is read by tag(\"name\")";
    }
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (lowerCase.equals("true") || lowerCase.equals("false")) {
      return "; did you mean %s?".formatted(lowerCase);
    }
    if (isText(name)) {
      return "; a text needs quotes: did you mean \"%s\"?".formatted(name);
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

  private static boolean isText(String name) {
    return name.endsWith("Access")
        || name.startsWith("Unused")
        || Arrays.stream(PrincipalKind.values()).anyMatch(kind -> kind.label().equals(name));
  }

  /** The source with the brackets after the first name written as a dot. */
  private static String byDots(String source, int offset) {
    Matcher index = INDEX.matcher(source).region(offset, source.length());
    return index.lookingAt()
        ? source.substring(0, offset) + index.replaceFirst("$1.$3").substring(offset)
        : source;
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
