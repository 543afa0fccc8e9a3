package io.accesstriage.cli.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.cli.io.CommandLineError;
import io.accesstriage.cli.io.InputFile;
import io.accesstriage.cli.io.LockedFile;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.state.TriageState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of an analyzer's findings, a line of JSON each, in a file that only its owner
 * may read. An interrupted reading resumes from it: every line is written as soon as it is known,
 * and a last line that was cut off is dropped. Once more of its lines are out of date than not,
 * these are left out when it is opened. In memory it keeps only where each finding is.
 *
 * <p>A finding is taken from it while it is not updated and what was read is not too old; where a
 * call was refused or failed it is read again. Thread-safe.
 */
final class ReadingCache implements AutoCloseable {
  /** Tags change without the finding being updated. */
  static final Duration FRESH = Duration.ofHours(12);

  private static final int VERSION = 1;
  private static final int BUFFER = 1 << 16;

  /** More than a state can have between two steps of the state machine. */
  private static final int LONGEST_LINE = 1 << 20;

  private final Path file;
  private final String of;
  private final boolean assumesRoles;
  private final Instant oldest;
  private final Map<String, Place> places = new HashMap<>();
  private LockedFile lines;

  /**
   * @param status as it was when it was read
   */
  private record Place(long offset, int length, Instant updatedAt, FindingStatus status) {}

  private ReadingCache(
      Path file, String of, boolean assumesRoles, LockedFile lines, Instant oldest) {
    this.file = file;
    this.of = of;
    this.assumesRoles = assumesRoles;
    this.lines = lines;
    this.oldest = oldest;
  }

  /**
   * @param of what makes readings comparable, such as the analyzer's ARN and whose credentials
   *     other accounts are read with
   * @param assumesRoles whether other accounts are asked with a role: it may be there the next time
   * @param isFresh whether to begin anew whatever is there
   * @throws CommandLineError where the file is another one, or in use
   */
  static ReadingCache open(
      Path file, String of, boolean assumesRoles, boolean isFresh, Clock clock) {
    try {
      LockedFile lines =
          LockedFile.open(file)
              .orElseThrow(
                  () ->
                      new CommandLineError(
                          "%s: another preview is using this cache; wait for it, or name another one with --cache"
                              .formatted(file)));
      if (isFresh) {
        lines.content().setLength(0);
      }
      ReadingCache cache =
          new ReadingCache(file, of, assumesRoles, lines, clock.instant().minus(FRESH));
      cache.load();
      return cache;
    } catch (IOException e) {
      throw new CommandLineError(
          "%s: the cache could not be opened: %s; name another one with --cache"
              .formatted(file, InputFile.why(e)),
          e);
    }
  }

  private void load() throws IOException {
    if (lines.content().length() == 0) {
      append(lines.content(), header());
      return;
    }
    int read = -1;
    Lines whole = new Lines(lines.content());
    for (Line line = whole.next(); line != null; line = whole.next()) {
      if (read < 0) {
        checkHeader(line);
      } else {
        note(line);
      }
      read++;
    }
    if (read < 0) {
      throw another();
    }
    // What a killed preview did not finish writing.
    lines.content().setLength(whole.end());
    if (read - places.size() > places.size()) {
      trim();
    }
  }

  private ObjectNode header() {
    return Json.object().put("cache", "triage preview").put("version", VERSION).put("of", of);
  }

  /**
   * Leaves out what is not used any more. In a file of its own that then takes the place of this
   * one, so that there is a whole one whenever the process is killed.
   */
  private void trim() throws IOException {
    LockedFile trimmed = lines.successor();
    try {
      append(trimmed.content(), header());
      Map<String, Place> moved = new HashMap<>();
      for (Map.Entry<String, Place> entry : places.entrySet()) {
        Place place = entry.getValue();
        long offset = trimmed.content().length();
        append(trimmed.content(), bytes(place));
        moved.put(
            entry.getKey(), new Place(offset, place.length(), place.updatedAt(), place.status()));
      }
      lines = trimmed.replace(lines);
      places.putAll(moved);
    } catch (IOException e) {
      trimmed.discard();
      throw e;
    }
  }

  private void checkHeader(Line line) {
    try {
      Fields header = line.fields();
      if (header.text("cache").equals("triage preview")
          && header.number("version") == VERSION
          && header.text("of").equals(of)) {
        return;
      }
    } catch (MalformedInput e) {
      // Not written by a preview.
    }
    throw another();
  }

  private CommandLineError another() {
    return new CommandLineError(
        "%s: this is no cache of %s by this version; give --fresh to overwrite it, or name another one with --cache"
            .formatted(file, of));
  }

  private void note(Line line) {
    try {
      TriageState state = TriageState.read(line.fields());
      Instant updatedAt = state.finding().updatedAt();
      if (updatedAt != null && !state.readAt().isBefore(oldest) && isRead(state)) {
        places.put(
            state.finding().id(),
            new Place(line.offset(), line.length(), updatedAt, state.finding().status()));
      }
    } catch (MalformedInput e) {
      // A line that is damaged is read again from AWS.
    }
  }

  /** A call that was refused may be allowed now, and one that failed may work. */
  private boolean isRead(TriageState state) {
    return isSettled(state.facts().tags())
        && isSettled(state.facts().keyAliases())
        && isSettled(state.facts().account())
        && isSettled(state.facts().principalInOrganization());
  }

  private boolean isSettled(Fact<?> fact) {
    return !(fact instanceof Fact.Unread<?> unread)
        || unread.cause() == Fact.Cause.UNSUPPORTED
        || (unread.cause() == Fact.Cause.NO_ROLE && !assumesRoles);
  }

  Path file() {
    return file;
  }

  synchronized int countReadable(List<Finding> listed) {
    return (int) listed.stream().filter(finding -> place(finding).isPresent()).count();
  }

  /** What was read of a finding that the list tells of, unless it has to be read again. */
  synchronized Optional<TriageState> readable(Finding listed) {
    return place(listed).map(this::read);
  }

  private Optional<Place> place(Finding listed) {
    return Optional.ofNullable(places.get(listed.id()))
        .filter(place -> place.updatedAt().equals(listed.updatedAt()))
        .filter(place -> place.status() == listed.status());
  }

  private TriageState read(Place place) {
    try {
      return TriageState.read(Json.readObject(bytes(place), file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(Place place) throws IOException {
    byte[] line = new byte[place.length()];
    lines.content().seek(place.offset());
    lines.content().readFully(line);
    return line;
  }

  /**
   * Keeps what was read.
   *
   * @throws UnreadableSource where it cannot be written
   */
  synchronized void add(TriageState state) {
    try {
      append(lines.content(), state.write());
    } catch (IOException e) {
      throw new UnreadableSource(
          "%s: the cache could not be written: %s. Name another one with --cache."
              .formatted(file, InputFile.why(e)),
          e);
    }
  }

  private static void append(RandomAccessFile to, ObjectNode json) throws IOException {
    append(to, Json.text(json).getBytes(StandardCharsets.UTF_8));
  }

  /** In one write, so that little is lost where the process is killed in it. */
  private static void append(RandomAccessFile to, byte[] text) throws IOException {
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    to.seek(to.length());
    to.write(line);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param length in bytes
   */
  private record Line(long offset, int length, String json) {
    Fields fields() {
      return Fields.of(Json.read(json, "line"), "line");
    }
  }

  /** The lines that are whole. */
  private static final class Lines {
    private final RandomAccessFile file;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private int at;
    private long position;
    private long end;

    Lines(RandomAccessFile file) throws IOException {
      this.file = file;
      file.seek(0);
    }

    /** The next line, or null where no further one has its end. */
    @Nullable Line next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long start = position;
      while (true) {
        if (at == filled) {
          filled = file.read(buffer);
          at = 0;
          if (filled <= 0) {
            filled = 0;
            return null;
          }
        }
        byte b = buffer[at++];
        position++;
        if (b == '\n') {
          end = position;
          return new Line(start, line.size(), line.toString(StandardCharsets.UTF_8));
        }
        if (line.size() < LONGEST_LINE) {
          line.write(b);
        }
      }
    }

    /** Where the last whole line ends. */
    long end() {
      return end;
    }
  }
}
