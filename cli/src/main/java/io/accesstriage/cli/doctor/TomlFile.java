package io.accesstriage.cli.doctor;

import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sections of a TOML file whose values are texts, numbers, flags and lists of these, as the AWS
 * SAM CLI writes samconfig.toml. Anything else is refused rather than guessed.
 *
 * @see <a href="https://toml.io/en/v1.0.0">TOML</a>
 */
final class TomlFile {
  private static final Pattern BLANK = Pattern.compile("(?:[ \\t\\r\\n]|#[^\\n]*)*+");
  private static final Pattern SECTION =
      Pattern.compile("\\[[ \\t]*([A-Za-z0-9_.-]+)[ \\t]*\\](?=[ \\t]*(?:#|\\r?\\n|$))");
  private static final Pattern KEY = Pattern.compile("([A-Za-z0-9_-]+)[ \\t]*=[ \\t]*");
  private static final Pattern VALUE =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"((?:\\\\[\"\\\\bfnrt]|[^\"\\\\\\n])*+)\"|'([^'\\n]*+)'|([A-Za-z0-9_.:+-]+)",
          Pattern.DOTALL);
  private static final int LONGEST_SHOWN = 60;

  private final String file;
  private final String text;
  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
  private int at;

  TomlFile(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * The values by section and name; the texts of a list have a space between them.
   *
   * @throws CommandLineError where something is neither
   */
  Map<String, Map<String, String>> sections() {
    String section = "";
    take(BLANK);
    while (at < text.length()) {
      Matcher found = matcher(SECTION);
      if (found.lookingAt()) {
        section = found.group(1);
        at = found.end();
      } else {
        found = matcher(KEY);
        if (!found.lookingAt()) {
          throw notUnderstood();
        }
        at = found.end();
        sections
            .computeIfAbsent(section, none -> new LinkedHashMap<>())
            .put(found.group(1), String.join(" ", values()));
      }
      take(BLANK);
    }
    return sections;
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    if (!text.startsWith("[", at)) {
      values.add(value());
      return values;
    }
    at++;
    take(BLANK);
    while (!text.startsWith("]", at)) {
      values.add(value());
      take(BLANK);
      if (text.startsWith(",", at)) {
        at++;
        take(BLANK);
      } else if (!text.startsWith("]", at)) {
        throw notUnderstood();
      }
    }
    at++;
    return values;
  }

  private String value() {
    Matcher found = matcher(VALUE);
    if (!found.lookingAt() || found.group().startsWith("\"\"\"")) {
      throw notUnderstood();
    }
    at = found.end();
    if (found.group(1) != null) {
      return unescaped(found.group(1));
    }
    return found.group(2) != null ? found.group(2) : found.group(3);
  }

  private static String unescaped(String text) {
    return Pattern.compile("\\\\(.)")
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    switch (escape.group(1)) {
                      case "b" -> "\b";
                      case "f" -> "\f";
                      case "n" -> "\n";
                      case "r" -> "\r";
                      case "t" -> "\t";
                      default -> escape.group(1);
                    }));
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(text).region(at, text.length());
  }

  private void take(Pattern pattern) {
    Matcher found = matcher(pattern);
    if (found.lookingAt()) {
      at = found.end();
    }
  }

  private CommandLineError notUnderstood() {
    long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new CommandLineError(
        "%s:%d: expected [section], name = \"text\" or name = [\"text\", \"text\"], as sam writes them; found %s"
            .formatted(
                file,
                line,
                SafeText.quoted(text.substring(at).lines().findFirst().orElse(""), LONGEST_SHOWN)));
  }
}
