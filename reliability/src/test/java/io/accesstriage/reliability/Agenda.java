package io.accesstriage.reliability;

import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is to happen, and in which order. */
interface Agenda {
  /**
   * One thing that happens.
   *
   * @param at not earlier than this
   * @param number tells apart what is to happen at the same time
   * @param what runs on the thread that comes upon it; must not wait
   */
  record Entry(Instant at, long number, Turn what) implements Comparable<Entry> {
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

  /** The agenda of a world in which everything happens at its time. */
  static Agenda byTime() {
    PriorityQueue<Entry> queue = new PriorityQueue<>();
    return new Agenda() {
      @Override
      public void add(Entry entry) {
        queue.add(entry);
      }

      @Override
      public @Nullable Entry next() {
        return queue.poll();
      }
    };
  }
}
