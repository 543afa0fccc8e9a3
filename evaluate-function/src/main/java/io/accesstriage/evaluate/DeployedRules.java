package io.accesstriage.evaluate;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.text.InputText;
import io.accesstriage.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules that are deployed with the function: a file beside the folder of its jar, not in it, so
 * that other rules are another package without a build. Lambda's class path begins with the folder
 * of the package. What can't be read, or isn't the file of the checksum beside it, keeps the
 * function from starting: its new version is not published, and the alias goes on with the old one.
 *
 * @see <a
 *     href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/CustomerClassLoader.java">Lambda's
 *     class path</a>
 */
final class DeployedRules {
  static final String FILE = "rules.yaml";

  /**
   * Optional, as sha256sum writes it. Who has tested rules says by it that no others may decide.
   */
  static final String CHECKSUM = FILE + ".sha256";

  private static final Pattern CHECKSUM_LINE =
      Pattern.compile("([0-9a-fA-F]{64})( [ *]" + Pattern.quote(FILE) + ")?\\s*");

  private DeployedRules() {}

  /**
   * Reads them.
   *
   * @param classPath of the function
   */
  static RuleSet load(ClassLoader classPath) {
    byte[] rules = bytes(classPath, FILE);
    if (rules == null) {
      throw new IllegalStateException(
          FILE + " is not deployed: it must be in the function's package, beside the folder lib");
    }
    byte[] checksum = bytes(classPath, CHECKSUM);
    if (checksum != null) {
      check(rules, new String(checksum, StandardCharsets.UTF_8));
    }
    try {
      return RuleSet.parse(FILE, InputText.of(rules));
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(FILE + " is no text in UTF-8 or UTF-16", e);
    }
  }

  private static void check(byte[] rules, String checksum) {
    Matcher line = CHECKSUM_LINE.matcher(checksum);
    if (!line.matches()) {
      throw new IllegalStateException(
          "%s: expected one line as of sha256sum %s, found %d characters of something else"
              .formatted(CHECKSUM, FILE, checksum.length()));
    }
    String expected = line.group(1);
    String actual = Sha256.hex(rules);
    if (!actual.equalsIgnoreCase(expected)) {
      throw new IllegalStateException(
          ("%s is not the file of %s: expected %s, found %s. Test it, then write its checksum"
                  + " again (sha256sum %1$s >%2$s) or delete that")
              .formatted(FILE, CHECKSUM, expected, actual));
    }
  }

  private static byte @Nullable [] bytes(ClassLoader classPath, String file) {
    try (InputStream in = classPath.getResourceAsStream(file)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the deployed " + file, e);
    }
  }
}
