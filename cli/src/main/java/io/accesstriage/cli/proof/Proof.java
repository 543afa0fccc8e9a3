package io.accesstriage.cli.proof;

import io.accesstriage.cli.io.Beside;
import io.accesstriage.finding.AwsNames;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Prover;
import io.accesstriage.prover.Verdict;
import io.accesstriage.rules.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is proved of rules beside what a command does. */
public final class Proof {
  /**
   * After so long, what is not answered is unknown, where a command was asked for something else.
   */
  static final Duration MOST_BESIDE = Duration.ofSeconds(5);

  /** The same where proofs were asked for. */
  private static final Duration MOST_ASKED = Duration.ofMinutes(2);

  private static final String WITHOUT_TAGS = "AWS::Lambda::LayerVersion";

  private final Beside<List<Answer>> answers;

  private Proof(RuleSet rules, Instant now, Function<Prover, List<Answer>> questions) {
    this.answers =
        Beside.begin("proof", () -> questions.apply(new Prover(rules, hasReadableTags(), now)));
  }

  /** Everything that can be asked, properties of the file among it. */
  public static Proof ofAll(RuleSet rules, Instant now) {
    return new Proof(rules, now, prover -> prover.within(MOST_ASKED).answers());
  }

  /** The built-in questions. */
  public static Proof ofBuiltIn(RuleSet rules, Instant now) {
    return new Proof(rules, now, prover -> prover.within(MOST_BESIDE).builtIn());
  }

  /** The properties of the file, and then the built-in questions. */
  public static Proof ofPropertiesAndBuiltIn(RuleSet rules, Instant now) {
    return new Proof(
        rules,
        now,
        prover -> {
          List<Answer> all = new ArrayList<>(prover.within(MOST_ASKED).properties());
          all.addAll(prover.within(MOST_BESIDE).builtIn());
          return all;
        });
  }

  /** For which types of resources this version reads tags, without loading what reads them. */
  public static Predicate<String> hasReadableTags() {
    return type -> AwsNames.RESOURCE_TYPES.contains(type) && !type.equals(WITHOUT_TAGS);
  }

  /** The answers, once there are all. */
  public List<Answer> answers() {
    return answers.result();
  }

  /** What of the answers to built-in questions is not proved. */
  public List<Answer> notProved() {
    return notProved(true);
  }

  /** What of the answers about the file's properties is not proved. */
  public List<Answer> propertiesNotProved() {
    return notProved(false);
  }

  private List<Answer> notProved(boolean isBuiltIn) {
    return answers().stream()
        .filter(answer -> Prover.isBuiltIn(answer.question()) == isBuiltIn)
        .filter(answer -> answer.verdict() != Verdict.PROVED)
        .toList();
  }
}
