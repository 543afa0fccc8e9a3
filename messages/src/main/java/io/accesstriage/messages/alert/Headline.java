package io.accesstriage.messages.alert;

import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.ConfusedDeputy;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.Source;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.words.AccessWords;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a finding is about: in a subject's few words, and in a sentence. */
final class Headline {
  private static final int SHORTEST_NAME = 20;
  private static final int LONGEST_TYPE = 40;
  private static final int LONGEST_ALIAS = 200;
  private static final int MOST_ACCESS_POINTS = 3;

  private final Finding finding;
  private final List<String> keyAliases;
  private final boolean unarchive;
  private final boolean observed;
  private final @Nullable String accountName;

  private Headline(
      Finding finding,
      List<String> keyAliases,
      boolean unarchive,
      boolean observed,
      @Nullable String accountName) {
    this.finding = finding;
    this.keyAliases = keyAliases;
    this.accountName = accountName;
    this.unarchive = unarchive;
    this.observed = observed;
  }

  static Headline of(TriageState state) {
    return new Headline(
        state.finding(),
        state.facts().keyAliases() instanceof Fact.Known<List<String>> aliases
            ? aliases.value()
            : List.of(),
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
    return new Headline(finding, List.of(), false, false, accountName);
  }

  /** Severity, what and who, such as "[HIGH] S3 bucket amzn-s3-demo-bucket is public". */
  String subject(Severity severity) {
    String before =
        "[%s] %s "
            .formatted(
                severity.label().toUpperCase(Locale.ROOT),
                Defanged.ascii(
                    Words.capitalized(ResourceWords.noun(finding.resource().type())),
                    LONGEST_TYPE));
    String after = Defanged.ascii(what(), AlertMessage.LONGEST_SUBJECT);
    String suffix = unarchive ? (observed ? " (stays archived)" : " (active again)") : "";
    int room = AlertMessage.LONGEST_SUBJECT - before.length() - suffix.length();
    String name = Defanged.ascii(name(), Math.max(SHORTEST_NAME, room - after.length()));
    return before + Defanged.ascii(name + after, room) + suffix;
  }

  /** What is the case, as one sentence. */
  String sentence() {
    return Words.capitalized(ResourceWords.noun(finding.resource().type()) + " " + name() + told());
  }

  /** People know a key by its alias. */
  private String name() {
    return keyAliases.isEmpty()
        ? ResourceWords.name(finding.resource())
        : Defanged.text(keyAliases.get(0), LONGEST_ALIAS);
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
                .orElseGet(() -> " shared with " + inSubject() + ifAnyone());
      }
      case INTERNAL -> " accessible to " + inSubject();
      case UNUSED -> UnusedWords.brief(finding);
      case UNKNOWN -> " has a finding of type " + Defanged.text(finding.type().name(), 60);
    };
  }

  private String told() {
    if (finding.isError()) {
      return " could not be analyzed (%s), so %s is unknown."
          .formatted(
              Defanged.text(String.valueOf(finding.error()), 100),
              finding.family() == FindingType.Family.UNUSED
                  ? "what it doesn't use"
                  : finding.principal() == null
                      ? "who has access to it"
                      : "whether %s has access to it".formatted(who()));
    }
    return switch (finding.family()) {
      case EXTERNAL -> external();
      case INTERNAL -> " is accessible inside the %s: %s %s.".formatted(zone(), who(), can());
      case UNUSED -> UnusedWords.sentence(finding);
      case UNKNOWN ->
          " has a finding of type %s, which this version doesn't know."
              .formatted(Defanged.text(finding.type().name(), 60));
    };
  }

  private String external() {
    if (finding.isPublic() == null) {
      return finding.principal() == null
          ? " may be public: the finding doesn't say."
          : " may be public: the finding names %s, but doesn't rule out others.".formatted(who());
    }
    if (finding.isPublic()) {
      return " is public: anyone %s.".formatted(can());
    }
    if (finding.principal() != null && finding.principal().isDeleted()) {
      return " is shared with %s, which can no longer use it.".formatted(who());
    }
    return OpenAccess.customers(finding)
        .map(customers -> " is open: %s %s.".formatted(customers, can()))
        .orElseGet(() -> " is shared: %s %s.".formatted(who(), can()));
  }

  /** What with which condition, such as "can assume it if sts:ExternalId matches". */
  private String can() {
    String words = AccessWords.of(actions());
    return (words.isEmpty() ? "has access to it" : "can " + words)
        + through()
        + WhoWords.condition(finding)
        + (lacksExternalId() ? " without an external id" : "");
  }

  /** The only services or access points by which it may be used: they limit how, and not who. */
  private String through() {
    List<Source> sources = finding.sources();
    if (sources != null
        && !sources.isEmpty()
        && sources.stream().allMatch(Source::isAccessPoint)
        && WhoWords.conditions(finding).keySet().stream()
            .noneMatch(WhoWords.ACCESS_POINT::equalsIgnoreCase)) {
      return " through "
          + String.join(
              " or ",
              Words.first(
                  MOST_ACCESS_POINTS,
                  sources.stream().map(Headline::accessPoint).distinct().toList()));
    }
    return WhoWords.conditions(finding).entrySet().stream()
        .flatMap(
            condition ->
                condition.getKey().equalsIgnoreCase("kms:ViaService")
                    ? Stream.of(condition.getValue())
                    : condition.getKey().equalsIgnoreCase(WhoWords.ACCESS_POINT)
                        ? Stream.of("access point " + accessPoint(condition.getValue()))
                        : Stream.empty())
        .map(way -> " through " + Defanged.text(way, LONGEST_ALIAS))
        .findFirst()
        .orElse("");
  }

  private static String accessPoint(Source source) {
    return source.accessPointArn().isEmpty()
        ? "an access point of "
            + source
                .account()
                .map(account -> "account " + Defanged.text(account, LONGEST_ALIAS))
                .orElse("another account")
        : (source.isMultiRegion() ? "Multi-Region Access Point " : "access point ")
            + Defanged.text(accessPoint(source.accessPointArn()), LONGEST_ALIAS);
  }

  private static String accessPoint(String arn) {
    return Arn.parse(arn).map(ResourceWords::name).orElse(arn).replaceFirst("^accesspoint/", "");
  }

  /**
   * Whether the access of an account that has a name, so mostly a vendor's, is open to whoever gets
   * the vendor to use the role.
   */
  boolean lacksExternalId() {
    return accountName != null && ConfusedDeputy.isPossible(finding);
  }

  private String inSubject() {
    return WhoWords.besideName(finding, accountName);
  }

  private String who() {
    return WhoWords.brief(finding, accountName);
  }

  /** Not public although anyone: then a condition limits it. */
  private String ifAnyone() {
    return WhoWords.isAnyone(finding) && !WhoWords.condition(finding).isEmpty()
        ? " under conditions"
        : "";
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
