package io.accesstriage.rules.testing;

import java.util.List;

/**
 * What became of the cases of one test file.
 *
 * @param file its name
 * @param results one for each case, in the file's order
 * @param uncovered a sentence for each case that the tests of an archive rule lack
 */
public record RuleTestReport(String file, List<Result> results, List<String> uncovered) {
  public RuleTestReport {
    results = List.copyOf(results);
    uncovered = List.copyOf(uncovered);
  }

  /**
   * What became of one case.
   *
   * @param line of the file where the case begins
   * @param mistakes what is not as expected and why, a line each; empty where it passed
   */
  public record Result(String name, int line, List<String> mistakes) {
    public Result {
      mistakes = List.copyOf(mistakes);
    }

    public boolean isPassed() {
      return mistakes.isEmpty();
    }
  }

  /** Whether every case passed and every archive rule is covered. */
  public boolean isPassed() {
    return uncovered.isEmpty() && results.stream().allMatch(Result::isPassed);
  }

  /** The failures, for a person, and how many cases there are. */
  public String text() {
    StringBuilder text = new StringBuilder();
    long failed = results.stream().filter(r -> !r.isPassed()).count();
    for (Result result : results) {
      if (!result.isPassed()) {
        text.append("FAILED %s:%d: %s%n".formatted(file, result.line(), result.name()));
        result.mistakes().forEach(mistake -> text.append("  ").append(mistake).append('\n'));
      }
    }
    uncovered.forEach(missing -> text.append("UNTESTED ").append(missing).append('\n'));
    return text.append(
            "%s: %d cases, %d passed, %d failed, %d missing%n"
                .formatted(file, results.size(), results.size() - failed, failed, uncovered.size()))
        .toString()
        .replace("\r\n", "\n");
  }
}
