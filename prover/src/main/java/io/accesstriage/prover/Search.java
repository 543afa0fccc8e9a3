package io.accesstriage.prover;

import io.accesstriage.prover.Constraint.Related;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for values of all variables that make a formula true, branch by branch. Each end of a
 * branch is shown to whoever asked, who takes it or not; where there is no end, there are no such
 * values.
 */
final class Search {
  /** In this order a variable gets a value where several would do. */
  private static final List<String> SPLIT =
      List.of(
          Variables.TYPE,
          Variables.KIND,
          Variables.RESOURCE_TYPE,
          Variables.RESOURCE_ACCOUNT,
          Variables.PRINCIPAL_ACCOUNT,
          Variables.PRINCIPAL_VALUE,
          Variables.RESOURCE_ARN);

  static final String TOO_MANY_CASES = "it has too many cases to look at all of them";

  private static final String RESTS_ON = "it rests on ";
  private static final int BEFORE_WORLD = -1;
  private static final int MOST_ENUMERATED = 30;

  /** A search that takes longer than this ends without an answer. */
  private static final long MOST_NANOS = 2_000_000_000L;

  private final Relations relations;
  private final AccountsInArns accounts = new AccountsInArns();
  private final Languages languages;
  private final Preferences preferences;
  private final Formula world;
  private final Predicate<Store> end;
  private final int mostBranches;
  private final int mostEnds;
  private final long mostNanos;
  private final Set<String> asked = new TreeSet<>();
  private final Set<String> doubts = new LinkedHashSet<>();
  private final long started = System.nanoTime();
  private int branches;
  private int ends;

  /**
   * @param world what is true of every finding
   * @param end whether the values at the end of a branch will do
   */
  Search(
      Relations relations,
      Preferences preferences,
      Formula world,
      Bounds bounds,
      Predicate<Store> end) {
    this.relations = relations;
    this.languages = relations.languages();
    this.preferences = preferences;
    this.world = world;
    this.mostBranches = bounds.branches();
    this.mostEnds = bounds.ends();
    this.mostNanos = bounds.nanos();
    this.end = end;
  }

  /**
   * How long to look.
   *
   * @param branches after which it is not known whether there are such values
   * @param ends that are shown at most
   * @param nanos after which it is not known
   */
  record Bounds(int branches, int ends, long nanos) {
    /**
     * Those of every search.
     *
     * @param nanos that are left for all searches
     */
    static Bounds within(long nanos) {
      return new Bounds(1_000, 16, Math.min(nanos, MOST_NANOS));
    }
  }

  /** How a search went. */
  enum Outcome {
    FOUND,
    NONE,
    UNKNOWN
  }

  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("", null, false, false);
    }
  }

  Outcome run(Formula formula) {
    try {
      Store store = new Store(relations);
      asked.addAll(Formula.variables(formula));
      if (!store.add(formula) || !propagate(store)) {
        return Outcome.NONE;
      }
      return branch(store, BEFORE_WORLD)
          ? Outcome.FOUND
          : doubts.isEmpty() ? Outcome.NONE : Outcome.UNKNOWN;
    } catch (Exhausted | Language.TooLarge e) {
      doubts.add(
          ends >= mostEnds
              ? "none of the %d examples that were tried is one".formatted(ends)
              : TOO_MANY_CASES);
      return Outcome.UNKNOWN;
    }
  }

  /**
   * Why it is not known whether there are such values, a clause each: the parts of the condition
   * that cannot be decided, where there are any, since the rest follows from them.
   */
  Collection<String> doubts() {
    List<String> parts = doubts.stream().filter(doubt -> doubt.startsWith(RESTS_ON)).toList();
    return parts.isEmpty() ? doubts : parts;
  }

  /**
   * Goes on with a branch.
   *
   * @param split how many variables have been split; {@link #BEFORE_WORLD} before that
   */
  private boolean branch(Store store, int split) {
    if (++branches > mostBranches || System.nanoTime() - started > mostNanos) {
      throw new Exhausted();
    }
    boolean isOpen = !store.pending().isEmpty();
    if (split == BEFORE_WORLD) {
      if (isOpen) {
        return anyOfSmallest(store, split);
      }
      Store inWorld = store.copy();
      return inWorld.add(world) && propagate(inWorld) && branch(inWorld, 0);
    }
    if (isOpen) {
      for (int i = split; i < SPLIT.size(); i++) {
        if (store.text(SPLIT.get(i)).only() == null) {
          return split(store, SPLIT.get(i), i + 1, false);
        }
      }
      return anyOfSmallest(store, SPLIT.size());
    }
    String open = openVariable(store);
    return open == null ? isEnd(store) : split(store, open, SPLIT.size(), true);
  }

  private boolean isEnd(Store store) {

    if (end.test(store)) {
      return true;
    }
    doubts.add(doubt(store));
    if (++ends >= mostEnds) {
      throw new Exhausted();
    }
    return false;
  }

  /** What is outside of what can be decided: the parts of the condition that have no formula. */
  private static String doubt(Store store) {
    Set<String> opaque = new TreeSet<>();
    store.flags().keySet().stream()
        .filter(name -> name.startsWith(Variables.OPAQUE))
        .map(Variables::partOf)
        .forEach(opaque::add);
    return opaque.isEmpty()
        ? "the rules do not archive the example that was made"
        : RESTS_ON + String.join(" and ", opaque);
  }

  /** Tries the parts of the formula that has the fewest, one after the other. */
  private boolean anyOfSmallest(Store store, int split) {
    int smallest = 0;
    for (int i = 1; i < store.pending().size(); i++) {
      if (store.pending().get(i).any().size() < store.pending().get(smallest).any().size()) {
        smallest = i;
      }
    }
    for (Formula part : store.pending().get(smallest).any()) {
      Store branch = store.copy();
      branch.pending().remove(smallest);
      if (branch.add(part) && propagate(branch) && branch(branch, split)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Gives a variable a value after the other.
   *
   * @param split how many variables have been split then
   * @param isToBeOne whether it needs a value in the end, also where there are too many of them
   */
  private boolean split(Store store, String variable, int split, boolean isToBeOne) {
    Language texts = store.text(variable);
    Set<String> few = texts.texts(MOST_ENUMERATED);
    Set<String> values = new LinkedHashSet<>();
    for (String value : preferences.of(variable, store)) {
      if (texts.has(value)) {
        values.add(value);
      }
    }
    if (few != null) {
      values.addAll(new TreeSet<>(few));
    }
    for (String value : values) {
      if (branchWith(store, variable, languages.of(value), split)) {
        return true;
      }
    }
    if (few != null) {
      return false;
    }
    Language rest = texts.minus(languages.oneOf(values));
    if (!isToBeOne) {
      return !rest.isEmpty() && branchWith(store, variable, rest, split);
    }
    String one = Preferences.nicest(rest);
    if (one != null && branchWith(store, variable, languages.of(one), split)) {
      return true;
    }
    if (one != null) {
      doubts.add(
          asked.contains(variable)
              ? "%s has more values than can be tried".formatted(variable)
              : "there are more findings than can be tried");
    }
    return false;
  }

  private boolean branchWith(Store store, String variable, Language language, int split) {
    Store branch = store.copy();
    return branch.limit(variable, language) && propagate(branch) && branch(branch, split);
  }

  /** A variable whose value has to be known before a relation can be checked. */
  private static @Nullable String openVariable(Store store) {
    List<String> open = new ArrayList<>();
    for (Related related : store.relations()) {
      open.addAll(Relations.open(related, store));
    }
    if (open.isEmpty()) {
      return null;
    }
    return open.contains(Variables.RESOURCE_ACCOUNT)
        ? Variables.RESOURCE_ACCOUNT
        : open.contains(Variables.PRINCIPAL_ACCOUNT) ? Variables.PRINCIPAL_ACCOUNT : open.get(0);
  }

  /** Draws conclusions until there are no more; false where they contradict. */
  private boolean propagate(Store store) {
    boolean changed = true;
    while (changed) {
      Boolean narrowed = accounts.join(store) ? relations.narrow(store) : null;
      if (narrowed == null) {
        return false;
      }
      changed = narrowed;
      for (Formula.Or or : store.takePending()) {
        List<Formula> left = left(store, or);
        if (!store.add(Formula.or(left))) {
          return false;
        }
        changed |= left.size() == 1;
      }
    }
    return true;
  }

  /** Of which one still has to be true; where one is already, the formula that is always true. */
  private static List<Formula> left(Store store, Formula.Or or) {
    List<Formula> left = new ArrayList<>();
    for (Formula part : or.any()) {
      switch (store.status(part)) {
        case ENTAILED -> {
          return List.of(Formula.TRUE);
        }
        case OPEN -> left.add(part);
        case CONFLICT -> {
          // It is not this one.
        }
      }
    }
    return left;
  }
}
