package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules are drawn over all that rules may speak of. */
class TermsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.]+)` \\|");

  @Test
  void drawers_haveEveryNameThatIsDocumented() throws IOException {
    String rules = Files.readString(Path.of("..", "..", "docs", "rules.md"));
    Set<String> documented = new TreeSet<>(Set.of("tag(name)", "hasTag(name)", "lists.NAME"));
    Matcher row =
        ROW.matcher(
            rules.substring(rules.indexOf("### Names"), rules.indexOf("### Access levels")));
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertTrue(documented.size() > 30, documented::toString);
    Terms terms = new Terms(new Chance(new Random(1)), RiskLaw.NONE);
    assertEquals(documented, new TreeSet<>(terms.drawers().keySet()));
  }

  /** What the product does not load, it refuses for what no rule may say. */
  @Test
  void laws_load() {
    DrawnRules rules = new DrawnRules(new Chance(new Random(1)));
    List<Law> laws = rules.laws();
    for (Law law : laws) {
      RuleSet.parse("rules.yaml", law.file());
    }
    assertTrue(laws.get(0).file().contains("drawn-notify-0"), laws.get(0)::file);
  }
}
