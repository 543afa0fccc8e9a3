package io.accesstriage.messages.words;

import io.accesstriage.text.SafeText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that others wrote, as it may stand in an alert: on one line, cut, nothing invisible in it,
 * and nothing that a mail or chat program would turn into a link.
 */
public final class Defanged {
  private static final Pattern WEB_LINK = Pattern.compile("(?i)htt(ps?:)");
  private static final Pattern OTHER_LINK =
      Pattern.compile("(?i)(?<!hxxp)(?<!hxxps)(:)(?=//)|(?<=mailto)(:)");
  private static final Pattern DOTTED =
      Pattern.compile("(?<![\\p{L}\\p{N}_-])[\\p{L}\\p{N}_-]++(?:\\.[\\p{L}\\p{N}_-]++)++");

  /** A service itself, not a host that a customer of AWS may have under its name. */
  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9-]+(\\.[a-z]{2,4}(-[a-z]+)+-\\d)?\\.amazonaws\\.com(\\.cn)?");

  /** The endings that mail programs take for a domain's, even without a path behind. */
  private static final Set<String> ENDINGS =
      Set.of(
          ("ac ae ai app ar at au be biz bid blog br ca cc cf ch cl click cloud club cm cn co com cz"
                  + " de dev dk download edu es eu fi fr fun ga gd gg gl gov gq gr gs help hk host"
                  + " hu icu ie il in info ink int io is it jp kr la life link live lol lt ltd lv ly"
                  + " me mil ml mobi mov ms mx net ninja nl no nu nz online org page pe ph pl pro pt"
                  + " pub pw red ro rocks ru run sa se sg sh shop si site sk space st store stream su"
                  + " support tech tel tk to today top tr trade tv tw ua uk us vip vn website win"
                  + " work world ws xyz za zip zone")
              .split(" "));

  /**
   * Texts that AWS makes and nobody else: the address that people sign in at with SAML, and the
   * paths of the roles of IAM Identity Center and of service-linked roles, which nobody may choose.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html">SAML
   *     assertions</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">Paths of
   *     IAM</a>
   */
  private static final Pattern OF_AWS =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}./:@_-])https://(?:[a-z]{2}(?:-[a-z]+)+-\\d\\.)?signin\\."
              + "(?:aws\\.amazon\\.com|amazonaws-us-gov\\.com|amazonaws\\.cn)/(?:static/)?saml"
              + "(?:/acs/[A-Za-z0-9]+)?(?![\\p{L}\\p{N}/:@?#%&=_-]|\\.[\\p{L}\\p{N}])"
              + "|(?<=:role/)aws-reserved/sso\\.amazonaws\\.com(?:\\.cn)?"
              + "/(?:[a-z]{2}(?:-[a-z]+)+-\\d/)?(?=AWSReservedSSO_)"
              + "|(?<=:role/)aws-service-role/[a-z0-9-]+(?:\\.[a-z0-9-]+)?\\.amazonaws\\.com(?:\\.cn)?"
              + "/(?=AWSServiceRoleFor)");

  private Defanged() {}

  /** The text on one line, cut to about {@code max} characters. */
  public static String text(String hostile, int max) {
    return defanged(SafeText.line(hostile, max));
  }

  /** The same in double quotes, to show where it begins and ends. */
  public static String quoted(String hostile, int max) {
    return defanged(SafeText.quoted(hostile, max));
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

  /**
   * Whether the text can be shown as it is in a rule that is to be copied: there, the name of an
   * identity provider may look like a domain.
   */
  public static boolean isHarmless(String text) {
    String others = OF_AWS.matcher(text).replaceAll(" ");
    return SafeText.line(text, Integer.MAX_VALUE).equals(text)
        && !WEB_LINK.matcher(others).find()
        && !OTHER_LINK.matcher(others).find()
        && !others.toLowerCase(Locale.ROOT).contains("www.");
  }

  /** Most texts of an alert have neither a colon nor a dot, without which nothing is a link. */
  private static String defanged(String line) {
    if (line.indexOf('.') < 0 || line.indexOf('/') < 0) {
      return ofOthers(line);
    }
    Matcher ofAws = OF_AWS.matcher(line);
    StringBuilder result = new StringBuilder();
    int end = 0;
    while (ofAws.find()) {
      result.append(ofOthers(line.substring(end, ofAws.start()))).append(ofAws.group());
      end = ofAws.end();
    }
    return end == 0 ? ofOthers(line) : result.append(ofOthers(line.substring(end))).toString();
  }

  private static String ofOthers(String line) {
    String text = line;
    if (line.indexOf(':') >= 0) {
      text = WEB_LINK.matcher(line).replaceAll("hxx$1");
      text = OTHER_LINK.matcher(text).replaceAll("[:]");
    }
    return text.indexOf('.') < 0 ? text : withoutDomains(text);
  }

  private static String withoutDomains(String text) {
    Matcher dotted = DOTTED.matcher(text);
    StringBuilder result = new StringBuilder();
    while (dotted.find()) {
      char next = dotted.end() < text.length() ? text.charAt(dotted.end()) : ' ';
      String shown =
          isLink(dotted.group(), next) ? dotted.group().replace(".", "[.]") : dotted.group();
      dotted.appendReplacement(result, Matcher.quoteReplacement(shown));
    }
    return dotted.appendTail(result).toString();
  }

  private static boolean isLink(String dotted, char next) {
    String host = dotted.toLowerCase(Locale.ROOT);
    boolean hasPath = next == '/' || next == '?' || next == '#';
    if (SERVICE.matcher(host).matches() && !hasPath) {
      return false;
    }
    if (host.contains("www.")) {
      return true;
    }
    String[] labels = host.split("\\.", -1);
    for (int i = 1; i < labels.length; i++) {
      if (ENDINGS.contains(labels[i])) {
        return true;
      }
    }
    String ending = labels[labels.length - 1];
    boolean isName = ending.length() > 1 && ending.codePoints().allMatch(Character::isLetter);
    return isName && (hasPath || !ending.chars().allMatch(c -> c < 0x80));
  }
}
