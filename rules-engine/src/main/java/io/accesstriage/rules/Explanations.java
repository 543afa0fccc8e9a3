package io.accesstriage.rules;

import io.accesstriage.decision.Explanation;
import io.accesstriage.text.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of one finding why rules apply to it or do not, in few enough words for an alert. */
final class Explanations {
  private static final int MOST_CONDITIONS = 5;
  private static final int MOST_SAW = 4;
  static final int MOST_APPLIED = 10;
  private static final int MOST_EXPIRED = 5;
  private static final int LONGEST_EXPRESSION = 300;

  private final RuleIndex index;
  private final List<RuleIndex.Evaluation> evaluated;
  private final Scope scope;
  private final Instant now;
  private final AnyoneGuard anyone;

  /**
   * @param evaluated those of the rules that it leaves in question
   */
  Explanations(
      RuleIndex index,
      List<RuleIndex.Evaluation> evaluated,
      Scope scope,
      Instant now,
      AnyoneGuard anyone) {
    this.index = index;
    this.evaluated = evaluated;
    this.scope = scope;
    this.now = now;
    this.anyone = anyone;
  }

  /**
   * Why the finding is not archived.
   *
   * @param notifying the notify rules that apply
   */
  Explanation ofNotify(
      List<Explanation.Applied> notifying, List<String> guards, List<String> notes) {
    List<Explanation.Applied> applied = new ArrayList<>(notifying);
    List<String> expired = new ArrayList<>();
    NearestRules near = new NearestRules(index, scope);
    for (RuleIndex.Evaluation one : evaluated) {
      Rule rule = one.rule();
      if (rule.effect() != Rule.Effect.ARCHIVE) {
        continue;
      }
      boolean applies = one.truth() == Truth.TRUE && !anyone.keeps(rule);
      if (!rule.isInForce(now)) {
        if (applies) {
          expired.add(
              "Rule %s would have archived it, but expired on %s."
                  .formatted(rule.id(), rule.expires()));
        }
      } else if (applies) {
        applied.add(applied(rule, true));
      } else {
        near.add(one);
      }
    }
    List<String> allNotes = new ArrayList<>(notes);
    expired.stream().limit(MOST_EXPIRED).forEach(allNotes::add);
    if (expired.size() > MOST_EXPIRED) {
      allNotes.add(
          "So would %d more rules that have expired.".formatted(expired.size() - MOST_EXPIRED));
    }
    int notApplied = index.archiveRules(now) - (applied.size() - notifying.size());
    List<Explanation.Near> nearest =
        near.take(index.notEvaluated(evaluated, now)).stream().map(this::near).toList();
    return new Explanation(
        applied.stream().limit(MOST_APPLIED).toList(),
        nearest,
        notApplied - nearest.size(),
        guards,
        allNotes);
  }

  Explanation.Applied applied(Rule rule, boolean certain) {
    return new Explanation.Applied(
        rule.id(),
        rule.effect() == Rule.Effect.NOTIFY ? "notify" : "archive",
        certain,
        rule.reason(),
        certain ? List.of() : rule.when().unread(scope).stream().limit(MOST_SAW).toList());
  }

  /**
   * What keeps an archive rule from archiving whatever its condition says; null where nothing does.
   */
  @Nullable String heldBack(Rule rule) {
    if (!rule.isInForce(now)) {
      return "It expired on %s.".formatted(rule.expires());
    }
    return anyone.keeps(rule)
        ? "The %s, and the rule does not say allowPublic: true.".formatted(anyone.why())
        : null;
  }

  /** What is missing of a rule that does not apply. */
  Explanation.Near near(Rule rule) {
    List<Explanation.Condition> failed = new ArrayList<>();
    List<Condition.Part> parts = rule.when().parts();
    for (int i = 0; i < parts.size() && failed.size() < MOST_CONDITIONS; i++) {
      Truth truth = scope.of(parts.get(i));
      if (truth != Truth.TRUE) {
        failed.add(
            new Explanation.Condition(
                SafeText.line(parts.get(i).text(), LONGEST_EXPRESSION),
                truth == Truth.FALSE,
                parts.get(i).saw(scope).stream().limit(MOST_SAW).toList()));
      }
    }
    boolean isHeldBack =
        failed.isEmpty() && rule.effect() == Rule.Effect.ARCHIVE && anyone.keeps(rule);
    if (isHeldBack) {
      failed.add(
          new Explanation.Condition(
              Explanation.Near.ALLOW_PUBLIC, true, List.of("the " + anyone.why())));
    }
    return new Explanation.Near(
        rule.id(), rule.reason(), parts.size() + (isHeldBack ? 1 : 0), failed);
  }
}
