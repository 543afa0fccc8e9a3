package io.accesstriage.messages.containment;

import io.accesstriage.finding.Finding;
import io.accesstriage.messages.words.Words;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to do first about a finding: the commands that take this access away, and what they do
 * besides. A person runs them, or nobody does. Values are as they are: a message for people shows
 * them defanged, or not at all.
 *
 * @param account whose credentials the commands need; null where it was not read, or nothing is to
 *     be run
 * @param region where they run; null where they have none, as in IAM, or nothing is to be run
 * @param steps in their order, at least one; a single sentence where no command is known
 * @param whoDidIt the command that looks up who changed the resource; null where none is known
 * @param link to the resource in the console; null where none is known
 */
public record Containment(
    @Nullable String account,
    @Nullable String region,
    List<Step> steps,
    @Nullable String whoDidIt,
    @Nullable String link) {
  public Containment {
    steps = List.copyOf(steps);
  }

  public static Containment of(Finding finding) {
    return Removals.of(finding);
  }

  static Containment without(String sentence) {
    return new Containment(null, null, List.of(Step.of(sentence)), null, null);
  }

  /** Everything that can be run, in its order. */
  public List<String> commands() {
    return Stream.concat(steps.stream().map(Step::command), Stream.ofNullable(whoDidIt))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /** The step's sentence; the first one begins with where and with whose credentials to run it. */
  public String sentence(Step step) {
    if (step.command() == null || !step.equals(steps.get(0))) {
      return Words.capitalized(step.text());
    }
    return "In %s%s, %s"
        .formatted(
            account == null ? "the resource's account" : "account " + account,
            region == null ? "" : " (%s)".formatted(region),
            step.text());
  }

  /** The first step on one line, for a message that has room for no more. */
  public String firstStep() {
    Step first = steps.get(0);
    return first.command() == null ? first.text() : sentence(first) + " " + first.command();
  }
}
