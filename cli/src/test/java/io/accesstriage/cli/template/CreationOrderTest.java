package io.accesstriage.cli.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** In what order CloudFormation makes the resources of template.yaml. */
class CreationOrderTest {
  private static final Template TEMPLATE = Template.deployed("access-analyzer-triage", Map.of());

  /**
   * The schedule starts the first sweep, and so the first archiving, as soon as it exists. A
   * creation that fails must have archived nothing, so everything else is made before it.
   */
  @Test
  void sweepSchedule_isMadeLast() {
    Set<String> others = TEMPLATE.ownResourceNames();
    others.remove("SweepSchedule");
    assertEquals(others, madeBefore("SweepSchedule"));
  }

  /** From then on events start triages, which archive. */
  @Test
  void findingRule_isMadeAfterAllButTheSchedule() {
    Set<String> others = TEMPLATE.ownResourceNames();
    others.removeAll(Set.of("SweepSchedule", "FindingRule"));
    assertEquals(others, madeBefore("FindingRule"));
  }

  private static Set<String> madeBefore(String resource) {
    Set<String> before = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(resource));
    while (!open.isEmpty()) {
      for (String dependency : TEMPLATE.dependencies(open.remove())) {
        if (before.add(dependency)) {
          open.add(dependency);
        }
      }
    }
    return before;
  }
}
