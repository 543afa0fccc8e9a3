package io.accesstriage.notify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.messages.digest.Archivers;
import io.accesstriage.messages.digest.DigestContents.ArchivedByOther;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who archived findings by hand. Not knowing it holds no digest back: what could not be
 * read is said in it. Thread-safe.
 */
final class ArchiverLookup {
  /** A finding is archived before this product sees it, by a sweep at the latest. */
  private static final Duration SEEN_WITHIN = Duration.ofDays(2);

  /** Of a region, newest events first. Two pages a second are answered, of 50 events each. */
  static final int MOST_PAGES = 40;

  private final ArchiveHistory history;

  ArchiverLookup(ArchiveHistory history) {
    this.history = history;
  }

  Archivers of(List<ArchivedByOther> findings) {
    Map<String, List<ArchivedByOther>> byRegion = new TreeMap<>();
    for (ArchivedByOther finding : findings) {
      Arn.regionOf(finding.analyzerArn())
          .ifPresent(
              region -> byRegion.computeIfAbsent(region, r -> new ArrayList<>()).add(finding));
    }
    Map<String, String> who = new HashMap<>();
    Map<String, String> unread = new TreeMap<>();
    byRegion.forEach(
        (region, ofRegion) -> {
          try {
            if (!read(region, ofRegion, who)) {
              unread.put(region, "there are more events than are read for a digest");
            }
          } catch (AwsCallException | MalformedInput e) {
            unread.put(region, String.valueOf(e.getMessage()));
          }
        });
    return new Archivers(who, unread);
  }

  /** Reads until each finding has somebody; false where pages are left. */
  private boolean read(String region, List<ArchivedByOther> findings, Map<String, String> who) {
    List<ArchivedByOther> unnamed = new ArrayList<>(findings);
    Instant first =
        findings.stream().map(ArchivedByOther::at).min(Instant::compareTo).orElseThrow();
    Instant last = findings.stream().map(ArchivedByOther::at).max(Instant::compareTo).orElseThrow();
    @Nullable String token = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      ArchiveHistory.Page answer =
          history.page(new ArchiveHistory.Request(region, first.minus(SEEN_WITHIN), last, token));
      for (ArchiveHistory.Archival archival : answer.archivals()) {
        unnamed.removeIf(
            finding -> {
              boolean isIts = isOf(archival, finding);
              if (isIts) {
                who.put(finding.findingId(), archival.who());
              }
              return isIts;
            });
      }
      token = answer.nextToken();
      if (unnamed.isEmpty() || token == null) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(ArchiveHistory.Archival archival, ArchivedByOther finding) {
    return archival.analyzerArn().equals(finding.analyzerArn())
        && !archival.at().isAfter(finding.at())
        && (archival.findingIds().contains(finding.findingId())
            || (!archival.resourceArn().isEmpty()
                && archival.resourceArn().equals(finding.resourceArn())));
  }
}
