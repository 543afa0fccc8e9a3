package io.accesstriage.reliability;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets activities run at the same simulated time although only one thread ever runs: each has a
 * thread of its own, which passes a baton on wherever it waits. So code that knows nothing of it,
 * such as a Lambda handler, is interleaved at each of its calls, and the same seed gives the same
 * run. Whoever has the baton may use all state without locks.
 */
final class Timeline implements AutoCloseable {
  private final Agenda agenda;
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Set<Worker> waiting = new LinkedHashSet<>();
  private final Worker outside = new Worker(Thread.currentThread());
  private Instant now;
  private long entries;
  private @Nullable Throwable failure;
  private boolean isStopped;
  private boolean closed;

  Timeline(Instant start, Agenda agenda) {
    this.now = start;
    this.agenda = agenda;
  }

  /** The time of what happened last; an activity may be ahead of it. */
  Instant now() {
    return now;
  }

  /** Lets an event of the world happen. */
  void at(Instant time, String subject, Runnable effect) {
    add(time, subject, new Agenda.Happening(effect));
  }

  /** Lets an activity begin. */
  void begin(Instant time, String subject, Runnable body) {
    add(time, subject, new Agenda.Beginning(body));
  }

  /** Runs until nothing is left to happen. */
  void run() {
    passOn();
    outside.await();
    if (isStopped) {
      List.copyOf(waiting).forEach(this::end);
    }
    if (failure != null) {
      throw new IllegalStateException("the simulation itself failed at " + now, failure);
    }
  }

  /** Lets nothing happen any more: whatever waits or comes to wait is to end. */
  void stop() {
    isStopped = true;
  }

  /** Whether the calling activity has to end. */
  boolean isStopped() {
    return isStopped;
  }

  /** Lets it find out that it has to end, alone as ever. */
  private void end(Worker worker) {
    worker.give();
    outside.await();
  }

  /**
   * Lets everything happen that comes before a time and that the calling activity could notice:
   * what happens to other findings meanwhile makes no difference to it.
   */
  void waitUntil(Instant time, String subject) {
    if (isStopped || !agenda.concerns(subject, time)) {
      return;
    }
    if (!(Thread.currentThread() instanceof Worker.Own own)) {
      throw new IllegalStateException("only activities wait");
    }
    add(time, subject, new Agenda.Continuation(own.worker));
    waiting.add(own.worker);
    passOn();
    own.worker.await();
    waiting.remove(own.worker);
  }

  private void add(Instant time, String subject, Agenda.Turn what) {
    agenda.add(new Agenda.Entry(time, entries++, subject, what));
  }

  /** Lets happen what is next, until it is somebody's turn, perhaps the caller's own. */
  private void passOn() {
    while (true) {
      Agenda.Entry entry = failure == null && !isStopped ? agenda.next() : null;
      if (entry == null) {
        outside.give();
        return;
      }
      now = entry.at().isAfter(now) ? entry.at() : now;
      if (entry.what() instanceof Agenda.Continuation continuation) {
        continuation.worker().give();
        return;
      }
      if (entry.what() instanceof Agenda.Beginning beginning) {
        Worker worker = idle.isEmpty() ? newWorker() : idle.pop();
        worker.body = beginning.body();
        worker.give();
        return;
      }
      if (entry.what() instanceof Agenda.Happening happening) {
        try {
          Activity.aside(happening.effect());
        } catch (RuntimeException | Error e) {
          failure = e;
        }
      }
    }
  }

  private Worker newWorker() {
    Worker.Own thread = new Worker.Own(this);
    thread.start();
    return thread.worker;
  }

  private void work(Worker worker) {
    while (true) {
      worker.await();
      Runnable body = worker.body;
      if (closed || body == null) {
        return;
      }
      try {
        body.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      worker.body = null;
      idle.push(worker);
      passOn();
    }
  }

  @Override
  public void close() {
    closed = true;
    idle.forEach(Worker::give);
  }

  /** A thread that takes part, and whether it is its turn. */
  static final class Worker {
    private final Thread thread;
    private volatile boolean hasBaton;
    private @Nullable Runnable body;

    private Worker(Thread thread) {
      this.thread = thread;
    }

    private void give() {
      hasBaton = true;
      if (thread != Thread.currentThread()) {
        LockSupport.unpark(thread);
      }
    }

    private void await() {
      while (!hasBaton) {
        LockSupport.park(this);
      }
      hasBaton = false;
    }

    private static final class Own extends Thread {
      private final Worker worker = new Worker(this);
      private final Timeline timeline;

      Own(Timeline timeline) {
        super("activity");
        this.timeline = timeline;
        setDaemon(true);
      }

      @Override
      public void run() {
        timeline.work(worker);
      }
    }
  }
}
