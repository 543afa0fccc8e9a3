package io.accesstriage.reliability;

import io.accesstriage.reliability.Journal.Actor;
import io.accesstriage.reliability.Journal.Ground;
import io.accesstriage.reliability.Journal.Update;
import io.accesstriage.reliability.State.Status;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** No rule archives more findings in a day than it may, and none is kept from what it may. */
final class BrakeLaw {
  /** How many executions can have seen the same count of a day before any of them adds to it. */
  private static final int AT_ONCE = 30;

  /**
   * How often one archive may count, where its record fails and others are counted before it is
   * tried again.
   */
  private static final int MOST_COUNTS = 3;

  private final Setting setting;
  private final Map<String, Set<String>> findingsByDayAndRule = new TreeMap<>();
  private final Map<String, Set<String>> findingsByRule = new TreeMap<>();

  BrakeLaw(Journal journal, Setting setting) {
    this.setting = setting;
    for (Update update : journal.updates) {
      if (update.actor() == Actor.PRODUCT && update.after().status() == Status.ARCHIVED) {
        String rule = rule(update);
        findingsByDayAndRule
            .computeIfAbsent(
                LocalDate.ofInstant(update.at(), ZoneOffset.UTC) + " " + rule,
                key -> new HashSet<>())
            .add(update.finding().id);
        findingsByRule.computeIfAbsent(rule, key -> new HashSet<>()).add(update.finding().id);
      }
    }
  }

  /** The rule by which a finding was archived; "risk" where none but the threshold did. */
  private static String rule(Update update) {
    Ground ground = update.ground();
    return ground == null || ground.law() == null
        ? "nobody"
        : Oracle.cases(
                update, ground, update.before(), ground.judged().answer().orElse(update.before()))
            .flatMap(c -> ground.law().rule(c).stream())
            .findFirst()
            .orElse("risk");
  }

  void judge(Verdict verdict) {
    findingsByDayAndRule.forEach(
        (rule, findings) -> {
          int times = findings.size();
          if (times > setting.mostArchives() + AT_ONCE) {
            verdict.wrong(Verdict.Breach.ARCHIVED_AGAINST_RULES, "%d by %s".formatted(times, rule));
          }
          if (setting.isBraked()) {
            verdict.count("archived by " + rule, times);
          }
        });
  }

  /**
   * Whether a rule that may be the one for this has archived as many findings as it may in a day.
   * Calls that fail may have counted one three times, but no finding uses up what is there for
   * others.
   */
  boolean isBraked(Law law, Case c) {
    return setting.isBraked()
        && law.possibleRules(c).stream()
            .anyMatch(
                rule ->
                    MOST_COUNTS * findingsByRule.getOrDefault(rule, Set.of()).size()
                        >= setting.mostArchives());
  }
}
