package io.accesstriage.decision;

import io.accesstriage.text.SafeText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an access differs from what it was when it was last accepted, or people were last alerted
 * about it. What was not read on either side is no difference.
 *
 * @param since what it is compared with
 * @param isPublic what it is now; null where that is the same or unknown
 * @param addedActions sorted
 * @param removedActions sorted
 * @param addedConditions condition key to value; one whose value changed is among the removed, too
 * @param removedConditions likewise
 */
public record AccessChange(
    Since since,
    @Nullable Boolean isPublic,
    List<String> addedActions,
    List<String> removedActions,
    Map<String, String> addedConditions,
    Map<String, String> removedConditions) {
  private static final int MOST_NAMED = 6;
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_VALUE = 60;

  public AccessChange {
    addedActions = List.copyOf(addedActions);
    removedActions = List.copyOf(removedActions);
    addedConditions = Collections.unmodifiableMap(new TreeMap<>(addedConditions));
    removedConditions = Collections.unmodifiableMap(new TreeMap<>(removedConditions));
  }

  /** What was done about an access. */
  public enum Act {
    /** A rule, or the risk threshold, archived it. */
    ACCEPTED,
    /** A person or a built-in archive rule archived it. */
    ARCHIVED_BY_OTHERS,
    /** People were alerted. */
    ALERTED
  }

  /**
   * When and how an access was last dealt with.
   *
   * @param findingId the finding that reported it, which another may have replaced since
   * @param rule that accepted it; null for none and for other acts
   * @param at when; for what others archived, when that was noticed
   */
  public record Since(String findingId, Act act, @Nullable String rule, Instant at) {}

  /** Whether nothing differs that was read on both sides. */
  public boolean isNone() {
    return isPublic == null
        && Stream.of(addedActions, removedActions).allMatch(List::isEmpty)
        && Stream.of(addedConditions, removedConditions).allMatch(Map::isEmpty);
  }

  /**
   * One sentence such as "Since rule ci accepted it on 2026-03-02: + s3:PutObject, - condition
   * aws:SourceVpce.", in which what opens the access comes first. Another finding's access is only
   * compared with: whether this one replaces it, or both exist, is not known.
   *
   * @param findingId of the finding at hand
   */
  public String sentence(String findingId) {
    LocalDate day = LocalDate.ofInstant(since.at(), ZoneOffset.UTC);
    boolean isOfAnother = !since.findingId().equals(findingId);
    String what =
        isOfAnother
            ? "finding %s of this resource and principal".formatted(name(since.findingId()))
            : "it";
    String before =
        switch (since.act()) {
          case ACCEPTED -> "Since %s accepted %s on %s".formatted(acceptor(), what, day);
          case ARCHIVED_BY_OTHERS -> "Since somebody archived %s, seen on %s".formatted(what, day);
          case ALERTED ->
              "Since the alert of %s%s".formatted(day, isOfAnother ? " about " + what : "");
        };
    return "%s: %s.".formatted(before, String.join(", ", firstDifferences()));
  }

  private String acceptor() {
    if (since.rule() == null) {
      return "this product";
    }
    return since.rule().equals(Decision.RISK_THRESHOLD)
        ? "the risk threshold"
        : "rule " + since.rule();
  }

  private List<String> firstDifferences() {
    List<String> all = differences();
    if (all.size() <= MOST_NAMED) {
      return all;
    }
    List<String> first = new ArrayList<>(all.subList(0, MOST_NAMED));
    first.add("%d more".formatted(all.size() - MOST_NAMED));
    return first;
  }

  private List<String> differences() {
    List<String> words = new ArrayList<>();
    if (isPublic != null) {
      words.add(isPublic ? "+ public" : "- public");
    }
    addedActions.forEach(action -> words.add("+ " + name(action)));
    removedConditions.forEach(
        (key, value) ->
            words.add(
                addedConditions.containsKey(key)
                    ? "condition %s was %s and is %s"
                        .formatted(name(key), value(value), value(addedConditions.get(key)))
                    : "- condition " + name(key)));
    removedActions.forEach(action -> words.add("- " + name(action)));
    addedConditions.forEach(
        (key, value) -> {
          if (!removedConditions.containsKey(key)) {
            words.add("+ condition %s (%s)".formatted(name(key), value(value)));
          }
        });
    return words;
  }

  private static String name(String hostile) {
    return SafeText.line(hostile, LONGEST_NAME);
  }

  private static String value(@Nullable String hostile) {
    return SafeText.line(String.valueOf(hostile), LONGEST_VALUE);
  }
}
