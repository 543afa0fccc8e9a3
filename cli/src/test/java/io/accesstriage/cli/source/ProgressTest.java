package io.accesstriage.cli.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.accesstriage.fixtures.SettableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter err = new StringWriter();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));

  @Test
  void elsewhere_aLineEveryTenSeconds() {
    Progress progress = new Progress(new PrintWriter(err, true), false, clock);
    progress.begin(10_000, 400);
    for (int i = 0; i < 2_100; i++) {
      clock.advance(Duration.ofMillis(10));
      progress.done();
    }
    progress.end();

    assertEquals(
        """
        1,400 of 10,000 findings, 100 a second, 1 min 26 s left
        2,400 of 10,000 findings, 100 a second, 1 min 16 s left
        """,
        err.toString());
  }

  @Test
  void terminal_redrawsItsLineAndErasesItAtTheEnd() {
    Progress progress = new Progress(new PrintWriter(err, true), true, clock);
    progress.begin(4, 0);
    clock.advance(Duration.ofSeconds(2));
    progress.done();
    progress.done();
    progress.end();

    assertEquals(
        "\r[........................] 0 of 4 findings\u001b[K"
            + "\r[######..................] 1 of 4 findings, 0.5 a second, 6 s left\u001b[K"
            + "\r\u001b[K",
        err.toString());
  }

  @Test
  void terminal_showsHowManyAreListedBeforeReadingBegins() {
    Progress progress = new Progress(new PrintWriter(err, true), true, clock);
    progress.listed(1);
    clock.advance(Duration.ofSeconds(1));
    progress.listed(4_000);
    progress.begin(4_000, 0);
    progress.note("The file has a NextToken.");
    progress.end();

    String bar = "\r[........................] 0 of 4,000 findings\u001b[K";
    assertEquals(
        "\r4,000 findings listed\u001b[K"
            + bar
            + "\r\u001b[KThe file has a NextToken.\n"
            + bar
            + "\r\u001b[K",
        err.toString());
  }

  @Test
  void terminal_ofAFile_hasABarOnlyWhereItTakesLonger() {
    Progress progress = new Progress(new PrintWriter(err, true), true, clock);
    clock.advance(Duration.ofSeconds(1));
    progress.listed(4);
    progress.beginFile(4);
    clock.advance(Duration.ofSeconds(1));
    progress.done();
    clock.advance(Duration.ofSeconds(1));
    progress.done();
    progress.end();

    assertEquals(
        "\r4 findings listed\u001b[K\r\u001b[K"
            + "\r[############............] 2 of 4 findings, 1.0 a second, 2 s left\u001b[K"
            + "\r\u001b[K",
        err.toString());
  }

  @Test
  void terminal_ofAListThatBreaksOff_erasesItsLine() {
    Progress progress = new Progress(new PrintWriter(err, true), true, clock);
    clock.advance(Duration.ofSeconds(1));
    progress.listed(4_000);
    progress.end();

    assertEquals("\r4,000 findings listed\u001b[K\r\u001b[K", err.toString());
  }

  @Test
  void waiting_isSaidOnceInTenSeconds() {
    Progress progress = new Progress(new PrintWriter(err, true), false, clock);
    progress.waiting("waiting: a\u001b[2J");
    progress.waiting("waiting: b");
    clock.advance(Duration.ofSeconds(10));
    progress.waiting("waiting: c");

    assertEquals("waiting: a\\u001b[2J\nwaiting: c\n", err.toString());
  }
}
