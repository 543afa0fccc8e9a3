package io.accesstriage.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ModulesTest {
  private static final Path ROOT = Path.of("..", "..");

  /** Else a build that leaves tests uncompiled, as the first ./triage does, could not make it. */
  @Test
  void pom_ofEachModule_neitherMakesNorUsesAJarOfTests() throws IOException {
    List<Path> poms;
    try (Stream<Path> files = Files.walk(ROOT, 3)) {
      poms = files.filter(file -> file.endsWith("pom.xml")).sorted().toList();
    }

    assertTrue(poms.size() > 15, poms::toString);
    assertEquals(
        List.of(),
        poms.stream().filter(ModulesTest::namesAJarOfTests).toList(),
        "what several modules' tests share goes into testing/fixtures or testing/ledger-fixtures");
  }

  private static boolean namesAJarOfTests(Path pom) {
    try {
      String text = Files.readString(pom);
      return text.contains("test-jar") || text.contains("<classifier>tests</classifier>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
