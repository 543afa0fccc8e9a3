package io.accesstriage.prover;

import io.accesstriage.prover.Constraint.AtMost;
import io.accesstriage.prover.Constraint.EachIn;
import io.accesstriage.prover.Constraint.FlagIn;
import io.accesstriage.prover.Constraint.Related;
import io.accesstriage.prover.Constraint.SizeIn;
import io.accesstriage.prover.Constraint.SomeIn;
import io.accesstriage.prover.Constraint.TextIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of all variables on one branch of a search. */
final class Store {
  /** Deeper parts of a formula are looked at only once it is asserted. */
  private static final int DEEPEST = 3;

  /** Each element once. */
  private static final Set<String> DISTINCT =
      Set.of(
          Variables.ACTIONS,
          Variables.SERVICES,
          Variables.LEVELS,
          Variables.CONDITION,
          Variables.LIMITS,
          Variables.ACCOUNT_TAGS);

  private final Relations reader;
  private final Map<String, Language> texts;
  private final Map<String, Integer> flags;
  private final Map<String, Elements> lists;
  private final Differences differences;
  private final List<Related> relations;
  private final List<Formula.Or> pending;

  /**
   * @param reader of relations
   */
  Store(Relations reader) {
    this.reader = reader;
    this.texts = new HashMap<>();
    this.flags = new HashMap<>();
    this.lists = new HashMap<>();
    this.differences = new Differences();
    this.relations = new ArrayList<>();
    this.pending = new ArrayList<>();
  }

  private Store(Store other) {
    this.reader = other.reader;
    this.texts = new HashMap<>(other.texts);
    this.flags = new HashMap<>(other.flags);
    this.lists = new HashMap<>(other.lists);
    this.differences = other.differences.copy();
    this.relations = new ArrayList<>(other.relations);
    this.pending = new ArrayList<>(other.pending);
  }

  Store copy() {
    return new Store(this);
  }

  Language text(String variable) {
    return texts.getOrDefault(variable, Language.ALL);
  }

  boolean limits(String variable) {
    return texts.containsKey(variable);
  }

  int flag(String variable) {
    return flags.getOrDefault(variable, initial(variable));
  }

  Elements list(String variable) {
    return lists.getOrDefault(variable, Elements.ANY);
  }

  Map<String, Language> texts() {
    return texts;
  }

  Map<String, Integer> flags() {
    return flags;
  }

  Map<String, Elements> lists() {
    return lists;
  }

  Differences differences() {
    return differences;
  }

  List<Related> relations() {
    return relations;
  }

  /** Of which one has to be true, and it is open which. */
  List<Formula.Or> pending() {
    return pending;
  }

  /** The same, which are then to be added again as far as they are still open. */
  List<Formula.Or> takePending() {
    List<Formula.Or> taken = List.copyOf(pending);
    pending.clear();
    return taken;
  }

  private static int initial(String variable) {
    return variable.startsWith("defined:") || variable.equals(Variables.IS_PUBLIC)
        ? Truths.KNOWN
        : Truths.ALL;
  }

  /** Takes a formula for true; false where it contradicts. */
  boolean add(Formula formula) {
    if (formula instanceof Formula.And and) {
      for (Formula part : and.all()) {
        if (!add(part)) {
          return false;
        }
      }
      return true;
    }
    if (formula instanceof Formula.Or or) {
      if (or.any().isEmpty()) {
        return false;
      }
      pending.add(or);
      return true;
    }
    return add(((Formula.Only) formula).constraint());
  }

  private boolean add(Constraint constraint) {
    if (constraint instanceof TextIn in) {
      return limit(in.variable(), in.language());
    }
    if (constraint instanceof FlagIn in) {
      int left = flag(in.variable()) & in.truths();
      flags.put(in.variable(), left);
      return left != 0;
    }
    if (constraint instanceof AtMost bound) {
      try {
        return differences.add(bound.variable(), bound.other(), bound.most());
      } catch (ArithmeticException e) {
        // Numbers that far apart are left alone.
        return true;
      }
    }
    if (constraint instanceof Related related) {
      if (relations.contains(opposite(related))) {
        return false;
      }
      if (!relations.contains(related)) {
        relations.add(related);
      }
      return true;
    }
    Optional<Elements> limited = limited(constraint);
    limited.ifPresent(elements -> lists.put(constraint.variable(), elements));
    return limited.isPresent()
        && !(DISTINCT.contains(constraint.variable()) && limited.get().areTooFew());
  }

  private Optional<Elements> limited(Constraint constraint) {
    Elements elements = list(constraint.variable());
    if (constraint instanceof EachIn in) {
      return elements.eachIn(in.language());
    }
    if (constraint instanceof SomeIn in) {
      return elements.someIn(in.language());
    }
    SizeIn size = (SizeIn) constraint;
    return elements.sizeIn(size.least(), size.most());
  }

  /** Limits a text; false where nothing is left of it. */
  boolean limit(String variable, Language language) {
    Language left = text(variable).and(language);
    texts.put(variable, left);
    return !left.isEmpty();
  }

  static Related opposite(Related related) {
    return new Related(
        related.variable(), related.relation(), related.template(), !related.positive());
  }

  Status status(Formula formula) {
    return status(formula, 0);
  }

  private Status status(Formula formula, int depth) {
    if (depth > DEEPEST) {
      return Status.OPEN;
    }
    if (formula instanceof Formula.And and) {
      boolean isEntailed = true;
      for (Formula part : and.all()) {
        Status status = status(part, depth + 1);
        if (status == Status.CONFLICT) {
          return status;
        }
        isEntailed &= status == Status.ENTAILED;
      }
      return isEntailed ? Status.ENTAILED : Status.OPEN;
    }
    if (formula instanceof Formula.Or or) {
      boolean isConflict = true;
      for (Formula part : or.any()) {
        Status status = status(part, depth + 1);
        if (status == Status.ENTAILED) {
          return status;
        }
        isConflict &= status == Status.CONFLICT;
      }
      return isConflict ? Status.CONFLICT : Status.OPEN;
    }
    return status(((Formula.Only) formula).constraint());
  }

  private Status status(Constraint constraint) {
    if (constraint instanceof TextIn in) {
      Language text = text(in.variable());
      return text.and(in.language()).isEmpty()
          ? Status.CONFLICT
          : text != Language.ALL && text.isIn(in.language()) ? Status.ENTAILED : Status.OPEN;
    }
    if (constraint instanceof FlagIn in) {
      int flag = flag(in.variable());
      return (flag & in.truths()) == 0
          ? Status.CONFLICT
          : (flag & ~in.truths()) == 0 ? Status.ENTAILED : Status.OPEN;
    }
    if (constraint instanceof AtMost bound) {
      try {
        return differences.forbids(bound.variable(), bound.other(), bound.most())
            ? Status.CONFLICT
            : differences.isAtMost(bound.variable(), bound.other(), bound.most())
                ? Status.ENTAILED
                : Status.OPEN;
      } catch (ArithmeticException e) {
        return Status.OPEN;
      }
    }
    if (constraint instanceof Related related) {
      return relations.contains(related)
          ? Status.ENTAILED
          : relations.contains(opposite(related)) || reader.forbids(related, this)
              ? Status.CONFLICT
              : Status.OPEN;
    }
    if (limited(constraint).isEmpty()) {
      return Status.CONFLICT;
    }
    return isEntailed(constraint) ? Status.ENTAILED : Status.OPEN;
  }

  private boolean isEntailed(Constraint constraint) {
    Elements elements = list(constraint.variable());
    if (constraint instanceof EachIn in) {
      return elements.most() == 0 || elements.each().isIn(in.language());
    }
    if (constraint instanceof SomeIn in) {
      return elements.some().stream().anyMatch(one -> one.and(elements.each()).isIn(in.language()))
          || (elements.least() > 0 && elements.each().isIn(in.language()));
    }
    SizeIn size = (SizeIn) constraint;
    return elements.least() >= size.least() && elements.most() <= size.most();
  }
}
