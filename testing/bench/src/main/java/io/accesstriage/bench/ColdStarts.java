package io.accesstriage.bench;

import io.accesstriage.lambda.FunctionJar;
import io.accesstriage.lambda.FunctionProgram;
import io.accesstriage.lambda.Jdks;
import io.accesstriage.lambda.LambdaRuntime;
import io.accesstriage.lambda.LocalAws;
import io.accesstriage.lambda.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cold starts of the deployed jars beside the same jobs in Python, turn by turn, from the process's
 * start to its first answer; first invocations after a restore beside warm ones; and what a
 * snapshot holds. Prints rows of Markdown tables.
 */
final class ColdStarts {
  private static final int WARM_INVOCATIONS = 100;

  /** What DynamoDB takes for one item; most other services take longer. */
  private static final Duration USUAL_ANSWER = Duration.ofMillis(5);

  private final LocalAws aws;
  private final Path root;
  private final Path python;
  private final Path java = Jdks.newest();

  private ColdStarts(LocalAws aws, Path root, Path python) {
    this.aws = aws;
    this.root = root;
    this.python = python;
  }

  /**
   * Processes that were restored.
   *
   * @param hooks seconds until the snapshot could be taken
   * @param first milliseconds of the first invocation
   * @param warm milliseconds of a later one
   */
  private record Restores(Measured hooks, Measured first, Measured warm) {}

  /** One process up to its first answer. */
  private record Start(double seconds, double processorSeconds) {}

  /**
   * @param args what to measure (cold, restore or resident), how often, the repository, the Python
   *     program, and flags for Java
   */
  public static void main(String[] args) throws Exception {
    int runs = Integer.parseInt(args[1]);
    List<String> flags = List.of(args).subList(4, args.length);
    try (LocalAws aws = new LocalAws()) {
      aws.warmUp();
      ColdStarts starts = new ColdStarts(aws, Path.of(args[2]), Path.of(args[3]));
      // Reads the programs once, and warms the rest of the answering side.
      starts.start(Scenario.of("archive"), true, flags);
      for (String function : Scenario.FUNCTIONS) {
        switch (args[0]) {
          case "cold" -> starts.cold(Scenario.of(function), runs, flags);
          case "restore" -> starts.restore(Scenario.of(function), runs, flags);
          case "resident" -> starts.resident(Scenario.of(function), flags);
          default -> throw new IllegalArgumentException(args[0]);
        }
      }
    }
    System.exit(0);
  }

  private void cold(Scenario scenario, int runs, List<String> flags) {
    List<Start> ours = new ArrayList<>();
    List<Start> theirs = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      ours.add(start(scenario, true, flags));
      theirs.add(start(scenario, false, flags));
    }
    Measured seconds = seconds(ours);
    Measured pythonSeconds = seconds(theirs);
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s |%n",
        scenario.function(),
        seconds.text("%.2f"),
        pythonSeconds.text("%.2f"),
        seconds.over(pythonSeconds).text("%.2f"),
        processor(ours).text("%.2f"),
        processor(theirs).text("%.2f"));
  }

  private static Measured seconds(List<Start> starts) {
    return new Measured(starts.stream().mapToDouble(Start::seconds).toArray());
  }

  private static Measured processor(List<Start> starts) {
    return new Measured(starts.stream().mapToDouble(Start::processorSeconds).toArray());
  }

  private Start start(Scenario scenario, boolean inJava, List<String> flags) {
    scenario.playedBy(aws);
    Map<String, String> environment = new HashMap<>(aws.environment());
    environment.putAll(aws.staticCredentials());
    FunctionProgram program =
        inJava
            ? java(scenario, flags)
            : FunctionProgram.ofPython(
                python, root.resolve("testing/bench/python"), "functions." + scenario.function());
    try (LambdaRuntime runtime = new LambdaRuntime(program, environment)) {
      LambdaRuntime.Reply reply = answered(runtime, scenario);
      return new Start(reply.took().toNanos() / 1e9, runtime.processorTime().toNanos() / 1e9);
    }
  }

  private void restore(Scenario scenario, int runs, List<String> flags) {
    Restores atOnce = restores(scenario, runs, flags, Duration.ZERO);
    Restores later = restores(scenario, runs, flags, USUAL_ANSWER);
    System.out.printf(
        "| %s | %s | %s | %s | %s | %s |%n",
        scenario.function(),
        atOnce.hooks().text("%.1f"),
        atOnce.first().text("%.0f"),
        atOnce.warm().text("%.1f"),
        atOnce.first().over(atOnce.warm()).text("%.1f"),
        later.first().over(later.warm()).text("%.1f"));
  }

  private Restores restores(Scenario scenario, int runs, List<String> flags, Duration answer) {
    aws.answersAfter(answer);
    double[] first = new double[runs];
    double[] warm = new double[runs];
    double[] hooks = new double[runs];
    for (int run = 0; run < runs; run++) {
      long begun = System.nanoTime();
      try (LambdaRuntime runtime = restored(scenario, flags)) {
        runtime.awaitReady();
        hooks[run] = (System.nanoTime() - begun) / 1e9;
        first[run] = answered(runtime, scenario).took().toNanos() / 1e6;
        double[] more = new double[WARM_INVOCATIONS];
        for (int i = 0; i < more.length; i++) {
          more[i] = answered(runtime, scenario).took().toNanos() / 1e6;
        }
        warm[run] = new Measured(more).median();
      }
    }
    return new Restores(new Measured(hooks), new Measured(first), new Measured(warm));
  }

  private void resident(Scenario scenario, List<String> flags) {
    try (LambdaRuntime runtime = restored(scenario, flags)) {
      runtime.awaitReady();
      Resident resident = Resident.of(runtime.pid());
      System.out.printf(
          "| %s | %.1f | %d | %.1f |%n",
          scenario.function(), resident.heap(), resident.classes(), resident.metaspace());
    }
  }

  private LambdaRuntime restored(Scenario scenario, List<String> flags) {
    scenario.playedBy(aws);
    Map<String, String> environment = new HashMap<>(aws.environment());
    environment.putAll(aws.credentialsOfARestore());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    return new LambdaRuntime(java(scenario, flags), environment);
  }

  private FunctionProgram java(Scenario scenario, List<String> flags) {
    FunctionJar jar = FunctionJar.of(root, scenario.function());
    List<String> all = new ArrayList<>(aws.javaFlags());
    all.addAll(flags);
    return FunctionProgram.ofJava(java, jar.file(), jar.handler(), all.toArray(String[]::new));
  }

  private static LambdaRuntime.Reply answered(LambdaRuntime runtime, Scenario scenario) {
    LambdaRuntime.Reply reply = runtime.invoke(scenario.request());
    if (!reply.kind().equals("response")) {
      throw new IllegalStateException(
          scenario.function() + " answered " + reply.body() + "\n" + runtime.log());
    }
    return reply;
  }
}
