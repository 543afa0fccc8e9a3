package io.accesstriage.bench;

import io.accesstriage.evaluate.FindingEvaluator;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.state.StepRequest;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.function.Function;

/**
 * How long loading rules and the first evaluation take in a fresh JVM, and what the rules hold of
 * the heap: a row of a Markdown table.
 */
final class EvaluateMemory {
  private static final int MEGABYTE = 1024 * 1024;

  private EvaluateMemory() {}

  public static void main(String[] args) throws InterruptedException {
    int rules = Integer.parseInt(args[0]);
    String file = RuleMix.ofSize(rules);
    StepRequest request = EvaluateBenchmark.request(true);
    long start = System.nanoTime();
    RuleSet ruleSet = RuleSet.parse("generated.yaml", file);
    double seconds = (System.nanoTime() - start) / 1e9;
    Function<String, Ledger> none =
        table -> {
          throw new IllegalStateException("measured without a ledger");
        };
    FindingEvaluator evaluator = new FindingEvaluator(ruleSet, none, Clock.systemUTC());
    start = System.nanoTime();
    evaluator.evaluate(request);
    double first = (System.nanoTime() - start) / 1e6;
    System.gc();
    Thread.sleep(100);
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "| %d | %.2f | %.1f | %d | %s |%n",
        rules, seconds, first, used / MEGABYTE, ruleSet.version());
  }
}
