package io.accesstriage.lambda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a measurement of hundreds of functions leaves behind. */
class LeftoversTest {
  @TempDir private Path folder;

  @Test
  void close_ofAFunction_removesWhatItMadeAndLeavesTheCode() throws Exception {
    Path jar = Files.write(folder.resolve("function.jar"), new byte[] {1});

    Path made = placeOfAFunction(jar);

    assertFalse(Files.exists(made), made.toString());
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(jar));
  }

  @Test
  void close_ofAFunctionInAFolder_leavesTheFolder() throws Exception {
    Path code = Files.writeString(folder.resolve("function.py"), "");

    assertEquals(folder, placeOfAFunction(folder));
    assertTrue(Files.exists(code));
  }

  @Test
  void close_ofAws_removesItsKeys() throws Exception {
    Path certificate;
    try (LocalAws aws = new LocalAws()) {
      certificate = Path.of(Objects.requireNonNull(aws.environment().get("AWS_CA_BUNDLE")));
      assertTrue(Files.exists(certificate));
    }
    assertFalse(Files.exists(certificate.getParent()), certificate.toString());
  }

  /** Where a function ran that has been closed. */
  private static Path placeOfAFunction(Path code) {
    FunctionProgram program =
        new FunctionProgram(List.of("sh", "-c", "pwd; exec sleep 60"), code, "handler");
    try (LambdaRuntime runtime = new LambdaRuntime(program, Map.of())) {
      while (runtime.log().isEmpty()) {
        Thread.onSpinWait();
      }
      return Path.of(runtime.log().strip());
    }
  }
}
