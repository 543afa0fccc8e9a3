package io.accesstriage.ledger;

import io.accesstriage.decision.Severity;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Standings for tests, which name only what they are about. */
public final class StandingBuilder {
  /** When it was made sure of, unless a test says otherwise. */
  private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

  private final Standing.Kind kind;
  private @Nullable String contentHash = "1:00";
  private Severity severity = Severity.MEDIUM;
  private @Nullable String rule;
  private String rulesVersion = "v1";
  private String reason = "Reason.";
  private Map<String, String> tagsUsed = Map.of();
  private Instant at = AT;
  private String execution = "execution";

  private StandingBuilder(Standing.Kind kind) {
    this.kind = kind;
  }

  public static StandingBuilder of(Standing.Kind kind) {
    return new StandingBuilder(kind);
  }

  public StandingBuilder contentHash(@Nullable String newContentHash) {
    contentHash = newContentHash;
    return this;
  }

  public StandingBuilder severity(Severity newSeverity) {
    severity = newSeverity;
    return this;
  }

  public StandingBuilder rule(@Nullable String newRule) {
    rule = newRule;
    return this;
  }

  public StandingBuilder rulesVersion(String newRulesVersion) {
    rulesVersion = newRulesVersion;
    return this;
  }

  public StandingBuilder reason(String newReason) {
    reason = newReason;
    return this;
  }

  public StandingBuilder tagsUsed(Map<String, String> newTagsUsed) {
    tagsUsed = newTagsUsed;
    return this;
  }

  public StandingBuilder at(Instant newAt) {
    at = newAt;
    return this;
  }

  public StandingBuilder execution(String newExecution) {
    execution = newExecution;
    return this;
  }

  public Standing build() {
    return new Standing(
        kind, contentHash, severity, rule, rulesVersion, reason, tagsUsed, at, execution);
  }
}
