package io.accesstriage.rules.testing;

import io.accesstriage.text.SafeText;
import java.util.List;

/**
 * What became of the cases of test files.
 *
 * @param file the file's name, or what several are called
 * @param results one for each case, in the files' order
 * @param uncovered a sentence for each case that the tests of a rule lack
 */
public record RuleTestReport(String file, List<Result> results, List<String> uncovered) {
  /** Of a line that is shown: names and expressions come from files, mistakes from findings. */
  private static final int LONGEST_LINE = 2_000;

  public RuleTestReport {
    results = List.copyOf(results);
    uncovered = List.copyOf(uncovered);
  }

  /**
   * What became of one case.
   *
   * @param file its name
   * @param line of the file where the case begins
   * @param mistakes what is not as expected and why, a line each; empty where it passed
   */
  public record Result(String name, String file, int line, List<String> mistakes) {
    public Result {
      mistakes = List.copyOf(mistakes);
    }

    public boolean isPassed() {
      return mistakes.isEmpty();
    }
  }

  /** Whether every case passed and every rule is covered. */
  public boolean isPassed() {
    return uncovered.isEmpty() && results.stream().allMatch(Result::isPassed);
  }

  /** The failures, for a person, and how many cases there are. */
  public String text() {
    StringBuilder text = new StringBuilder();
    long failed = results.stream().filter(r -> !r.isPassed()).count();
    for (Result result : results) {
      if (!result.isPassed()) {
        add(text, "FAILED %s:%d: %s".formatted(result.file(), result.line(), result.name()));
        result.mistakes().forEach(mistake -> add(text, "  " + mistake));
      }
    }
    uncovered.forEach(missing -> add(text, "UNTESTED " + missing));
    add(
        text,
        "%s: %d %s, %d passed, %d failed, %d missing"
            .formatted(
                file,
                results.size(),
                results.size() == 1 ? "case" : "cases",
                results.size() - failed,
                failed,
                uncovered.size()));
    return text.toString();
  }

  private static void add(StringBuilder text, String line) {
    text.append(SafeText.line(line, LONGEST_LINE)).append('\n');
  }
}
