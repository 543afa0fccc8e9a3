package io.accesstriage.rules;

import io.accesstriage.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of a folder are rules, and which their tests: {@code x.yaml} and {@code x-test.yaml}.
 * Those of folders below are neither, nor are those whose name begins with a dot. The order is that
 * of the names' bytes.
 */
public final class RulesFolder {
  private static final String RULES = ".yaml";
  private static final String TESTS = "-test.yaml";

  /** Whoever wrote it meant rules, which nothing would read. */
  private static final Pattern NEARLY = Pattern.compile(".*\\.ya?ml");

  private static final Comparator<String> BY_BYTES =
      Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private RulesFolder() {}

  /** Whether a file of this name, without its folder, has rules. */
  public static boolean isRules(String name) {
    return name.endsWith(RULES) && !isTests(name) && !name.startsWith(".");
  }

  /** Whether a file of this name has tests of rules. */
  public static boolean isTests(String name) {
    return name.endsWith(TESTS) && !name.startsWith(".");
  }

  /** Names of files in the order in which the files are read. */
  public static List<String> inOrder(Stream<String> names) {
    return names.sorted(BY_BYTES).toList();
  }

  /**
   * The files of rules in a folder, in order.
   *
   * @throws io.accesstriage.yaml.InvalidFileException where one is named so that it would not be
   *     read
   */
  public static List<Path> rules(Path folder) throws IOException {
    return files(folder, RulesFolder::isRules);
  }

  /** The files of tests in a folder, in order; the same is thrown. */
  public static List<Path> tests(Path folder) throws IOException {
    return files(folder, RulesFolder::isTests);
  }

  private static List<Path> files(Path folder, Predicate<String> kind) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<String> names =
          inOrder(
              all.filter(file -> !Files.isDirectory(file))
                  .map(file -> String.valueOf(file.getFileName())));
      names.forEach(name -> refuseNearly(folder, name));
      names.stream()
          .filter(name -> isRules(name) || isTests(name))
          .filter(name -> Files.exists(folder.resolve(name)))
          .filter(name -> !Files.isRegularFile(folder.resolve(name)))
          .forEach(name -> refuse(folder, name, "this is no regular file: move it away"));
      return names.stream().filter(kind).map(folder::resolve).toList();
    }
  }

  private static void refuseNearly(Path folder, String name) {
    if (NEARLY.matcher(name.toLowerCase(Locale.ROOT)).matches()
        && !name.endsWith(RULES)
        && !name.startsWith(".")) {
      refuse(
          folder, name, "only files whose names end in .yaml are read: rename it, or move it away");
    }
  }

  private static void refuse(Path folder, String name, String why) {
    YamlFile file = YamlFile.of(folder.resolve(name).toString(), "");
    file.problem(1, 1, why);
    file.failIfAnyProblem();
  }
}
