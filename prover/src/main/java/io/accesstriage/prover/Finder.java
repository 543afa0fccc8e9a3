package io.accesstriage.prover;

import io.accesstriage.rules.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks for findings that make a formula true and are, for the rules engine too, what is asked. */
final class Finder {
  static final String OUT_OF_TIME = "there are more questions than the time suffices for";

  private final Languages languages;
  private final Preferences preferences = new Preferences();
  private final Relations relations;
  private final Formula world;
  private final LeveledActions actions;
  private final ExampleBuilder builder;
  private final long started = System.nanoTime();
  private long most = Long.MAX_VALUE;

  /**
   * @param world what is true of every finding
   * @param actions and their levels, which are as true of every finding; looked at only where it is
   *     not known without
   * @param hasReadableTags whether the tags of a type of resource are read
   * @param now when examples are judged
   */
  Finder(
      Languages languages,
      Formula world,
      LeveledActions actions,
      Predicate<String> hasReadableTags,
      Instant now) {
    this.languages = languages;
    this.relations = new Relations(languages);
    this.world = world;
    this.actions = actions;
    this.builder = new ExampleBuilder(preferences, hasReadableTags, now);
  }

  /**
   * What a search came to.
   *
   * @param doubt why it is not known whether there is an example; empty where it is
   */
  record Found(@Nullable Example example, String doubt) {
    boolean isNone() {
      return example == null && doubt.isEmpty();
    }
  }

  /** Bounds the time of all searches from now on. */
  void limit(Duration duration) {
    most = System.nanoTime() - started + duration.toNanos();
  }

  /**
   * An example of what makes a formula true, also where what is no part of the finding could not be
   * read: a part of a condition that reads it is undetermined then, also where it is true whatever
   * it reads.
   *
   * @param missing what conditions read; of anything else that is the same search again
   * @param formula of findings of which this could not be read
   */
  Found lookAlsoWhereUnread(
      List<Unread> missing, Function<Unread, Formula> formula, Predicate<Subject> isOne) {
    Found found = look(() -> formula.apply(Unread.NOTHING), isOne);
    for (Unread unread : missing) {
      if (!found.isNone()) {
        break;
      }
      found = look(() -> formula.apply(unread), isOne, unread);
    }
    return found;
  }

  /** The same of a formula that is made only now, and may be too large. */
  Found look(Supplier<Formula> formula, Predicate<Subject> isOne) {
    return look(formula, isOne, Unread.NOTHING);
  }

  private Found look(Supplier<Formula> formula, Predicate<Subject> isOne, Unread unread) {
    try {
      return look(formula.get(), isOne, unread);
    } catch (Language.TooLarge e) {
      return new Found(null, Search.TOO_MANY_CASES);
    }
  }

  /**
   * An example of what makes a formula true.
   *
   * @param isOne whether a finding is what is asked, as the rules engine sees it
   */
  Found look(Formula formula, Predicate<Subject> isOne) {
    return look(formula, isOne, Unread.NOTHING);
  }

  private Found look(Formula formula, Predicate<Subject> isOne, Unread unread) {
    Found found = look(formula, world, isOne, unread);
    Example example = found.example();
    if (example != null && !RealForm.has(example.subject().finding())) {
      Found real = look(Formula.and(formula, RealForm.formula(languages)), world, isOne, unread);
      return real.example() == null ? found : real;
    }
    return example == null
            && !found.isNone()
            && Formula.variables(formula).contains(Variables.LEVELS)
        ? look(formula, Formula.and(world, actions.areTied()), isOne, unread)
        : found;
  }

  private Found look(Formula formula, Formula always, Predicate<Subject> isOne, Unread unread) {
    long left = most - (System.nanoTime() - started);
    if (left <= 0) {
      return new Found(null, OUT_OF_TIME);
    }
    List<Example> found = new ArrayList<>();
    Search search =
        new Search(
            relations,
            preferences,
            always,
            Search.Bounds.within(left),
            end -> confirmed(end, isOne, unread).map(found::add).orElse(false));
    Search.Outcome outcome = search.run(formula);
    return switch (outcome) {
      case FOUND -> new Found(found.get(0), "");
      case NONE -> new Found(null, "");
      case UNKNOWN -> new Found(null, String.join("; ", search.doubts()));
    };
  }

  private Optional<Example> confirmed(Store end, Predicate<Subject> isOne, Unread unread) {
    boolean mayReadOrganization =
        end.flag(Variables.IN_ORGANIZATION) != Truths.ALL
            || end.texts().containsKey("account.ou")
            || end.texts().containsKey(Variables.ACCOUNT_PATH)
            || end.texts().containsKey("account.name")
            || end.lists().containsKey(Variables.ACCOUNT_TAGS);
    for (boolean readsOrganization : List.of(false, true)) {
      if (readsOrganization && (!mayReadOrganization || unread.hasAccount())) {
        continue;
      }
      for (boolean isLimited : List.of(false, true)) {
        Optional<Example> example =
            builder
                .build(end, isLimited, new ExampleBuilder.Reads(readsOrganization, unread))
                .filter(built -> isOne.test(built.subject()));
        if (example.isPresent()) {
          return example;
        }
      }
    }
    return Optional.empty();
  }
}
