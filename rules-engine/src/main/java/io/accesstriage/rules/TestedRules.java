package io.accesstriage.rules;

import io.accesstriage.text.InputText;
import io.accesstriage.text.Sha256;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rules that are to decide. Where their checksums are beside them, no other rules may: who
 * has tested rules says so by that file.
 */
public final class TestedRules {
  /** Optional, as sha256sum writes it. */
  static final String CHECKSUMS = "rules.yaml.sha256";

  /** Without a name it is that of the only file. */
  private static final Pattern CHECKSUM = Pattern.compile("([0-9a-fA-F]{64})(?: [ *](\\S.*))?");

  private TestedRules() {}

  /**
   * Reads the rules of one folder.
   *
   * @param files all that it has, at least one
   * @throws IllegalStateException where they are not the files of the checksums, or no text
   * @throws io.accesstriage.yaml.InvalidFileException where one has a mistake
   */
  public static RuleSet read(List<Path> files) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (Path file : files) {
      contents.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }
    Path checksums = files.get(0).resolveSibling(CHECKSUMS);
    if (Files.exists(checksums)) {
      check(contents, Files.readString(checksums, StandardCharsets.ISO_8859_1));
    }
    List<RulesText> texts = new ArrayList<>();
    contents.forEach((name, content) -> texts.add(new RulesText(name, text(name, content))));
    return RuleSet.parse(texts);
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
          String sum = expected.remove(name);
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
    Map<String, String> expected = new TreeMap<>();
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
