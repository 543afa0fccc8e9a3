package io.accesstriage.rules;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The access points through which a finding's access goes, in the order of its sources; unread as a
 * whole where the finding says less of one of them than it could.
 */
final class AccessPoints {
  private AccessPoints() {}

  /** Their ARNs; Access Analyzer names of some only the account. */
  static @Nullable List<String> arns(Finding finding) {
    return each(finding, source -> Optional.of(source.accessPointArn()).filter(a -> !a.isEmpty()));
  }

  /** The account of each of them. */
  static @Nullable List<String> accounts(Finding finding) {
    return each(finding, Source::account);
  }

  private static @Nullable List<String> each(
      Finding finding, Function<Source, Optional<String>> part) {
    if (finding.family() == Family.UNUSED) {
      return List.of();
    }
    List<Source> sources = finding.sources();
    return sources == null || !sources.stream().allMatch(Source::isComplete)
        ? null
        : sources.stream().flatMap(source -> part.apply(source).stream()).toList();
  }
}
