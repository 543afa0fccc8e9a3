package io.accesstriage.cli.proof;

import io.accesstriage.enrich.TagReaders;
import io.accesstriage.prover.Answer;
import io.accesstriage.prover.Prover;
import io.accesstriage.prover.Verdict;
import io.accesstriage.rules.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is proved of rules by a thread of its own, while a command does what it is asked for. A
 * command that ends early leaves it behind: the thread keeps nothing alive.
 */
public final class Proof {
  /**
   * After so long, what is not answered is unknown, where a command was asked for something else.
   */
  private static final Duration MOST_BESIDE = Duration.ofSeconds(5);

  /** The same where proofs were asked for. */
  private static final Duration MOST_ASKED = Duration.ofMinutes(2);

  /** A condition of many parts is as deep. */
  private static final long STACK_BYTES = 256L << 20;

  private final FutureTask<List<Answer>> task;

  private Proof(FutureTask<List<Answer>> task) {
    this.task = task;
  }

  /** Everything that can be asked, properties of the file among it. */
  public static Proof ofAll(RuleSet rules, Instant now) {
    return begin(
        rules,
        now,
        prover -> {
          prover.limit(MOST_ASKED);
          return prover.answers();
        });
  }

  /** The built-in questions. */
  public static Proof ofBuiltIn(RuleSet rules, Instant now) {
    return begin(
        rules,
        now,
        prover -> {
          prover.limit(MOST_BESIDE);
          return prover.builtIn();
        });
  }

  /** The properties of the file, and then the built-in questions. */
  public static Proof ofPropertiesAndBuiltIn(RuleSet rules, Instant now) {
    return begin(
        rules,
        now,
        prover -> {
          prover.limit(MOST_ASKED);
          List<Answer> answers = new ArrayList<>(prover.properties());
          prover.limit(MOST_BESIDE);
          answers.addAll(prover.builtIn());
          return answers;
        });
  }

  private static Proof begin(RuleSet rules, Instant now, Function<Prover, List<Answer>> questions) {
    FutureTask<List<Answer>> task =
        new FutureTask<>(() -> questions.apply(new Prover(rules, hasReadableTags(), now)));
    Thread thread = new Thread(null, task, "proof", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return new Proof(task);
  }

  /** For which types of resources this version reads tags. */
  private static Predicate<String> hasReadableTags() {
    return TagReaders.ofAws().operations()::containsKey;
  }

  /** The answers, once there are all. */
  public List<Answer> answers() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while proving", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a proof failed", e.getCause());
    }
  }

  /** What of the answers to built-in questions is not proved. */
  public List<Answer> notProved() {
    return answers().stream()
        .filter(answer -> Prover.isBuiltIn(answer.question()))
        .filter(answer -> answer.verdict() != Verdict.PROVED)
        .toList();
  }
}
