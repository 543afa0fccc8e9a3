package io.accesstriage.notify;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.messages.digest.Archivers;
import io.accesstriage.messages.digest.DigestContents.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who archived findings by hand. Not knowing it holds no digest back: what could not be
 * read is said in it. Thread-safe.
 */
final class ArchiverLookup {
  /** Of a region, newest events first. Two pages a second are answered, of 50 events each. */
  static final int MOST_PAGES = 40;

  /** Of all regions. The function's 15 minutes are for the digest, not for this. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final ArchiveHistory history;
  private final Clock clock;

  ArchiverLookup(ArchiveHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  Archivers of(List<Named> findings) {
    Map<String, List<Named>> byRegion = new TreeMap<>();
    for (Named finding : findings) {
      Arn.regionOf(finding.analyzerArn())
          .ifPresent(
              region -> byRegion.computeIfAbsent(region, r -> new ArrayList<>()).add(finding));
    }
    Instant end = clock.instant().plus(LONGEST);
    Map<String, String> who = new HashMap<>();
    Map<String, String> unread = new TreeMap<>();
    byRegion.forEach(
        (region, ofRegion) -> {
          try {
            read(region, ofRegion, who, end).ifPresent(why -> unread.put(region, why));
          } catch (AwsCallException | MalformedInput e) {
            unread.put(region, String.valueOf(e.getMessage()));
          }
        });
    return new Archivers(who, unread);
  }

  /** Reads until each finding has somebody; says why pages are left. */
  private Optional<String> read(
      String region, List<Named> findings, Map<String, String> who, Instant end) {
    List<Named> unnamed = new ArrayList<>(findings);
    Instant first = findings.stream().map(Named::at).min(Instant::compareTo).orElseThrow();
    Instant last = findings.stream().map(Named::at).max(Instant::compareTo).orElseThrow();
    @Nullable String token = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      if (!clock.instant().isBefore(end)) {
        return Optional.of("it takes too long");
      }
      ArchiveHistory.Page answer =
          history.page(
              new ArchiveHistory.Request(region, first.minus(Archivers.LOOKED_BACK), last, token));
      for (ArchiveHistory.Archival archival : answer.archivals()) {
        unnamed.removeIf(
            finding -> {
              boolean isIts = isOf(archival, finding);
              if (isIts && !archival.who().isEmpty()) {
                who.put(finding.findingId(), archival.who());
              }
              return isIts;
            });
      }
      token = answer.nextToken();
      if (unnamed.isEmpty() || token == null) {
        return Optional.empty();
      }
    }
    return Optional.of("there are more events than are read for a digest");
  }

  private static boolean isOf(ArchiveHistory.Archival archival, Named finding) {
    return archival.analyzerArn().equals(finding.analyzerArn())
        && !archival.at().isAfter(finding.at())
        && (archival.findingIds().contains(finding.findingId())
            || (!archival.resourceArn().isEmpty()
                && archival.resourceArn().equals(finding.resource())));
  }
}
