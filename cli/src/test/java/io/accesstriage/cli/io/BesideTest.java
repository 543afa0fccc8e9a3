package io.accesstriage.cli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class BesideTest {
  @Test
  void result_ofWorkThatFails_isItsException() {
    CommandLineError wrong = new CommandLineError("no such file");
    Beside<String> work =
        Beside.begin(
            "test",
            () -> {
              throw wrong;
            });

    assertSame(wrong, assertThrows(CommandLineError.class, work::result));
  }

  @Test
  void result_ofWorkThatEndsInAnError_isAnExceptionThatSaysWhich() {
    Beside<String> work =
        Beside.begin(
            "test",
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });

    IllegalStateException e = assertThrows(IllegalStateException.class, work::result);

    assertEquals("the work failed: java.lang.OutOfMemoryError: Java heap space", e.getMessage());
  }
}
