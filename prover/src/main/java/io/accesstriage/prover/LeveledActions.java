package io.accesstriage.prover;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import io.accesstriage.finding.Access;
import io.accesstriage.finding.AccessLevel;
import io.accesstriage.finding.AwsNames;
import io.accesstriage.prover.Constraint.EachIn;
import io.accesstriage.prover.Constraint.Relation;
import io.accesstriage.prover.Constraint.SomeIn;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which actions have an access level, as AWS's table says of the services of what Access Analyzer
 * reports. An action of another service may have any, and so may a pattern that begins as one of
 * the level's actions does, so that what may have a level is more than what has it.
 */
final class LeveledActions {
  private static final List<String> SERVICES =
      List.of(
          "s3",
          "iam",
          "sts",
          "kms",
          "sqs",
          "sns",
          "lambda",
          "secretsmanager",
          "dynamodb",
          "ecr",
          "elasticfilesystem",
          "rds",
          "ec2",
          "ebs",
          "s3express",
          "s3-object-lambda");

  private final Languages languages;
  private final Map<AccessLevel, Language> may = new EnumMap<>(AccessLevel.class);
  private final Map<AccessLevel, Language> have = new EnumMap<>(AccessLevel.class);
  private @Nullable Formula tied;

  LeveledActions(Languages languages) {
    this.languages = languages;
  }

  /** The actions of a level, as AWS writes them. */
  static Set<String> names(AccessLevel level) {
    return Names.BY_LEVEL.get(level);
  }

  /** Sorted when first asked for. */
  private static final class Names {
    private static final Map<AccessLevel, Set<String>> BY_LEVEL = byLevel();

    private static Map<AccessLevel, Set<String>> byLevel() {
      Map<AccessLevel, Set<String>> names = new EnumMap<>(AccessLevel.class);
      for (AccessLevel level : AccessLevel.values()) {
        names.put(level, new TreeSet<>());
      }
      for (String service : SERVICES) {
        for (String name : AwsNames.actions(service)) {
          String action = service + ":" + name;
          Set<AccessLevel> levels = new Access(List.of(action), null, "").levels();
          if (levels != null) {
            levels.forEach(level -> names.get(level).add(action));
          }
        }
      }
      names.replaceAll((level, all) -> Collections.unmodifiableSet(all));
      return names;
    }
  }

  /** All texts, however written, that may have a level among others. */
  Language mayHave(AccessLevel level) {
    return may.computeIfAbsent(level, this::makeMay);
  }

  /** Texts that surely have a level. */
  Language have(AccessLevel level) {
    return have.computeIfAbsent(level, this::makeHave);
  }

  private Language makeMay(AccessLevel level) {
    if (level == AccessLevel.WRITE) {
      // Whatever is known to be nothing else.
      Language others = languages.oneOf(Set.of());
      for (AccessLevel other : AccessLevel.values()) {
        others = other == level ? others : others.or(named(other, false));
      }
      return others.or(ofAnyService()).not();
    }
    Language some = named(level, true).or(ofOtherServices());
    return level == AccessLevel.PERMISSIONS_MANAGEMENT ? some.or(ofAnyService()) : some;
  }

  private Language makeHave(AccessLevel level) {
    Language names = named(level, false);
    return switch (level) {
      case PERMISSIONS_MANAGEMENT -> names.or(ofAnyService()).or(allOf(names(level)));
      case WRITE -> names.or(unknown());
      case LIST, READ, TAGGING -> names;
    };
  }

  /** Such as {@code s3:*}, of the services of these actions. */
  private Language allOf(Set<String> actions) {
    Set<String> services = new TreeSet<>();
    actions.forEach(action -> services.add(action.substring(0, action.indexOf(':') + 1)));
    return Language.concat(List.of(inAnyCase(services, false), matching("^[*]+$")));
  }

  /** What has no service, or none of its actions. */
  private Language unknown() {
    Language known = languages.oneOf(Set.of());
    for (AccessLevel level : AccessLevel.values()) {
      known = known.or(named(level, false));
    }
    Language name = matching("^[^*?]*$");
    Language ofKnownService = Language.concat(List.of(services(), languages.of(":"), name));
    return ofKnownService.minus(known).or(matching("^[^:*?]*$"));
  }

  private Language services() {
    return inAnyCase(SERVICES, false);
  }

  private Language ofOtherServices() {
    Language service = matching("^[^:*?]*$").minus(services());
    return Language.concat(List.of(service, languages.of(":"), Language.ALL));
  }

  /** A pattern of services means all that there is. */
  private Language ofAnyService() {
    return matching("^[^:]*[*?]");
  }

  private Language matching(String pattern) {
    return languages.related(Relation.MATCHES, pattern).orElseThrow();
  }

  private static Language named(AccessLevel level, boolean orBegun) {
    return inAnyCase(names(level), orBegun);
  }

  /**
   * Texts, in capital letters or not.
   *
   * @param orBegun also what begins as one does after its service, and then is a pattern
   */
  private static Language inAnyCase(Iterable<String> texts, boolean orBegun) {
    Set<String> lower = new TreeSet<>();
    texts.forEach(text -> lower.add(text.toLowerCase(Locale.ROOT)));
    if (lower.isEmpty()) {
      return Language.NONE;
    }
    Automaton all = BasicAutomata.makeStringUnion(lower.toArray(CharSequence[]::new));
    State any = new State();
    any.setAccept(true);
    any.addTransition(new Transition(Character.MIN_VALUE, Character.MAX_VALUE, any));
    Set<State> ofServices = ofServices(all.getInitialState());
    AnyCase.allow(all);
    for (State state : all.getStates()) {
      if (orBegun && !ofServices.contains(state)) {
        state.addTransition(new Transition('*', any));
        state.addTransition(new Transition('?', any));
      }
    }
    all.setDeterministic(true);
    return new Language(all);
  }

  /** The states before the colon. */
  private static Set<State> ofServices(State initial) {
    Set<State> found = new HashSet<>(Set.of(initial));
    Deque<State> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      for (Transition transition : open.remove().getTransitions()) {
        if (transition.getMin() != ':' && found.add(transition.getDest())) {
          open.add(transition.getDest());
        }
      }
    }
    return found;
  }

  /** How the actions of a finding and its access levels go together. */
  Formula areTied() {
    if (tied == null) {
      tied = makeTied();
    }
    return tied;
  }

  /** Of the highest level only: of the others there are so many actions that it takes too long. */
  private Formula makeTied() {
    AccessLevel level = AccessLevel.PERMISSIONS_MANAGEMENT;
    Language label = languages.of(level.label());
    return Formula.and(
        Formula.or(
            new Formula.Only(new EachIn(Variables.LEVELS, label.not())),
            new Formula.Only(new SomeIn(Variables.ACTIONS, mayHave(level)))),
        Formula.or(
            new Formula.Only(new SomeIn(Variables.LEVELS, label)),
            new Formula.Only(new EachIn(Variables.ACTIONS, have(level).not()))));
  }
}
