package io.accesstriage.yaml;

import io.accesstriage.failure.PermanentFailure;
import java.util.List;
import java.util.stream.Collectors;

/** A YAML file with mistakes; the message shows all of them, each with its place. */
public final class InvalidFileException extends PermanentFailure {
  private final List<Problem> problems;

  InvalidFileException(String file, String text, List<Problem> problems) {
    super(render(file, text, problems));
    this.problems = List.copyOf(problems);
  }

  /** All mistakes, in the file's order. */
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
