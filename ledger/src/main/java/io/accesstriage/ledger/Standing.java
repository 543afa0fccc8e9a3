package io.accesstriage.ledger;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Severity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this product last made sure of about a finding.
 *
 * @param kind what it is
 * @param contentHash of the finding that it was made for; null where only an event was read
 * @param severity of the alert that was sent, or would have been
 * @param rule the deciding rule's id; null for none
 * @param rulesVersion the rules that decided
 * @param reason one sentence
 * @param tagsUsed the tags that the deciding rule read
 * @param at when it was made sure of
 * @param execution the execution that did
 * @param findingUpdatedAt the finding's updatedAt before our own update changed it; null where
 *     nothing of ours was updated, or an older version wrote the entry
 * @param unarchivedFacts the {@link io.accesstriage.facts.FactsFingerprint} under which the rules
 *     made it active again; null where they did not
 */
public record Standing(
    Kind kind,
    @Nullable String contentHash,
    Severity severity,
    @Nullable String rule,
    String rulesVersion,
    String reason,
    Map<String, String> tagsUsed,
    Instant at,
    String execution,
    @Nullable Instant findingUpdatedAt,
    @Nullable String unarchivedFacts) {

  public Standing {
    tagsUsed = Map.copyOf(tagsUsed);
  }

  /** What a decision has led to. */
  public static Standing of(
      Kind kind, @Nullable String contentHash, Decision decision, Instant at, String execution) {
    return new Standing(
        kind,
        contentHash,
        decision.severity(),
        decision.rule(),
        decision.rulesVersion(),
        decision.reason(),
        decision.tagsUsed(),
        at,
        execution,
        null,
        null);
  }

  /** Whether this product archived it, also where it was resolved afterwards. */
  public boolean isOfOurArchive() {
    return kind == Kind.ARCHIVED_BY_US || (kind == Kind.RESOLVED && findingUpdatedAt != null);
  }

  /** Whether people were alerted, or are to be by the next digest, and nothing came of it yet. */
  public boolean isOpenAlert() {
    return kind == Kind.ALERTED || kind == Kind.LEFT_TO_PERSON;
  }

  /** The same, of another kind. */
  public Standing as(Kind newKind) {
    return with(newKind, contentHash, rule, findingUpdatedAt, unarchivedFacts);
  }

  /** The same, of a finding with this content. */
  public Standing ofContent(@Nullable String newContentHash) {
    return with(kind, newContentHash, rule, findingUpdatedAt, unarchivedFacts);
  }

  /** The same, of what this rule had decided before. */
  public Standing ofRule(@Nullable String newRule) {
    return with(kind, contentHash, newRule, findingUpdatedAt, unarchivedFacts);
  }

  /** The same, of a finding that was last changed then, before an update of ours. */
  public Standing updatedAt(@Nullable Instant before) {
    return with(kind, contentHash, rule, before, unarchivedFacts);
  }

  /** The same, of a finding that the rules made active again under these facts. */
  public Standing unarchivedUnder(@Nullable String facts) {
    return with(kind, contentHash, rule, findingUpdatedAt, facts);
  }

  private Standing with(
      Kind newKind,
      @Nullable String newContentHash,
      @Nullable String newRule,
      @Nullable Instant newUpdatedAt,
      @Nullable String newFacts) {
    return new Standing(
        newKind,
        newContentHash,
        severity,
        newRule,
        rulesVersion,
        reason,
        tagsUsed,
        at,
        execution,
        newUpdatedAt,
        newFacts);
  }

  /** What a standing can be. */
  public enum Kind {
    ARCHIVED_BY_US,
    /** By a person or a built-in archive rule: not ours to change. */
    ARCHIVED_BY_OTHER,
    /** A person was told. */
    ALERTED,
    /** Would have been archived, but Mode is observe. */
    OBSERVED,
    /** Archived by us and made active again by a person, who was told so: theirs to decide. */
    LEFT_TO_PERSON,
    /** Of an analyzer that an AWS service manages, whose findings nobody wants to hear of here. */
    LEFT_ALONE,
    RESOLVED;

    /** Whether there is nothing left to do about the finding, unless it is active again. */
    public boolean isPutAside() {
      return switch (this) {
        case ARCHIVED_BY_US, ARCHIVED_BY_OTHER, RESOLVED -> true;
        case ALERTED, LEFT_TO_PERSON, LEFT_ALONE, OBSERVED -> false;
      };
    }
  }
}
