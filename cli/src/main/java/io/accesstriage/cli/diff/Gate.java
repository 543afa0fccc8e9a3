package io.accesstriage.cli.diff;

import io.accesstriage.cli.diff.Change.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of rules must not newly archive.
 *
 * @param noPublic nothing that is, or may be, public
 * @param mostRisk nothing of a higher risk score; null for any
 */
record Gate(boolean noPublic, @Nullable Integer mostRisk) {

  /** Why the change does not pass, a sentence each; empty where it does. */
  List<String> failures(RulesDiff diff) {
    List<Change> archived = diff.changes(Kind.NEWLY_ARCHIVED);
    List<String> failures = new ArrayList<>();
    long open = archived.stream().filter(Change::isPublic).count();
    if (noPublic && open > 0) {
      failures.add("%d that are, or may be, public would newly be archived.".formatted(open));
    }
    if (mostRisk != null) {
      long risky = archived.stream().filter(change -> change.risk() > mostRisk).count();
      if (risky > 0) {
        failures.add("%d of a risk above %d would newly be archived.".formatted(risky, mostRisk));
      }
    }
    return failures;
  }
}
