package io.accesstriage.messages.alert;

import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.PrincipalKind;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.words.AccessWords;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.PrincipalWords;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a finding is about: in a subject's few words, and in a sentence. */
final class Headline {
  private static final int SHORTEST_NAME = 20;
  private static final int LONGEST_TYPE = 40;

  private final Finding finding;
  private final boolean unarchive;
  private final boolean observed;
  private final @Nullable String accountName;

  private Headline(
      Finding finding, boolean unarchive, boolean observed, @Nullable String accountName) {
    this.finding = finding;
    this.accountName = accountName;
    this.unarchive = unarchive;
    this.observed = observed;
  }

  static Headline of(TriageState state) {
    return new Headline(
        state.finding(),
        state.decision() != null && state.decision().outcome() == Outcome.UNARCHIVE,
        state.archive() == ArchiveOutcome.OBSERVED,
        state.decision() == null ? null : state.decision().principalAccountName());
  }

  /**
   * Of a finding about which nothing was done.
   *
   * @param accountName whose the principal's account is; null where nobody names it
   */
  static Headline of(Finding finding, @Nullable String accountName) {
    return new Headline(finding, false, false, accountName);
  }

  /** Severity, what and who, such as "[HIGH] S3 bucket amzn-s3-demo-bucket is public". */
  String subject(Severity severity) {
    String before =
        "[%s] %s "
            .formatted(
                severity.label().toUpperCase(Locale.ROOT),
                Defanged.ascii(ResourceWords.noun(finding.resource().type()), LONGEST_TYPE));
    String after = Defanged.ascii(what(), AlertMessage.LONGEST_SUBJECT);
    String suffix = unarchive ? (observed ? " (stays archived)" : " (active again)") : "";
    int room = AlertMessage.LONGEST_SUBJECT - before.length() - suffix.length();
    String name =
        Defanged.ascii(
            ResourceWords.name(finding.resource()), Math.max(SHORTEST_NAME, room - after.length()));
    return before + Defanged.ascii(name + after, room) + suffix;
  }

  /** What is the case, as one sentence. */
  String sentence() {
    String sentence = ResourceWords.named(finding.resource()) + told();
    if (!unarchive) {
      return Words.capitalized(sentence);
    }
    return (observed
            ? "An archived finding should be active again: "
            : "An archived finding is active again: ")
        + sentence;
  }

  private String what() {
    if (finding.isError()) {
      return " could not be analyzed";
    }
    return switch (finding.family()) {
      case EXTERNAL -> {
        if (finding.isPublic() == null) {
          yield " may be public";
        }
        yield finding.isPublic()
            ? " is public"
            : OpenAccess.customers(finding)
                .map(customers -> " open to " + customers)
                .orElseGet(() -> " shared with " + who());
      }
      case INTERNAL -> " open to " + principal();
      case UNUSED -> UnusedWords.brief(finding);
      case UNKNOWN -> " has a finding of type " + Defanged.text(finding.type().name(), 60);
    };
  }

  private String told() {
    if (finding.isError()) {
      return " could not be analyzed by Access Analyzer (%s). %s is not known."
          .formatted(
              Defanged.text(String.valueOf(finding.error()), 100),
              finding.family() == FindingType.Family.UNUSED
                  ? "What of it is unused"
                  : "Who has access to it");
    }
    return switch (finding.family()) {
      case EXTERNAL -> {
        if (finding.isPublic() == null) {
          yield finding.principal() == null
              ? " may be public: the finding does not say whether it is."
              : " may be public: the finding names %s, but does not say that it is nobody else."
                  .formatted(principal());
        }
        yield finding.isPublic()
            ? " is public: anyone %s%s.".formatted(condition("who meets a condition "), can())
            : OpenAccess.customers(finding)
                .map(customers -> " is open: %s %s.".formatted(customers, can()))
                .orElseGet(() -> " is shared with %s%s.".formatted(who(), whoCan()));
      }
      case INTERNAL -> " is open to %s, in the same %s%s.".formatted(principal(), zone(), whoCan());
      case UNUSED -> UnusedWords.sentence(finding);
      case UNKNOWN ->
          " has a finding of type %s, which this version does not know."
              .formatted(Defanged.text(finding.type().name(), 60));
    };
  }

  private String can() {
    String words = AccessWords.of(actions());
    return words.isEmpty() ? "has access to it" : "can " + words;
  }

  private String whoCan() {
    if (finding.principal() != null && finding.principal().isDeleted()) {
      return ", which can use it no more";
    }
    String words = AccessWords.of(actions());
    if (words.isEmpty()) {
      return "";
    }
    return isAnyone()
        ? ": they can " + words
        : ", who%s can %s".formatted(condition(", under a condition,"), words);
  }

  /** Not public although anyone: then a condition limits it. */
  private String who() {
    return isAnyone() ? "anyone who meets a condition" : principal();
  }

  private String principal() {
    return PrincipalWords.brief(finding.principal(), accountName);
  }

  private boolean isAnyone() {
    return finding.principal() != null
        && finding.principal().kind() == PrincipalKind.ANYONE
        && !condition("x").isEmpty();
  }

  /** The words, if there is a condition that limits. */
  private String condition(String words) {
    Map<String, String> condition = OpenAccess.limits(finding);
    if (condition == null && finding.access() != null) {
      condition = finding.access().condition();
    }
    return condition == null || condition.isEmpty() ? "" : words;
  }

  private List<String> actions() {
    return finding.access() == null || finding.access().actions() == null
        ? List.of()
        : finding.access().actions();
  }

  private String zone() {
    return finding.access() != null && finding.access().type().equals("INTRA_ACCOUNT")
        ? "account"
        : "organization";
  }
}
