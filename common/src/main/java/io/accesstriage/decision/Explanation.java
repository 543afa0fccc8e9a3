package io.accesstriage.decision;

import io.accesstriage.json.IfAbsent;
import java.util.List;
import java.util.Optional;

/**
 * Why a finding was decided as it was.
 *
 * @param applied the rules that applied, the deciding one first
 * @param nearest the archive rules that came near to archiving it, nearest first: half of their
 *     conditions are true, or none is false for sure; of a file with hundreds of rules, those that
 *     were found to be near without looking at everything
 * @param otherArchiveRules how many more archive rules did not apply
 * @param guards what forbade archiving whatever the rules say, a sentence each
 * @param notes what else a reader must know, such as the finding's history, a sentence each
 */
public record Explanation(
    List<Applied> applied,
    List<Near> nearest,
    @IfAbsent("0") int otherArchiveRules,
    List<String> guards,
    List<String> notes) {
  public static final Explanation NONE =
      new Explanation(List.of(), List.of(), 0, List.of(), List.of());

  public Explanation {
    applied = List.copyOf(applied);
    nearest = List.copyOf(nearest);
    guards = List.copyOf(guards);
    notes = List.copyOf(notes);
  }

  /**
   * The archive rule to name as the nearest, wherever a decision is explained; nothing where none
   * comes near.
   */
  public Optional<Near> nearestRule() {
    return nearest.stream().findFirst();
  }

  /** The same with other notes. */
  public Explanation withNotes(List<String> newNotes) {
    return new Explanation(applied, nearest, otherArchiveRules, guards, newNotes);
  }

  /**
   * The same without the least near rule or, where none is near, without the last applied one;
   * nothing where that would leave out the deciding rule.
   */
  public Optional<Explanation> shorter() {
    if (!nearest.isEmpty()) {
      return Optional.of(
          new Explanation(applied, withoutLast(nearest), otherArchiveRules + 1, guards, notes));
    }
    return applied.size() < 2
        ? Optional.empty()
        : Optional.of(
            new Explanation(withoutLast(applied), nearest, otherArchiveRules, guards, notes));
  }

  private static <T> List<T> withoutLast(List<T> list) {
    return list.subList(0, list.size() - 1);
  }

  /**
   * @param effect notify or archive
   * @param certain false for a notify rule that could not be checked
   * @param reason the rule's own
   * @param unread why it could not be checked, a sentence each
   */
  public record Applied(
      String rule,
      String effect,
      boolean certain,
      @IfAbsent("") String reason,
      List<String> unread) {
    public Applied {
      unread = List.copyOf(unread);
    }
  }

  /**
   * @param conditions how many conditions the rule has
   * @param failed those that were not true
   */
  public record Near(
      String rule, @IfAbsent("") String reason, int conditions, List<Condition> failed) {
    /** Stands for a condition where nothing else keeps a rule from archiving what is public. */
    public static final String ALLOW_PUBLIC = "allowPublic: true";

    public Near {
      failed = List.copyOf(failed);
    }

    /** Whether all conditions are true, and it is what is public that the rule may not archive. */
    public boolean lacksOnlyAllowPublic() {
      return failed.size() == 1 && failed.get(0).expression().equals(ALLOW_PUBLIC);
    }
  }

  /**
   * One part of a rule's condition, joined to the others by "and".
   *
   * @param expression as CEL
   * @param certain false where it could not be determined
   * @param saw the values that it looked at, or why they were not read
   */
  public record Condition(String expression, boolean certain, List<String> saw) {
    public Condition {
      saw = List.copyOf(saw);
    }
  }
}
