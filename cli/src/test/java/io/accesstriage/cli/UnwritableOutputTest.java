package io.accesstriage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full: a pipeline must not take half an output for the whole. */
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

    assertEquals("triage: the output could not be written\n", err);
    assertEquals(1, process.waitFor());
  }
}
