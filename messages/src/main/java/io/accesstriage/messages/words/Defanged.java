package io.accesstriage.messages.words;

import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Text that others wrote, as a person may see it in an alert: on one line, cut, nothing invisible
 * in it, and nothing that a mail or chat program would turn into a link. Data for programs are not
 * defanged.
 */
public final class Defanged {
  private static final int LONGEST_VALUE = 300;
  private static final int LONGEST_SENTENCE = 600;

  private static final Pattern WEB_LINK = Pattern.compile("(?i)htt(ps?:)");
  private static final Pattern OTHER_LINK = Pattern.compile("(?i)(?<!hxxp)(?<!hxxps):(?=//)");

  private static final List<String> SCHEMES =
      List.of(
          "javascript",
          "vbscript",
          "view-source",
          "mailto",
          "sip",
          "sips",
          "skype",
          "xmpp",
          "magnet");

  private static final List<String> SCHEMES_OF_NUMBERS =
      List.of("tel", "sms", "callto", "facetime");

  /** Schemes without slashes. Names that are ordinary words need more behind them. */
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}])(?:(?:%s):(?=\\S)|(?:%s):(?=[+(\\d])|data:(?=[\\w.+-]*[/;,]))"
              .formatted(String.join("|", SCHEMES), String.join("|", SCHEMES_OF_NUMBERS)));

  /** What is before a colon in each match of {@link #WEB_LINK} and {@link #SCHEME}. */
  private static final List<String> BEFORE_COLON =
      Stream.of(List.of("http", "https", "data"), SCHEMES, SCHEMES_OF_NUMBERS)
          .flatMap(List::stream)
          .toList();

  /** {@code //host} and {@code \\host}, which name no scheme. */
  private static final Pattern ROOTED =
      Pattern.compile("(?<![\\p{L}\\p{N}:/\\\\*])(?<!\\[:])(//|\\\\\\\\)(?=[\\p{L}\\p{N}])");

  /** A stop, and the characters that browsers take for one. */
  private static final String STOPS = ".\u06d4\u3002\uff0e\uff61\u2024\ufe52";

  private static final String DOT = "[" + STOPS + "]";

  private static final String LETTER = "[\\p{L}\\p{N}\\p{M}\\p{So}\\p{Sk}_-]";

  private static final Pattern DOTTED =
      Pattern.compile("(?<!%1$s)%1$s++(?:%2$s%1$s++)++".formatted(LETTER, DOT));

  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** The size of a network behind its address, such as /24. */
  private static final Pattern NETWORK_SIZE = Pattern.compile("/\\d{1,2}(?![\\w/?#.:-])");

  private static final Pattern PATH = Pattern.compile("[/?#]|:\\d");

  /** Of a rule, on one line. */
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*+\"");

  /** As wide as a break between columns. */
  private static final Pattern GAP = Pattern.compile(" {3,}");

  private Defanged() {}

  /** The text on one line, without wide gaps, cut to about {@code max} characters. */
  public static String text(String hostile, int max) {
    return defanged(SafeText.line(withoutGaps(hostile), max));
  }

  /** The same in double quotes, to show where it begins and ends. */
  public static String quoted(String hostile, int max) {
    return defanged(SafeText.quoted(withoutGaps(hostile), max));
  }

  private static String withoutGaps(String text) {
    return text.contains("   ") ? GAP.matcher(text).replaceAll(" ") : text;
  }

  /**
   * A text of printable ASCII characters at most {@code max} long; where cutting it makes something
   * look like a link, that is defanged too.
   */
  public static String ascii(String text, int max) {
    String ascii = SafeText.ascii(text, max);
    String safe = defanged(ascii);
    while (!safe.equals(ascii)) {
      ascii = SafeText.ascii(safe, max);
      safe = defanged(ascii);
    }
    return ascii;
  }

  /** Whether {@link #text} leaves the text as it is, for commands that are to be copied. */
  public static boolean isUnchanged(String text) {
    return text(text, Integer.MAX_VALUE).equals(text);
  }

  /** A text of somebody else as a sentence. */
  public static String sentence(String hostile) {
    return Words.sentence(text(hostile, LONGEST_SENTENCE));
  }

  /** A text of somebody else where a line of ours has room for one. */
  public static String value(String hostile) {
    return text(hostile, LONGEST_VALUE);
  }

  /**
   * A rule that is to be copied, and means what it did. In its strings that look like a domain,
   * each stop is written as a number, which CEL reads and no mail program takes for a link.
   *
   * @see <a
   *     href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values">Escape
   *     sequences of CEL</a>
   */
  public static String rule(String rule) {
    return STRING
        .matcher(rule)
        .replaceAll(
            string ->
                Matcher.quoteReplacement(
                    isUnchanged(string.group())
                        ? string.group()
                        : string.group().replace(".", "\\u002e")));
  }

  /** Whether the text, of which {@link #rule} has written the domains, can be shown as it is. */
  public static boolean isHarmless(String text) {
    String ofOthers = AwsConstants.PLAIN.matcher(text).replaceAll("");
    return SafeText.line(text, Integer.MAX_VALUE).equals(text)
        && List.of(WEB_LINK, OTHER_LINK, SCHEME, ROOTED).stream()
            .noneMatch(link -> link.matcher(ofOthers).find())
        && !ofOthers.toLowerCase(Locale.ROOT).contains("www.");
  }

  private static String defanged(String line) {
    if (hasNoLink(line)) {
      return line;
    }
    if (line.indexOf('.') < 0) {
      return withoutLinks(line);
    }
    StringBuilder result = new StringBuilder();
    Matcher constant = AwsConstants.PLAIN.matcher(line);
    int end = 0;
    while (constant.find()) {
      result.append(withoutLinks(line.substring(end, constant.start()))).append(constant.group());
      end = constant.end();
    }
    return result.append(withoutLinks(line.substring(end))).toString();
  }

  /** Most texts of an alert have nothing without which nothing is a link. */
  private static boolean hasNoLink(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ':' || c == '/' || c == '\\' || c >= 0x80) {
        return false;
      }
    }
    return !mayHaveDomain(line);
  }

  /** Whether a stop is in a word, and not only at its end. */
  private static boolean mayHaveDomain(String text) {
    for (int i = 1; i < text.length() - 1; i++) {
      if (STOPS.indexOf(text.charAt(i)) >= 0
          && mayBeInWord(text.charAt(i - 1))
          && mayBeInWord(text.charAt(i + 1))) {
        return true;
      }
    }
    return false;
  }

  /** Of ASCII, what {@link #LETTER} has. */
  private static boolean mayBeInWord(char c) {
    return c >= 0x80
        || c == '-'
        || c == '_'
        || c == '`'
        || c == '^'
        || Character.isLetterOrDigit(c);
  }

  /** Whether a colon has the name of a scheme before it. */
  private static boolean mayHaveScheme(String text) {
    for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
      for (String scheme : BEFORE_COLON) {
        int length = scheme.length();
        if (text.regionMatches(true, colon - length, scheme, 0, length)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A pattern is tried only where the text has what each of its matches has: an ARN has few. */
  private static String withoutLinks(String line) {
    String text = line;
    if (mayHaveScheme(text)) {
      text = WEB_LINK.matcher(text).replaceAll("hxx$1");
    }
    if (text.contains("://")) {
      text = OTHER_LINK.matcher(text).replaceAll("[:]");
    }
    if (mayHaveScheme(text)) {
      text = SCHEME.matcher(text).replaceAll(scheme -> scheme.group().replace(":", "[:]"));
    }
    if (text.contains("//") || text.contains("\\\\")) {
      text = ROOTED.matcher(text).replaceAll("[$1]");
    }
    return mayHaveDomain(text) ? withoutDomains(text) : text;
  }

  private static String withoutDomains(String text) {
    return DOTTED
        .matcher(text)
        .replaceAll(
            dotted ->
                isLink(dotted, text)
                    ? dotted.group().replaceAll(DOT, "[$0]")
                    : Matcher.quoteReplacement(dotted.group()));
  }

  private static boolean isLink(MatchResult dotted, String text) {
    String host = dotted.group().replaceAll(DOT, ".").toLowerCase(Locale.ROOT);
    boolean hasPath = isNext(PATH, text, dotted.end());
    if (ADDRESS.matcher(host).matches()) {
      return !isNext(NETWORK_SIZE, text, dotted.end());
    }
    if (!hasPath && AwsConstants.isService(dotted.group())) {
      return false;
    }
    if (host.contains("www.")) {
      return true;
    }
    String[] labels = host.split("\\.", -1);
    for (int i = 1; i < labels.length; i++) {
      if (TopLevelDomains.contains(labels[i])) {
        return true;
      }
    }
    String ending = labels[labels.length - 1];
    boolean isName = ending.codePointCount(0, ending.length()) > 1 && !hasDigit(ending);
    return isName && (hasPath || !ending.chars().allMatch(c -> c < 0x80));
  }

  private static boolean hasDigit(String label) {
    return label.codePoints().anyMatch(Character::isDigit);
  }

  private static boolean isNext(Pattern pattern, String text, int at) {
    return pattern.matcher(text).region(at, text.length()).lookingAt();
  }
}
