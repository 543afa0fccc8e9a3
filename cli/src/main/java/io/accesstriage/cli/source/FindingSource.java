package io.accesstriage.cli.source;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where findings come from: an account, or a file that was exported. Every finding of it is told,
 * also one of which almost nothing could be read.
 */
public interface FindingSource {
  /** What it is, for a person, such as an analyzer's ARN or a file's name. */
  String name();

  /** Itself, already reading where that needs nobody's answers; {@link #read} goes on with it. */
  default FindingSource begun() {
    return this;
  }

  /**
   * Reads all findings, each once. Keeps none of them, so that their number does not matter.
   *
   * @param work is made of each finding, perhaps on several threads at a time
   * @param each takes the results by one thread at a time, in the findings' order
   * @throws io.accesstriage.cli.io.CommandLineError where it is no source of findings at all
   * @throws UnreadableSource where reading had to end before all were told
   */
  <R> void read(Function<SourcedFinding, R> work, Consumer<R> each);

  /**
   * What a reader of the result has to know of the source, once it has been read; a sentence each.
   */
  List<String> notes();

  /**
   * What it has that could not be read as a finding, once the rest was read; a line each. Where
   * there is any, the result is not whole.
   */
  default List<String> refusals() {
    return List.of();
  }
}
