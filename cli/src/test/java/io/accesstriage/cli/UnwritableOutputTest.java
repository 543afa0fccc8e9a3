package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A full disk fails: a pipeline must not take half an output for the whole. A reader that has gone
 * does not.
 */
@EnabledOnOs(OS.LINUX)
class UnwritableOutputTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "test",
        "explain events/external/s3-bucket-public.json",
        "run --json events/external/s3-bucket-public.json",
        "preview --from docs/examples/list-findings.json --account events/sample-account.yaml"
      })
  void command_whoseOutputCannotBeWritten_fails(String command) throws Exception {
    Process process =
        CommandProcess.of((Object[]) command.split(" ", -1))
            .directory(CommandRun.HOME.toFile())
            .redirectOutput(new File("/dev/full"))
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(
        "triage: the output could not be written\n", new CommandRun(1, "", err).errOfSource());
    assertEquals(1, process.waitFor());
  }

  /** As head does: all events print more than a pipe holds, so that its end is noticed. */
  @Test
  void command_whoseReaderHasGone_endsSilently() throws Exception {
    Process process =
        CommandProcess.of("run", "events").directory(CommandRun.HOME.toFile()).start();
    try (InputStream out = process.getInputStream()) {
      assertTrue(out.read() > 0);
    }
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals("", err);
    assertEquals(0, process.waitFor());
  }
}
