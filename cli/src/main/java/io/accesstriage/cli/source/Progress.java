package io.accesstriage.cli.source;

import io.accesstriage.text.SafeText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Tells a waiting person how far reading is: a bar on a terminal, a line now and then elsewhere.
 * Thread-safe.
 */
final class Progress {
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final Duration NEXT_LINE = Duration.ofSeconds(10);

  /** What is read in less needs no bar, which results on the same terminal would follow. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final int BAR = 24;
  private static final int LONGEST_LINE = 2_000;

  /** From the cursor to the end of the line. */
  private static final String ERASE = "\u001b[K";

  private final PrintWriter err;
  private final boolean isTerminal;
  private final Clock clock;
  private Instant begun = Instant.EPOCH;
  private Instant shown;
  private Instant told = Instant.EPOCH;
  private int total;
  private int known;
  private int done;
  private boolean isUnderWay;

  /** Whether a terminal has a line that is redrawn. */
  private boolean isDrawn;

  /**
   * @param isTerminal whether {@code err} is one that can redraw a line
   */
  Progress(PrintWriter err, boolean isTerminal, Clock clock) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.clock = clock;
    this.shown = clock.instant();
  }

  /** By the clock that it counts by. */
  Instant now() {
    return clock.instant();
  }

  /** To standard error; the launcher says whether that is a terminal. */
  static Progress onStandardError(PrintWriter err) {
    return new Progress(err, Boolean.getBoolean("triage.terminal"), Clock.systemUTC());
  }

  /**
   * @param total of findings
   * @param known of them that need not be read
   */
  synchronized void begin(int total, int known) {
    count(total, known);
    if (isTerminal) {
      draw();
    }
  }

  /** The same of a file, most of which are read before anybody would look. */
  synchronized void beginFile(int total) {
    erase();
    count(total, 0);
    shown = begun.plus(SHORT);
  }

  private void count(int total, int known) {
    this.total = total;
    this.known = known;
    this.done = 0;
    this.begun = clock.instant();
    this.shown = begun;
    this.isUnderWay = true;
  }

  /** One more has been read. */
  synchronized void done() {
    done++;
    Instant now = clock.instant();
    if (now.isBefore(shown.plus(isTerminal ? REDRAW : NEXT_LINE))) {
      return;
    }
    shown = now;
    if (isTerminal) {
      draw();
    } else {
      err.println(status(now));
    }
  }

  /** Something that a person has to know meanwhile, which is not said more often than needed. */
  synchronized void note(String sentence) {
    erase();
    err.println(SafeText.line(sentence, LONGEST_LINE));
    if (isTerminal && isUnderWay) {
      draw();
    }
  }

  /** So many have been listed, which takes long only where there are very many. */
  synchronized void listed(int findings) {
    Instant now = clock.instant();
    if (now.isBefore(shown.plus(isTerminal ? REDRAW : NEXT_LINE))) {
      return;
    }
    shown = now;
    String soFar =
        String.format(Locale.ROOT, "%,d finding%s listed", findings, findings == 1 ? "" : "s");
    if (isTerminal) {
      draw(soFar);
    } else {
      note(soFar);
    }
  }

  /** Why it takes longer; every thread may say so. */
  synchronized void waiting(String why) {
    Instant now = clock.instant();
    if (!now.isBefore(told.plus(NEXT_LINE))) {
      told = now;
      note(why);
    }
  }

  synchronized void end() {
    erase();
    isUnderWay = false;
  }

  private void erase() {
    if (isDrawn) {
      err.print("\r" + ERASE);
      err.flush();
      isDrawn = false;
    }
  }

  synchronized int read() {
    return known + done;
  }

  private void draw() {
    int filled = total == 0 ? BAR : (int) ((long) BAR * (known + done) / total);
    draw(
        "[%s%s] %s"
            .formatted("#".repeat(filled), ".".repeat(BAR - filled), status(clock.instant())));
  }

  private void draw(String line) {
    err.print("\r" + line + ERASE);
    err.flush();
    isDrawn = true;
  }

  private String status(Instant now) {
    double seconds = Duration.between(begun, now).toMillis() / 1000.0;
    String soFar = String.format(Locale.ROOT, "%,d of %,d findings", known + done, total);
    if (done == 0 || seconds < 1) {
      return soFar;
    }
    double rate = done / seconds;
    return soFar
        + String.format(
            Locale.ROOT,
            rate < 10 ? ", %.1f a second, %s left" : ", %.0f a second, %s left",
            rate,
            words(Math.round((total - known - done) / rate)));
  }

  private static String words(long seconds) {
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? "%d min %d s".formatted(seconds / 60, seconds % 60)
            : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }
}
