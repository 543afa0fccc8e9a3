package io.accesstriage.cli.diff;

import io.accesstriage.cli.diff.Change.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a change of rules must not newly archive. What it might archive, because not enough was read
 * to tell, does not pass either.
 *
 * @param noPublic nothing that is, or may be, public
 * @param mostRisk nothing of a higher risk score; null for any
 */
record Gate(boolean noPublic, @Nullable Integer mostRisk) {

  /** Why the change does not pass, a sentence each; empty where it does. */
  List<String> failures(RulesDiff diff) {
    List<String> failures = new ArrayList<>();
    if (noPublic) {
      check(diff, "that are, or may be, public", Change::isPublic, failures);
    }
    if (mostRisk != null) {
      check(diff, "of a risk above " + mostRisk, change -> change.risk() > mostRisk, failures);
    }
    return failures;
  }

  private static void check(
      RulesDiff diff, String what, Predicate<Change> isForbidden, List<String> failures) {
    long certain = diff.changes(Kind.NEWLY_ARCHIVED).stream().filter(isForbidden).count();
    if (certain > 0) {
      failures.add("%d %s would newly be archived.".formatted(certain, what));
    }
    long doubtful = diff.changes(Kind.MIGHT_BE_ARCHIVED).stream().filter(isForbidden).count();
    if (doubtful > 0) {
      failures.add(
          "%d %s might newly be archived: not enough was read to tell. Let the diff read what the rules need: --analyzer-arn reads all of it, --account adds tags to --from."
              .formatted(doubtful, what));
    }
  }
}
