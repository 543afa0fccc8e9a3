package io.accesstriage.notify;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What AWS CloudTrail's event history says of findings that somebody archived or made active.
 * Implementations are thread-safe; a call that fails throws {@link
 * io.accesstriage.aws.AwsCallException}.
 */
@FunctionalInterface
public interface ArchiveHistory {
  /** The newest first. */
  Page page(Request request);

  /**
   * @param token of the page before; null for the first
   */
  record Request(String region, Instant from, Instant until, @Nullable String token) {}

  /**
   * @param nextToken null where this is the last page
   */
  record Page(List<Archival> archivals, @Nullable String nextToken) {
    public Page {
      archivals = List.copyOf(archivals);
    }
  }

  /**
   * One call that archived findings, or made them active.
   *
   * @param who archived them, such as a role and its session; empty where the call made them active
   * @param findingIds empty where it named a resource instead
   * @param resourceArn whose findings are meant; empty where it named findings
   */
  record Archival(
      Instant at, String who, String analyzerArn, Set<String> findingIds, String resourceArn) {
    public Archival {
      findingIds = Set.copyOf(findingIds);
    }
  }
}
