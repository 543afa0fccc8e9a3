package io.accesstriage.bench;

import io.accesstriage.rules.RuleSet;
import java.lang.management.ManagementFactory;

/** How long loading rules takes in a fresh JVM, and what they hold of the heap. */
final class EvaluateMemory {
  private static final int MEGABYTE = 1024 * 1024;

  private EvaluateMemory() {}

  public static void main(String[] args) throws InterruptedException {
    int rules = Integer.parseInt(args[0]);
    String file = RuleMix.ofSize(rules);
    long start = System.nanoTime();
    RuleSet ruleSet = RuleSet.parse("generated.yaml", file);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.gc();
    Thread.sleep(100);
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "%5d rules (version %s): loaded cold in %.2f s, heap in use afterwards %d MB%n",
        rules, ruleSet.version(), seconds, used / MEGABYTE);
  }
}
