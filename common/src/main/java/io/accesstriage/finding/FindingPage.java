package io.accesstriage.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of an analyzer's findings.
 *
 * @param <F> what is read of each: {@link ListedFinding} or {@link Finding}
 * @param findings at most {@link FindingList#PAGE}
 * @param nextToken of the next page; null where this is the last
 */
public record FindingPage<F>(List<F> findings, @Nullable String nextToken) {
  public FindingPage {
    findings = List.copyOf(findings);
  }
}
