package io.accesstriage.messages.digest;

import io.accesstriage.facts.Owner;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the findings that were first alerted in the last 30 days, in all, by the rule that
 * alerted and by the owner of the resource. What is archived by hand lacks a rule.
 */
final class AlertPrecision {
  static final Duration PERIOD = Duration.ofDays(30);

  private final Instant from;
  private final Map<AlertFate, Integer> fates = new EnumMap<>(AlertFate.class);
  private final Map<String, Map<AlertFate, Integer>> byRule = new HashMap<>();
  private final Map<Owner, Map<AlertFate, Integer>> byOwner = new HashMap<>();
  private int notRecorded;

  AlertPrecision(Instant until) {
    from = until.minus(PERIOD);
  }

  /** The alerts of a rule or an owner, and what became of them. */
  record Row<K>(K key, Map<AlertFate, Integer> fates) {
    int alerted() {
      return DigestContents.sum(fates);
    }
  }

  /**
   * @param isUnswept whether the finding perhaps does not exist any more
   */
  void add(LedgerEntry entry, boolean isUnswept) {
    if (entry.isSettledUntold()) {
      return;
    }
    LastAlert alert = entry.alert();
    AlertFate fate = AlertFate.of(entry, isUnswept);
    if (alert.since() != null) {
      if (!alert.since().isBefore(from)) {
        count(fates, fate);
        count(of(byRule, alert.rule() == null ? "" : alert.rule()), fate);
        count(of(byOwner, entry.summary() == null ? Owner.UNKNOWN : entry.summary().owner()), fate);
      }
    } else if (alert.kind() == LastAlert.Kind.UNKNOWN
        && entry.standing() != null
        && OpenAlerts.isByPeople(fate)
        && !entry.standing().at().isBefore(from)) {
      notRecorded++;
    }
  }

  private static <K> Map<AlertFate, Integer> of(Map<K, Map<AlertFate, Integer>> rows, K key) {
    return rows.computeIfAbsent(key, k -> new EnumMap<>(AlertFate.class));
  }

  private static void count(Map<AlertFate, Integer> fates, AlertFate fate) {
    fates.merge(fate, 1, Integer::sum);
  }

  Instant from() {
    return from;
  }

  int alerted() {
    return DigestContents.sum(fates);
  }

  Map<AlertFate, Integer> fates() {
    return fates;
  }

  /** The most alerts first; the key is empty where no rule alerted. */
  List<Row<String>> byRule() {
    return rows(byRule, Comparator.naturalOrder());
  }

  /** The same by owner, with those who are not known and those that have none. */
  List<Row<Owner>> byOwner() {
    return rows(byOwner, Comparator.comparing(Owner::kind).thenComparing(Owner::name));
  }

  private static <K> List<Row<K>> rows(
      Map<K, Map<AlertFate, Integer>> counts, Comparator<K> order) {
    return counts.entrySet().stream()
        .map(entry -> new Row<>(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.<Row<K>>comparingInt(Row::alerted).reversed().thenComparing(Row::key, order))
        .toList();
  }

  /**
   * How many were fixed or archived by hand in that time without a record of whether they had been
   * alerted: an older version has written their entries.
   */
  int notRecorded() {
    return notRecorded;
  }
}
