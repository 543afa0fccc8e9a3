package io.accesstriage.enrich;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of resource types says what is read, and all of it. */
final class ResourceTypesDocumentationTest {
  private static final Path FILE = Path.of("../docs/resource-types.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(AWS::[^`]*)` \\| [^|]+ \\| `?([^|`]+)`? \\| [^|]+ \\| [^|]+ \\|");

  @Test
  void table_comparedWithTheReaders_hasTheirTypesAndPermissions() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(FILE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(2));
      }
    }

    Map<String, String> expected = new TreeMap<>(TagReaders.ofAws().operations());
    expected.put("AWS::Lambda::LayerVersion", "-");
    assertEquals(expected, rows);
  }
}
