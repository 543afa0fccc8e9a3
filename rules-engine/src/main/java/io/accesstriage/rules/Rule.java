package io.accesstriage.rules;

import io.accesstriage.decision.Severity;
import io.accesstriage.yaml.Place;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the file.
 *
 * @param severity of a notify rule's alert; null where it leaves the default
 * @param owner who answers for it; empty for a notify rule without one
 * @param expires the last day, in UTC, on which an archive rule is in force; null for ever
 * @param allowPublic whether it may archive public findings, and open access
 * @param trustTags whether it may rest on tags and aliases alone
 * @param restsOnTagsAlone whether it does: nothing else limits who the principal is
 * @param accept what it is meant to do although it looks wide, question to reason
 * @param place where its id stands in the file
 */
record Rule(
    String id,
    Effect effect,
    @Nullable Severity severity,
    String reason,
    String owner,
    @Nullable LocalDate expires,
    boolean allowPublic,
    boolean trustTags,
    boolean restsOnTagsAlone,
    Map<String, String> accept,
    Place place,
    Condition when) {

  private static final long DAY_SECONDS = 86_400;

  /** What a rule does where it applies. */
  enum Effect {
    ARCHIVE,
    NOTIFY
  }

  boolean isInForce(Instant now) {
    return expires == null || now.getEpochSecond() < endSecond(expires);
  }

  /** The first moment at which it is not in force any more; nothing where it never ends. */
  Optional<Instant> end() {
    return Optional.ofNullable(expires).map(last -> Instant.ofEpochSecond(endSecond(last)));
  }

  private static long endSecond(LocalDate last) {
    return (last.toEpochDay() + 1) * DAY_SECONDS;
  }
}
