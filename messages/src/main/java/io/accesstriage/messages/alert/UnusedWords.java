package io.accesstriage.messages.alert;

import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.UnusedAccess;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.Words;
import java.time.Instant;
import java.util.function.Function;

/** What of a role or user is not used, and since when. Never used and not read are two things. */
final class UnusedWords {
  private UnusedWords() {}

  /** For a subject. */
  static String brief(Finding finding) {
    if (finding.type().equals(FindingType.UNUSED_ROLE)) {
      return lastUse(
          finding,
          last -> " has been unused since " + Words.day(last),
          " has no use on record",
          " is not used");
    }
    if (finding.type().equals(FindingType.UNUSED_ACCESS_KEY)) {
      return brief(finding, "access key");
    }
    if (finding.type().equals(FindingType.UNUSED_PASSWORD)) {
      return brief(finding, "password");
    }
    return " has unused permissions";
  }

  private static String brief(Finding finding, String credential) {
    return lastUse(
        finding,
        last ->
            " has %s %s unused since %s"
                .formatted(article(credential), credential, Words.day(last)),
        " has %s %s with no use on record".formatted(article(credential), credential),
        " has an unused " + credential);
  }

  private static String article(String noun) {
    return noun.startsWith("a") ? "an" : "a";
  }

  /** What follows the role's or user's name. */
  static String sentence(Finding finding) {
    UnusedAccess unused = finding.unused();
    String since =
        lastUse(
            finding,
            last -> "last used on " + Words.day(last),
            "no use on record",
            "its last use was not read");
    if (finding.type().equals(FindingType.UNUSED_ROLE)) {
      return " is unused: %s.".formatted(since);
    }
    if (finding.type().equals(FindingType.UNUSED_ACCESS_KEY)) {
      return " has an unused access key%s: %s."
          .formatted(
              unused == null || unused.accessKeyId().isEmpty()
                  ? ""
                  : " (" + Defanged.text(unused.accessKeyId(), 40) + ")",
              since);
    }
    if (finding.type().equals(FindingType.UNUSED_PASSWORD)) {
      return " has an unused console password: %s.".formatted(since);
    }
    return " has permissions it doesn't use%s.".formatted(unused == null ? "" : counts(unused));
  }

  /** As the value of a field. */
  static String lastUsed(Finding finding) {
    return lastUse(finding, Words::time, "not on record", "not read");
  }

  /** Where the last use was read and is none, there was none. */
  private static String lastUse(
      Finding finding, Function<Instant, String> last, String never, String notRead) {
    UnusedAccess unused = finding.unused();
    if (unused != null && unused.lastAccessed() != null) {
      return last.apply(unused.lastAccessed());
    }
    return unused == null || !unused.isLastUseRead() ? notRead : never;
  }

  private static String counts(UnusedAccess unused) {
    String services =
        unused.serviceCount() == 0 ? "" : Words.count(unused.serviceCount(), "whole service");
    String actions =
        unused.actionCount() == 0
            ? ""
            : Words.count(unused.actionCount(), "action")
                + (services.isEmpty() ? "" : " in other services");
    String both = services.isEmpty() || actions.isEmpty() ? "" : " and ";
    return services.isEmpty() && actions.isEmpty() ? "" : ": " + services + both + actions;
  }
}
