package io.accesstriage.reliability;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is to happen, and in which order. */
interface Agenda {
  /** The subject of what concerns all findings. */
  String EVERYTHING = "";

  /** Findings of one resource change together and share alerts, so a subject is all of them. */
  List<String> OTHERS_OF_THE_RESOURCE = List.of("-twin", "-namesake", "-back");

  /**
   * One thing that happens.
   *
   * @param at not earlier than this
   * @param number tells apart what is to happen at the same time
   * @param subject the finding that it is about, or {@link #EVERYTHING}
   * @param what runs on the thread that comes upon it; must not wait
   */
  record Entry(Instant at, long number, String subject, Turn what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** A thing that happens. */
  sealed interface Turn {}

  /** Happens at once, as an event of the world. */
  record Happening(Runnable effect) implements Turn {}

  /** An activity begins. */
  record Beginning(Runnable body) implements Turn {}

  /** An activity goes on. */
  record Continuation(Timeline.Worker worker) implements Turn {}

  void add(Entry entry);

  /** Takes what is next; null where nothing is left. */
  @Nullable Entry next();

  /** Whether something comes until a time that an activity about this subject could notice. */
  boolean concerns(String subject, Instant until);

  private static String resource(String subject) {
    for (String other : OTHERS_OF_THE_RESOURCE) {
      if (subject.endsWith(other)) {
        return resource(subject.substring(0, subject.length() - other.length()));
      }
    }
    return subject;
  }

  /** The agenda of a world in which everything happens at its time. */
  static Agenda byTime() {
    PriorityQueue<Entry> queue = new PriorityQueue<>();
    Map<String, TreeMap<Instant, Integer>> times = new HashMap<>();
    return new Agenda() {
      @Override
      public void add(Entry entry) {
        queue.add(entry);
        times
            .computeIfAbsent(resource(entry.subject()), subject -> new TreeMap<>())
            .merge(entry.at(), 1, Integer::sum);
      }

      @Override
      public @Nullable Entry next() {
        Entry entry = queue.poll();
        if (entry != null) {
          String resource = resource(entry.subject());
          TreeMap<Instant, Integer> ofSubject = times.get(resource);
          ofSubject.merge(entry.at(), -1, (left, one) -> left == 1 ? null : left + one);
          if (ofSubject.isEmpty()) {
            times.remove(resource);
          }
        }
        return entry;
      }

      @Override
      public boolean concerns(String subject, Instant until) {
        return subject.equals(EVERYTHING)
            || hasBefore(subject, until)
            || hasBefore(EVERYTHING, until);
      }

      private boolean hasBefore(String subject, Instant until) {
        TreeMap<Instant, Integer> ofSubject = times.get(resource(subject));
        return ofSubject != null && !ofSubject.firstKey().isAfter(until);
      }
    };
  }
}
