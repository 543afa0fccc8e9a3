package io.accesstriage.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.accesstriage.rules.RuleSet;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeployedRulesTest {
  private static final String RULES =
      """
      rules:
        - id: partner
          effect: notify
          owner: security@example.com
          reason: A partner reads it.
          when: principal.account == "444455556666"
      """;

  @TempDir private Path deployed;

  @Test
  void load_rulesBesideTheJar_areThose() throws Exception {
    Files.writeString(deployed.resolve("rules.yaml"), RULES);

    assertEquals(RuleSet.parse("rules.yaml", RULES).version(), load().version());
  }

  @Test
  void load_rulesThatWereNotTested_areRefused() throws Exception {
    Files.writeString(deployed.resolve("rules.yaml"), RULES);
    Files.writeString(deployed.resolve("rules.yaml.sha256"), "hunter2");

    assertEquals(
        "rules.yaml.sha256: expected lines as of sha256sum *.yaml, found 7 characters of something else",
        assertThrows(IllegalStateException.class, this::load).getMessage());
  }

  @Test
  void load_withoutRules_saysWhereTheyBelong() {
    assertEquals(
        "no rules are deployed: rules.yaml, or other *.yaml, must be in the function's package,"
            + " beside the folder lib",
        assertThrows(IllegalStateException.class, this::load).getMessage());
  }

  private RuleSet load() throws IOException {
    try (URLClassLoader classPath =
        new URLClassLoader(new URL[] {deployed.toUri().toURL()}, null)) {
      return DeployedRules.load(classPath);
    }
  }
}
