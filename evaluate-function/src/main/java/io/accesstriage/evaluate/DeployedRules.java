package io.accesstriage.evaluate;

import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.RulesFolder;
import io.accesstriage.rules.RulesText;
import io.accesstriage.text.InputText;
import io.accesstriage.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules that are deployed with the function: files beside the folder of its jar, not in it, so
 * that other rules are another package without a build. Lambda's class path begins with the folder
 * of the package. What can't be read, or isn't the files of the checksums beside them, keeps the
 * function from starting: its new version is not published, and the alias goes on with the old one.
 *
 * @see <a
 *     href="https://github.com/aws/aws-lambda-java-libs/blob/main/aws-lambda-java-runtime-interface-client/src/main/java/com/amazonaws/services/lambda/runtime/api/client/CustomerClassLoader.java">Lambda's
 *     class path</a>
 */
final class DeployedRules {
  /**
   * Optional, as sha256sum writes it. Who has tested rules says by it that no others may decide.
   */
  static final String CHECKSUMS = "rules.yaml.sha256";

  /** Without a name it is that of the only file. */
  private static final Pattern CHECKSUM = Pattern.compile("([0-9a-fA-F]{64})(?: [ *](\\S.*))?");

  private DeployedRules() {}

  /**
   * Reads them.
   *
   * @param classPath of the function
   */
  static RuleSet load(ClassLoader classPath) {
    try {
      List<Path> files = files(classPath);
      Map<String, byte[]> contents = new HashMap<>();
      for (Path file : files) {
        contents.put(name(file), Files.readAllBytes(file));
      }
      Path checksums = files.get(0).resolveSibling(CHECKSUMS);
      if (Files.exists(checksums)) {
        check(contents, Files.readString(checksums, StandardCharsets.ISO_8859_1));
      }
      List<RulesText> texts = new ArrayList<>();
      for (Path file : files) {
        texts.add(new RulesText(name(file), text(name(file), contents.get(name(file)))));
      }
      return RuleSet.parse(texts);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the deployed rules", e);
    }
  }

  private static List<Path> files(ClassLoader classPath) throws IOException {
    for (URL folder : Collections.list(classPath.getResources(""))) {
      if (folder.getProtocol().equals("file")) {
        List<Path> files = RulesFolder.rules(Path.of(URI.create(folder.toString())));
        if (!files.isEmpty()) {
          return files;
        }
      }
    }
    throw new IllegalStateException(
        "no rules are deployed: rules.yaml, or other *.yaml, must be in the function's package,"
            + " beside the folder lib");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String text(String name, byte[] content) {
    try {
      return InputText.of(content);
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(name + " is no text in UTF-8 or UTF-16", e);
    }
  }

  private static void check(Map<String, byte[]> contents, String checksums) {
    Map<String, String> expected = expected(contents, checksums);
    contents.forEach(
        (name, content) -> {
          String sum = expected.get(name);
          if (sum == null) {
            throw notTested(name + " is not in " + CHECKSUMS);
          }
          String actual = Sha256.hex(content);
          if (!actual.equalsIgnoreCase(sum)) {
            throw notTested(
                "%s is not the file of %s: expected %s, found %s"
                    .formatted(name, CHECKSUMS, sum, actual));
          }
        });
    expected.keySet().stream()
        .filter(name -> !contents.containsKey(name))
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw notTested("%s, which is in %s, is not deployed".formatted(name, CHECKSUMS));
            });
  }

  private static IllegalStateException notTested(String what) {
    return new IllegalStateException(
        "%s. Test the rules, then write the checksums again (sha256sum *.yaml >%s) or delete them"
            .formatted(what, CHECKSUMS));
  }

  /** The checksum of each file of rules; those of tests say nothing of what is deployed. */
  private static Map<String, String> expected(Map<String, byte[]> contents, String checksums) {
    Map<String, String> expected = new HashMap<>();
    List<String> lines = checksums.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    boolean isUnderstood = !lines.isEmpty();
    for (String text : lines) {
      Matcher line = CHECKSUM.matcher(text);
      Optional<String> name =
          line.matches()
              ? Optional.ofNullable(line.group(2)).or(() -> only(contents, lines))
              : Optional.empty();
      isUnderstood &= name.isPresent() && expected.put(name.get(), line.group(1)) == null;
    }
    if (!isUnderstood) {
      throw new IllegalStateException(
          "%s: expected lines as of sha256sum *.yaml, found %d characters of something else"
              .formatted(CHECKSUMS, checksums.length()));
    }
    expected.keySet().removeIf(RulesFolder::isTests);
    return expected;
  }

  private static Optional<String> only(Map<String, byte[]> contents, List<String> lines) {
    return contents.size() == 1 && lines.size() == 1
        ? contents.keySet().stream().findFirst()
        : Optional.empty();
  }
}
