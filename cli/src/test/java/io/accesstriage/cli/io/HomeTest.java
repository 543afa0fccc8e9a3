package io.accesstriage.cli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeTest {
  private final Path rules = Path.of("/home/ann/triage/rules");

  @Test
  void named_whereSomebodyStandsThereOrAbove_isRelative() {
    assertEquals(Path.of("rules"), Home.named(rules, Path.of("/home/ann/triage")));
    assertEquals(Path.of("triage/rules"), Home.named(rules, Path.of("/home/ann")));
  }

  @Test
  void named_elsewhere_isWhole() {
    assertEquals(rules, Home.named(rules, Path.of("/home/ann/work")));
    assertEquals(Path.of("./rules"), Home.named(Path.of("./rules"), Path.of("/home/ann")));
  }
}
