package io.accesstriage.finding;

import io.accesstriage.json.IfAbsent;
import io.accesstriage.json.JsonName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is not used.
 *
 * @param lastAccessed when the role, key, password or permission was last used; null for never, and
 *     where that was not read
 * @param isLastUseRead whether the last use was read: events do not tell it
 * @param accessKeyId of an unused access key; empty otherwise
 * @param serviceCount services of which nothing is used, for unused permissions
 * @param actionCount single actions that are not used, for unused permissions
 * @param services the first {@value #MOST_SERVICES} namespaces among them, sorted, each once;
 *     events do not tell them
 */
public record UnusedAccess(
    @Nullable Instant lastAccessed,
    @JsonName("lastUseRead") @IfAbsent(value = "true", isWritten = false) boolean isLastUseRead,
    @IfAbsent("") String accessKeyId,
    @IfAbsent("0") int serviceCount,
    @IfAbsent("0") int actionCount,
    List<String> services) {
  /** Keeps the state machine's data small; the content hash covers all of them. */
  public static final int MOST_SERVICES = 100;

  /** Of which the last use was read. */
  public UnusedAccess(
      @Nullable Instant lastAccessed,
      String accessKeyId,
      int serviceCount,
      int actionCount,
      List<String> services) {
    this(lastAccessed, true, accessKeyId, serviceCount, actionCount, services);
  }

  public UnusedAccess {
    services = services.stream().sorted().distinct().limit(MOST_SERVICES).toList();
  }
}
