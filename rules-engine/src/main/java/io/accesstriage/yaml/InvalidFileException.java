package io.accesstriage.yaml;

import io.accesstriage.failure.PermanentFailure;
import java.util.List;
import java.util.stream.Collectors;

/** YAML files with mistakes; the message shows all of them, each with its place. */
public final class InvalidFileException extends PermanentFailure {
  private final List<Problem> problems;

  InvalidFileException(String file, String text, List<Problem> problems) {
    super(render(file, text, problems));
    this.problems = List.copyOf(problems);
  }

  private InvalidFileException(List<InvalidFileException> files) {
    super(
        files.stream()
            .map(file -> String.valueOf(file.getMessage()))
            .collect(Collectors.joining("\n")));
    this.problems = files.stream().flatMap(file -> file.problems.stream()).toList();
  }

  /** Throws all of them as one. */
  static void throwIfAny(List<InvalidFileException> files) {
    if (!files.isEmpty()) {
      throw files.size() == 1 ? files.get(0) : new InvalidFileException(files);
    }
  }

  /** All mistakes, in the files' order. */
  public List<Problem> problems() {
    return problems;
  }

  private static String render(String file, String text, List<Problem> problems) {
    String[] lines = text.split("\\R", -1);
    return problems.stream()
        .map(problem -> problem.render(file, lines))
        .collect(Collectors.joining("\n"));
  }
}
