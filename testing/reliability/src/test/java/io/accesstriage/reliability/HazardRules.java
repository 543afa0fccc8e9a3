package io.accesstriage.reliability;

import io.accesstriage.reliability.SimulatedFinding.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rules that rest on what a hazard changes. */
final class HazardRules {
  private final Set<Hazard> hazards;

  HazardRules(Set<Hazard> hazards) {
    this.hazards = hazards;
  }

  List<LawRule> rules() {
    List<LawRule> rules = new ArrayList<>();
    if (hazards.contains(Hazard.LISTS_VARY)) {
      rules.add(
          rule(
              "exactly-read",
              Terms.exactly("access.actions", List.of("s3:GetObject", "s3:ListBucket"))
                  .and(Terms.exactly("finding.sources", List.of("POLICY")))
                  .and(DrawnRules.ofOneIn10(7))));
      rules.add(
          rule(
              "one-unused-service",
              new Expression(
                      "size(finding.unused.services) == 1 && finding.unused.actionCount < 3",
                      c ->
                          Truth.of(
                              !c.is(Kind.UNUSED_PERMISSION)
                                  ? false
                                  : c.content().grant().services().size() == 1
                                      && Wire.actionCount(c.content()) < 3))
                  .and(DrawnRules.ofOneIn10(8))));
    }
    if (hazards.contains(Hazard.OWNERS_MOVE)) {
      rules.add(
          rule(
              "shop-shares",
              Terms.is("resource.account", "333344445555")
                  .and(Terms.is("resource.type", Law.BUCKET))
                  .and(DrawnRules.ofOneIn10(2).or(DrawnRules.ofOneIn10(6)))));
    }
    if (hazards.contains(Hazard.LAST_USE_MOVES)) {
      rules.add(
          rule(
              "not-used-for-long",
              Terms.before("finding.unused.lastAccessed", World.START.minus(Duration.ofDays(2)))));
    }
    return rules;
  }

  private static LawRule rule(String id, Expression when) {
    return LawRule.archiving(id, false, true, "expires: 2030-12-31", when);
  }
}
