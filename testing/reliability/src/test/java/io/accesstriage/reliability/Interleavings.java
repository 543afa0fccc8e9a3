package io.accesstriage.reliability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few activities in every order of their calls, with every fate of one call. Each run
 * repeats the choices of an earlier one up to a point, and takes another way there. A state that an
 * earlier run has left in all ways is not left again: what the activities were answered, the
 * finding, the ledger and the messages make the state; of times, only their order counts.
 */
final class Interleavings {
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");
  private static final Pattern VERSION = Pattern.compile("version=(\\d+)");

  private final List<Fate> fates;
  private final Set<String> left = new HashSet<>();
  private List<Integer> prefix = List.of();
  private final List<Integer> chosen = new ArrayList<>();
  private final List<Integer> alternatives = new ArrayList<>();
  private boolean isKnown;
  private boolean isStruck;
  private boolean isOver;

  /** What could happen next, beside what is happening. */
  private int pending;

  private @Nullable World world;
  private int runs;

  /**
   * @param fates that one call can have instead of going well
   */
  Interleavings(List<Fate> fates) {
    this.fates = fates;
  }

  /**
   * What was run.
   *
   * @param runs in other orders or with another fate
   * @param states that they came through
   */
  record Extent(int runs, int states) {}

  /**
   * Runs all.
   *
   * @param scenario begins the activities in a new world
   * @param after looks at the world when they have ended, and at what was chosen
   */
  Extent explore(BiConsumer<World, Deployment> scenario, Check after, Sabotage sabotage) {
    do {
      run(scenario, after, sabotage);
      runs++;
    } while (backtrack());
    return new Extent(runs, left.size());
  }

  /** What is to hold after a run. */
  interface Check {
    void check(World world, Deployment deployment, String choices);
  }

  private void run(BiConsumer<World, Deployment> scenario, Check after, Sabotage sabotage) {
    chosen.clear();
    alternatives.clear();
    isKnown = false;
    isStruck = false;
    isOver = false;
    List<String> told = new ArrayList<>();
    Fate.Teller teller =
        (operation, inFunction) -> {
          boolean isInvocation = operation.equals("lambda:ArchiveFunction");
          Fate fate = inFunction || isInvocation ? fate(isInvocation) : Fate.FINE;
          told.add(
              Activity.current().name + " " + operation + (fate == Fate.FINE ? "" : " " + fate));
          return fate;
        };
    try (World made =
        new World(new Choosing(), new Chance(new Random(1)), Faults.NONE, teller, true)) {
      world = made;
      Deployment deployment = new Deployment(made, sabotage);
      scenario.accept(made, deployment);
      made.timeline().run();
      isOver = true;
      if (!isKnown) {
        after.check(made, deployment, String.join("\n", told));
      }
    }
  }

  private Fate fate(boolean ofInvocation) {
    List<Fate> possible =
        fates.stream().filter(fate -> fate.isOfInvocation() == ofInvocation).toList();
    if (isStruck || isOver || possible.isEmpty()) {
      return Fate.FINE;
    }
    int choice = choose(possible.size() + 1, "fate");
    isStruck = choice > 0;
    return choice == 0 ? Fate.FINE : possible.get(choice - 1);
  }

  private int choose(int ways, String what) {
    if (ways == 1 || isOver || isKnown) {
      return 0;
    }
    int depth = chosen.size();
    if (depth < prefix.size()) {
      chosen.add(prefix.get(depth));
      alternatives.add(ways);
      return prefix.get(depth);
    }
    if (!left.add(state(what))) {
      isKnown = true;
      // How it goes on from here an earlier run has seen.
      Objects.requireNonNull(world).timeline().stop();
      return 0;
    }
    chosen.add(0);
    alternatives.add(ways);
    return 0;
  }

  /** Goes back to the last choice that leaves another way, and takes it. */
  private boolean backtrack() {
    int last = chosen.size() - 1;
    while (last >= 0 && chosen.get(last) + 1 >= alternatives.get(last)) {
      last--;
    }
    if (last < 0) {
      return false;
    }
    List<Integer> next = new ArrayList<>(chosen.subList(0, last));
    next.add(chosen.get(last) + 1);
    prefix = next;
    return true;
  }

  private String state(String what) {
    World present = Objects.requireNonNull(world);
    StringBuilder state = new StringBuilder(what).append(isStruck).append('\n');
    TreeSet<String> activities = new TreeSet<>();
    for (Activity activity : present.activities()) {
      boolean isCurrent = what.equals("fate") && activity == Activity.current();
      activities.add(
          activity.name + isCurrent + activity.inFunction + activity.law + activity.course());
    }
    activities.forEach(a -> state.append(a).append('\n'));
    TreeSet<String> ended = new TreeSet<>();
    present.journal().endings.forEach(e -> ended.add(e.execution() + e.status()));
    state.append(ended).append(pending).append('\n');
    // Whether claims are live.
    state.append(present.now()).append('\n');
    present
        .analyzer()
        .findings()
        .values()
        .forEach(
            f ->
                state
                    .append(f.now())
                    .append(f.resource.labels.now())
                    .append(present.entries().read(f.id))
                    .append('\n'));
    present
        .journal()
        .tellings
        .forEach(t -> state.append(t.kind()).append(t.severity()).append(t.content()));
    return ranked(VERSION, ranked(TIME, state.toString(), Instant::parse), Long::valueOf);
  }

  /** The text with each value replaced by its rank among them. */
  private static <T extends Comparable<T>> String ranked(
      Pattern pattern, String text, Function<String, T> parse) {
    List<MatchResult> found = pattern.matcher(text).results().toList();
    List<T> values = found.stream().map(match -> parse.apply(value(match))).toList();
    List<T> sorted = values.stream().sorted().distinct().toList();
    StringBuilder ranked = new StringBuilder();
    int done = 0;
    for (int i = 0; i < found.size(); i++) {
      int rank = Collections.binarySearch(sorted, values.get(i));
      ranked.append(text, done, found.get(i).start()).append('#').append(rank);
      done = found.get(i).end();
    }
    return ranked.append(text, done, text.length()).toString();
  }

  private static String value(MatchResult match) {
    return match.groupCount() == 0 ? match.group() : match.group(1);
  }

  /** Lets any activity go on, whatever the time. */
  private final class Choosing implements Agenda {
    private final List<Entry> entries = new ArrayList<>();

    @Override
    public void add(Entry entry) {
      entries.add(entry);
      entries.sort(null);
    }

    @Override
    public @Nullable Entry next() {
      pending = entries.size();
      if (entries.isEmpty()) {
        return null;
      }
      Entry next = entries.remove(choose(entries.size(), "order"));
      pending = entries.size();
      return next;
    }

    @Override
    public boolean concerns(String subject, Instant until) {
      return true;
    }
  }
}
