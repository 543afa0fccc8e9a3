package io.accesstriage.reliability;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The kinds of trouble that a world can have beside calls that fail. Those {@link #inForce} are in
 * every run; the product does not keep its promises under the others yet, so they are only there
 * when somebody asks for them: {@code -Dfaults.hazards=OWNERS_MOVE,FORGED_EVENTS}, or {@code ALL}.
 */
enum Hazard {
  /** Rules over every name that rules may use, drawn anew in each run, and account facts. */
  DRAWN_RULES,
  /** Drawn rules also ask for status and update time, which the product itself changes. */
  RULES_ON_STATUS,
  /** An analyzer that is not configured: only events tell of its findings. */
  UNCONFIGURED_ANALYZER,
  /** GetFinding is refused for a finding for some hours. */
  READING_REFUSED,
  /** A finding becomes an error finding, or stops being one, and nothing else about it changes. */
  ERRORS_HEAL,
  /** The resource's owner becomes another account, and nothing else changes. */
  OWNERS_MOVE,
  /** What is not used turns out to have been used at another time. */
  LAST_USE_MOVES,
  /** Access Analyzer stops saying whether a finding is public, and says it again later. */
  PUBLICITY_UNTOLD,
  /** Access Analyzer gives several sets of details of one finding. */
  DETAILS_DOUBLED,
  /** Two analyzers report resources of the same name, whose owner or details differ. */
  NAMESAKES,
  /**
   * While a finding cannot be read, an event comes hours late: the finding was resolved, active or
   * somebody else's then.
   */
  LATE_EVENTS,
  /** Ids that are long, of any script, or look like keys of the ledger. */
  STRANGE_IDS,
  /** Somebody starts executions about real findings, under another analyzer's name. */
  FORGED_REFERENCES,
  /** Somebody starts executions with events that they made up about real findings. */
  FORGED_EVENTS,
  /** Somebody starts executions about ids that are keys of the ledger. */
  FORGED_KEYS,
  /** Lists come in another order each time, with repetitions. */
  LISTS_VARY,
  /** Conditions that limit nobody, and a risk threshold that looks for unconditional access. */
  CONDITIONS_LIMIT_NOBODY,
  /** Names, conditions and tags are long and full of characters that take many bytes. */
  HOSTILE_TEXTS,
  /** At first the topic's only subscription has a filter that drops everything. */
  DEAF_SUBSCRIPTION;

  /** What every run has: under these the product keeps its promises. */
  static Set<Hazard> inForce() {
    return EnumSet.of(DRAWN_RULES);
  }

  /** Those in force, and those that the system property {@code faults.hazards} asks for. */
  static Set<Hazard> askedFor() {
    Set<Hazard> hazards = EnumSet.copyOf(inForce());
    String asked = System.getProperty("faults.hazards", "").toUpperCase(Locale.ROOT);
    if (asked.equals("ALL")) {
      return EnumSet.allOf(Hazard.class);
    }
    Arrays.stream(asked.split(","))
        .filter(name -> !name.isBlank())
        .forEach(name -> hazards.add(valueOf(name.trim())));
    return hazards;
  }
}
