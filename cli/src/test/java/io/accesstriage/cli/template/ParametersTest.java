package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The parameters of template.yaml are those of the operations manual. */
class ParametersTest {
  @Test
  void parameters_withTheirDefaults_areThoseOfTheOperationsManual() throws IOException {
    String page = Files.readString(CommandRun.HOME.resolve("docs/operations.md"));
    String section = page.substring(page.indexOf("\n## Parameters\n"));
    Matcher rows =
        Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]*?) ?\\|")
            .matcher(section.substring(0, section.indexOf("\n## ", 1)));
    Map<String, String> documented = new TreeMap<>();
    while (rows.find()) {
      documented.put(rows.group(1), rows.group(2));
    }

    assertEquals(
        new TreeMap<>(Template.deployed("triage", Map.of()).parameterDefaults()), documented);
  }
}
