package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured runs under the compiler that is deployed: figures of another one mislead. */
class CompilerFlagsTest {
  private static final Pattern LEVEL = Pattern.compile("-XX:TieredStopAtLevel=(\\d)");

  private static List<String> levels(String file) throws IOException {
    return LEVEL
        .matcher(Files.readString(CommandRun.HOME.resolve(file)))
        .results()
        .map(level -> level.group(1))
        .distinct()
        .toList();
  }

  @Test
  void template_stopsAtTheFirstCompiler() throws IOException {
    assertEquals(List.of("1"), levels("template.yaml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "testing/bench/run",
        "testing/bench/src/main/java/io/accesstriage/bench/EvaluateBenchmark.java",
        "testing/bench/src/main/java/io/accesstriage/bench/HandlerBenchmark.java",
        "testing/local-lambda/src/main/java/io/accesstriage/lambda/FunctionProgram.java",
      })
  void measurement_hasTheCompilerOfTheTemplate(String file) throws IOException {
    assertEquals(levels("template.yaml"), levels(file));
  }
}
