package io.accesstriage.rules;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the file without its condition.
 *
 * @param archives whether it archives; else it notifies
 * @param owner who answers for it; empty for a notify rule without one
 * @param expires the last day, in UTC, on which it is in force; null for ever
 * @param allowPublic whether it may archive public findings, and open access
 * @param trustTags whether it may rest on tags and aliases alone
 */
public record RuleOutline(
    String id,
    boolean archives,
    String reason,
    String owner,
    @Nullable LocalDate expires,
    boolean allowPublic,
    boolean trustTags) {

  static RuleOutline of(Rule rule) {
    return new RuleOutline(
        rule.id(),
        rule.effect() == Rule.Effect.ARCHIVE,
        rule.reason(),
        rule.owner(),
        rule.expires(),
        rule.allowPublic(),
        rule.trustTags());
  }
}
