package io.accesstriage.messages.digest;

import io.accesstriage.decision.Severity;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.words.AccessWords;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.PrincipalWords;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.messages.words.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a digest says of a finding and of many. */
final class DigestWords {
  private static final int LONGEST_NAME = 150;

  private DigestWords() {}

  /** Severity and numbers, such as "[HIGH] Access Analyzer digest: 12 alerts, 37 archived". */
  static String subject(DigestContents contents) {
    List<String> parts = new ArrayList<>();
    if (contents.unheardTopic().isPresent()) {
      parts.add("nobody gets all operations messages");
    }
    add(parts, contents.problemCount(), "analyzer problem", "analyzer problems");
    add(parts, contents.trailProblemCount(), "trail problem", "trail problems");
    add(parts, contents.alertCount(), "alert", "alerts");
    add(parts, contents.failureCount(), "failure", "failures");
    add(parts, contents.archivedCount(), "archived", "archived");
    add(parts, contents.observedCount(), "would be archived", "would be archived");
    add(parts, contents.archivedByOthers().count(), "archived by hand", "archived by hand");
    return Defanged.ascii(
        "[%s] Access Analyzer digest: %s"
            .formatted(
                contents.severity().label().toUpperCase(Locale.ROOT),
                parts.isEmpty() ? "nothing to do" : String.join(", ", parts)),
        AlertMessage.LONGEST_SUBJECT);
  }

  private static void add(List<String> parts, int count, String one, String many) {
    if (count > 0) {
      parts.add("%d %s".formatted(count, count == 1 ? one : many));
    }
  }

  /** The resource and its account, such as "S3 bucket b in payments-prod (111122223333)". */
  static String resource(DigestContents.Named finding) {
    FindingSummary summary = finding.summary();
    if (summary == null) {
      return "finding " + Defanged.text(finding.findingId(), LONGEST_NAME);
    }
    return ResourceWords.named(
            new Resource(summary.resourceArn(), summary.resourceType(), null, null))
        + (summary.account() == null
            ? ""
            : " in " + account(summary.account(), summary.accountName()));
  }

  /** An account by its name, such as "payments-prod (111122223333)", or by its id alone. */
  static String account(String id, @Nullable String name) {
    String account = Defanged.text(id, 40);
    return name == null || name.isBlank()
        ? "account " + account
        : "%s (%s)".formatted(Defanged.text(name, LONGEST_NAME), account);
  }

  /** What is the case with it, with what the access allows if that is known. */
  static String sentence(DigestContents.Named finding) {
    FindingSummary summary = finding.summary();
    return summary == null
        ? Words.capitalized(resource(finding)) + ", recorded by an older version without details"
        : Words.capitalized(resource(finding)) + what(summary);
  }

  private static String what(FindingSummary summary) {
    FindingType type = new FindingType(summary.findingType());
    if (summary.isError()) {
      return " could not be analyzed";
    }
    String can = summary.actions() == null ? "" : AccessWords.of(summary.actions());
    return switch (type.family()) {
      case EXTERNAL ->
          summary.isPublic()
              ? (summary.isSurelyPublic() ? " is public" : " may be public")
                  + (can.isEmpty() ? "" : ": anyone could " + can)
              : can.isEmpty()
                  ? " is shared with " + who(summary)
                  : " is shared: %s can %s".formatted(who(summary), can);
      case INTERNAL ->
          can.isEmpty()
              ? " is accessible to " + who(summary)
              : " is accessible: %s can %s".formatted(who(summary), can);
      case UNUSED ->
          type.equals(FindingType.UNUSED_ROLE)
              ? " is not used"
              : type.equals(FindingType.UNUSED_ACCESS_KEY)
                  ? " has an unused access key"
                  : type.equals(FindingType.UNUSED_PASSWORD)
                      ? " has an unused password"
                      : " has unused permissions";
      case UNKNOWN -> " has a finding of type " + Defanged.text(type.name(), 60);
    };
  }

  /** The ledger keeps the principal's value without its type; those of AWS tell theirs. */
  private static String who(FindingSummary summary) {
    if (summary.principal() == null) {
      return PrincipalWords.brief(null);
    }
    // It is not public, so a condition limits it.
    return summary.principal().equals("*")
        ? "anyone who meets a condition"
        : PrincipalWords.brief(
            Principal.of(Map.of("AWS", summary.principal())), summary.principalAccountName());
  }

  /** Such as "3 critical, 20 high". */
  static String severities(Map<Severity, Integer> counts) {
    List<String> parts =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
            .map(count -> "%d %s".formatted(count.getValue(), count.getKey().label()))
            .toList();
    return String.join(", ", parts);
  }

  /** The most frequent first. */
  static List<Map.Entry<String, Integer>> sorted(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  /** What stands for a number of lines that are left out. */
  static String more(int others) {
    return "and %d more: triage digest".formatted(others);
  }

  /** Since when a digest reports. */
  static String since(DigestContents contents) {
    return contents.since() == null ? "since deployment" : "since " + Words.time(contents.since());
  }
}
