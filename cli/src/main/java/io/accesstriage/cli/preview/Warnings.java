package io.accesstriage.cli.preview;

import io.accesstriage.cli.dryrun.ArchivedByOthers;
import io.accesstriage.cli.dryrun.Preview;
import io.accesstriage.facts.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a preview a person must not overlook. */
final class Warnings {
  /** What the template says unless it is set otherwise. */
  private static final int MOST_ARCHIVES_A_DAY = 1_000;

  private static final String SAYS_NOTHING =
      "Rules that need them archive nothing here; a deployment that can read them may archive";

  private Warnings() {}

  /** A sentence each, the gravest first; {@code notes} of the source are among them. */
  static List<String> of(Preview preview, List<String> notes) {
    List<String> warnings = new ArrayList<>();
    archivedByOthers(preview).ifPresent(warnings::add);
    warnings.addAll(notes);
    if (preview.archivedByOthers().untold() > 0) {
      warnings.add(
          "%s archived, not by these rules, and may be public: that was not read."
              .formatted(are(preview.archivedByOthers().untold())));
    }
    if (preview.publicArchived() > 0) {
      warnings.add(
          "%s would be archived although public, or perhaps public."
              .formatted(findings(preview.publicArchived())));
    }
    if (preview.archivedByTagsAlone() > 0) {
      warnings.add(
          "%s would be archived by tags or aliases alone: whoever can write those decides. Protect them (docs/rules.md)."
              .formatted(findings(preview.archivedByTagsAlone())));
    }
    preview.rules().stream()
        .filter(rule -> rule.archives())
        .filter(rule -> preview.byRule().getOrDefault(rule.id(), 0) > MOST_ARCHIVES_A_DAY)
        .forEach(
            rule ->
                warnings.add(
                    "Rule %s would archive %s. A deployment archives at most MaxArchivesPerRulePerDay (%,d by default) of them a day, and alerts on the rest."
                        .formatted(
                            rule.id(),
                            findings(preview.byRule().get(rule.id())),
                            MOST_ARCHIVES_A_DAY)));
    if (preview.withoutRole() > 0) {
      warnings.add(
          "%s in other accounts, and their tags were not read: name a role there that you may assume with --member-role. %s."
              .formatted(are(preview.withoutRole()), SAYS_NOTHING));
    }
    List<Preview.UnreadTotal> denied =
        preview.unread().stream().filter(not -> not.cause() == Fact.Cause.DENIED).toList();
    if (!denied.isEmpty()) {
      warnings.add(
          "AWS denied reading %s. %s (--print-policy prints the policy that allows it)."
              .formatted(
                  denied.stream()
                      .map(not -> not.what() + " of " + findings(not.findings()))
                      .collect(Collectors.joining(", ")),
                  SAYS_NOTHING));
    }
    return warnings;
  }

  /** Names the public findings that nobody gets alerted about, as somebody has archived them. */
  static Optional<String> archivedByOthers(Preview preview) {
    ArchivedByOthers others = preview.archivedByOthers();
    if (others.findings() == 0) {
      return Optional.empty();
    }
    int more = others.findings() - others.named().size();
    return Optional.of(
        "%s public and archived, but not by these rules: by hand or by a built-in archive rule. %s%s"
            .formatted(
                are(others.findings()),
                String.join(" ", others.named()),
                more == 0 ? "" : " And %,d more.".formatted(more)));
  }

  private static String are(int findings) {
    return findings(findings) + (findings == 1 ? " is" : " are");
  }

  static String findings(int number) {
    return number == 1 ? "1 finding" : String.format(Locale.ROOT, "%,d findings", number);
  }
}
