package io.accesstriage.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the author of a file reads whose lines are no YAML. */
class YamlMistakesTest {
  private static final Path GOLDEN =
      Path.of("src", "test", "resources", "rules", "yaml-mistakes.txt");

  /** Each case is a title, the lines of a rule after its effect, and the whole message. */
  @TestFactory
  Stream<DynamicTest> parse_ofMistakesThatPeopleMake_saysWhatToWrite() throws IOException {
    return Arrays.stream(Files.readString(GOLDEN).split("(?m)^=== "))
        .filter(text -> !text.isEmpty())
        .map(YamlMistakesTest::test);
  }

  private static DynamicTest test(String text) {
    int title = text.indexOf('\n');
    int message = text.indexOf("\n---\n", text.startsWith("two documents") ? title + 4 : title);
    String rule =
        text.substring(title + 1, message + 1).replace("\\t", "\t").replace("\\a", "\u0007");
    return DynamicTest.dynamicTest(
        text.substring(0, title),
        () ->
            assertEquals(
                text.substring(message + 5).strip(),
                assertThrows(
                        InvalidFileException.class,
                        () ->
                            RuleSet.parse(
                                "rules.yaml", "rules:\n  - id: a\n    effect: notify\n" + rule))
                    .getMessage()));
  }
}
