package io.accesstriage.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of an analyzer's findings.
 *
 * @param findings at most {@link FindingList#PAGE}
 * @param nextToken of the next page; null where this is the last
 */
public record FindingPage(List<ListedFinding> findings, @Nullable String nextToken) {
  public FindingPage {
    findings = List.copyOf(findings);
  }
}
