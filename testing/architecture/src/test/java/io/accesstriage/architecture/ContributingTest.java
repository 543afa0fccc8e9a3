package io.accesstriage.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CONTRIBUTING.md and the glossary name files and classes, so these have to be there. */
final class ContributingTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Set<String> BUILT = Set.of(".git", "target");
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void table_filesToEdit_exist() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("CONTRIBUTING.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| to change"))
            .toList();
    List<String> paths = paths();
    List<String> missing = new ArrayList<>();
    for (String row : rows) {
      Matcher code = CODE.matcher(row.split(" \\| ", -1)[1]);
      while (code.find()) {
        Pattern path = pattern(code.group(1));
        if (paths.stream().noneMatch(p -> path.matcher(p).matches())) {
          missing.add(code.group(1) + " in: " + row);
        }
      }
    }

    assertTrue(rows.size() > 25, () -> rows.size() + " rows");
    assertEquals(List.of(), missing);
  }

  @Test
  void glossary_namesInTheCode_areFiles() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("docs/glossary.md")).stream()
            .filter(line -> line.startsWith("| "))
            .toList();
    List<String> paths = paths();
    List<String> missing = new ArrayList<>();
    for (String row : rows) {
      Matcher code = CLASS.matcher(row.substring(row.lastIndexOf(" | ")));
      while (code.find()) {
        String file = "/" + code.group(1) + ".java";
        if (paths.stream().noneMatch(path -> path.endsWith(file))) {
          missing.add(code.group());
        }
      }
    }

    assertTrue(rows.size() > 25, () -> rows.size() + " rows");
    assertEquals(List.of(), missing);
  }

  /** A path's beginning may be left out, "…" is for folders, and NAME and * for any name. */
  private static Pattern pattern(String path) {
    String file = path.replaceAll(" .*|/$", "");
    return Pattern.compile(
        "(.*/)?"
            + Stream.of(file.split("(?<=…/)|(?=…/)|(?<=NAME)|(?=NAME)|(?<=\\*)|(?=\\*)"))
                .map(ContributingTest::part)
                .collect(Collectors.joining()));
  }

  private static String part(String text) {
    return switch (text) {
      case "…/" -> "(.*/)?";
      case "NAME", "*" -> "[^/]+";
      default -> Pattern.quote(text);
    };
  }

  /** All files and folders, with slashes. */
  private static List<String> paths() throws IOException {
    try (Stream<Path> walk = Files.walk(ROOT)) {
      return walk.map(ROOT::relativize)
          .filter(path -> Stream.of(path.toString().split("[/\\\\]")).noneMatch(BUILT::contains))
          .map(path -> path.toString().replace('\\', '/'))
          .toList();
    }
  }
}
