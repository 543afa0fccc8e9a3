package io.accesstriage.reliability;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the independent statement says of a run: what is wrong, and how often what happened. */
final class Verdict {
  private final Map<Breach, List<String>> breaches = new EnumMap<>(Breach.class);
  private final TreeMap<String, Integer> facts = new TreeMap<>();

  /** What can be wrong. */
  enum Breach {
    LOST("findings lost"),
    LATE("new findings that nobody was alerted of soon after their events"),
    CHANGE_NOT_TOLD("changes of content that nobody was alerted of"),
    ARCHIVED_AGAINST_RULES("archived although the rules of that time did not say so"),
    REOPENED_AGAINST_RULES("made active again although the rules of that time did not say so"),
    LEFT_ARCHIVED("left archived against the rules after two sweeps"),
    FLAPPED("status changed more than twice though nothing else did"),
    ALERTED_TOO_OFTEN("alerts repeated more than once"),
    UNDECIDED("undecided after two sweeps"),
    WRONG_WORDS("told in the words of another finding"),
    TOO_LARGE("messages that are too large for SNS"),
    SILENT("silent blindness");

    private final String title;

    Breach(String title) {
      this.title = title;
    }
  }

  void wrong(Breach breach, String what) {
    breaches.computeIfAbsent(breach, key -> new ArrayList<>()).add(readable(what));
  }

  /** Hostile texts repeat a few characters hundreds of times. */
  private static String readable(String what) {
    return what.replaceAll("(.{1,7}?)\\1{9,}", "$1...");
  }

  void count(String fact, int times) {
    facts.merge(fact, times, Integer::sum);
  }

  /** What is wrong in this way, a sentence each. */
  List<String> of(Breach breach) {
    return breaches.getOrDefault(breach, List.of());
  }

  int fact(String name) {
    return facts.getOrDefault(name, 0);
  }

  boolean isGood() {
    return breaches.isEmpty();
  }

  /** The table of the run. */
  String table() {
    StringBuilder table = new StringBuilder();
    for (Breach breach : Breach.values()) {
      table.append("%8d  %s%n".formatted(of(breach).size(), breach.title));
      of(breach).stream()
          .limit(5)
          .forEach(what -> table.append("            ").append(what).append('\n'));
    }
    facts.forEach((fact, times) -> table.append("%8d  %s%n".formatted(times, fact)));
    return table.toString();
  }
}
