package io.accesstriage.cli.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.cli.CommandProcess;
import io.accesstriage.cli.CommandRun;
import io.accesstriage.cli.source.AwsStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A preview in a process of its own that gets Ctrl-C while it reads. */
@EnabledOnOs(OS.LINUX)
class StoppedPreviewTest {
  private static final int FINDINGS = 120;
  private static final int READ_BEFORE = 60;

  /** What a shell says of a program that SIGINT has ended. */
  private static final int INTERRUPTED = 128 + 2;

  @TempDir private Path folder;

  @Test
  void ctrlC_leavesTheFilesAsTheyWere_andTheNextRunGoesOn() throws Exception {
    Path html = Files.writeString(folder.resolve("report.html"), "the last report");
    Path csv = Files.writeString(folder.resolve("findings.csv"), "the last table");
    Path cache = folder.resolve("cache.jsonl");
    try (AwsStub aws = new AwsStub(FINDINGS)) {
      CountDownLatch isReading = new CountDownLatch(1);
      CountDownLatch isOver = new CountDownLatch(1);
      AtomicInteger read = new AtomicInteger();
      aws.throttle(
          call -> {
            if (call.startsWith("GET /findingv2/") && read.incrementAndGet() > READ_BEFORE) {
              isReading.countDown();
              await(isOver);
            }
            return false;
          });
      Process preview = preview(html, csv, cache).start();
      assertTrue(isReading.await(60, TimeUnit.SECONDS), "it reads findings");
      List<String> meanwhile = files();

      new ProcessBuilder("kill", "-INT", String.valueOf(preview.pid())).start().waitFor();

      assertEquals(INTERRUPTED, preview.waitFor());
      isOver.countDown();
      assertEquals(5, meanwhile.size(), "both are being written: " + meanwhile);
      assertEquals(List.of("cache.jsonl", "findings.csv", "report.html"), files());
      assertEquals("the last report", Files.readString(html));
      assertEquals("the last table", Files.readString(csv));

      aws.throttle(call -> false);
      aws.forgetCalls();
      int known = Files.readAllLines(cache).size() - 1;
      assertTrue(known > 0, "findings were read before");
      Process again = preview(html, csv, cache).start();
      String err = new String(again.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

      assertEquals(0, again.waitFor(), err);
      assertEquals(
          "%d of %d findings were read before and are taken from %s; --fresh reads all again.\n"
              .formatted(known, FINDINGS, cache),
          new CommandRun(0, "", err).errOfSource());
      assertEquals(FINDINGS - known, aws.read());
      assertEquals(FINDINGS + 1, Files.readAllLines(csv).size());
      assertTrue(Files.readString(html).contains("finding-" + (FINDINGS - 1)));
    }
  }

  /** Of the stub that is open, which the system properties lead to. */
  private static ProcessBuilder preview(Path html, Path csv, Path cache) {
    ProcessBuilder process =
        CommandProcess.with(
            Stream.of("aws.endpointUrl", "aws.accessKeyId", "aws.secretAccessKey", "aws.region")
                .map(name -> "-D%s=%s".formatted(name, System.getProperty(name)))
                .toList(),
            "preview",
            "--analyzer-arn",
            AwsStub.ANALYZER,
            "--cache",
            cache,
            "--html",
            html,
            "--csv",
            csv);
    // A build in a shell's background ignores SIGINT, and so would what it starts.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(process.command());
    return process.command(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
