package io.accesstriage.cli.source;

import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import java.time.Instant;
import java.util.List;

/**
 * A finding as a source read it, not judged yet.
 *
 * @param readAt when reading began
 * @param lacks what of the finding itself a rule may ask for in vain, and why; of the facts they
 *     say it themselves
 */
public record SourcedFinding(Finding finding, Facts facts, Instant readAt, List<Unread> lacks) {
  public SourcedFinding {
    lacks = List.copyOf(lacks);
  }
}
