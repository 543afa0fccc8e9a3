package io.accesstriage.cli.dryrun;

import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.messages.alert.FindingWords;
import java.util.ArrayList;
import java.util.List;

/**
 * Public access that is archived although no rule is sure to archive it: nobody gets alerted. Keeps
 * the words of a few. Not thread-safe.
 */
public final class ArchivedByOthers {
  private static final int MOST_NAMED = 5;

  private final List<String> named = new ArrayList<>();
  private int findings;
  private int untold;

  void add(PreviewedFinding previewed) {
    if (!previewed.archivedByOther()) {
      return;
    }
    Boolean isPublic = previewed.finding().isPublic();
    if (isPublic == null) {
      untold += previewed.finding().family() == Family.EXTERNAL ? 1 : 0;
    } else if (isPublic) {
      findings++;
      if (named.size() < MOST_NAMED) {
        named.add(FindingWords.sentence(previewed.finding()));
      }
    }
  }

  /** How many are public. */
  public int findings() {
    return findings;
  }

  /** Of how many it is not told whether they are public. */
  public int untold() {
    return untold;
  }

  /** A sentence for each of the first public ones. Hostile texts are in it. */
  public List<String> named() {
    return List.copyOf(named);
  }
}
