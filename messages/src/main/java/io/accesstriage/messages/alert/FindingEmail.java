package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Risk;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.FindingType;
import io.accesstriage.finding.OpenAccess;
import io.accesstriage.finding.ReadFrom;
import io.accesstriage.finding.Source;
import io.accesstriage.messages.MessageSize;
import io.accesstriage.messages.containment.Containment;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.messages.words.ShellCommand;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The alert about a finding as plain text: what is open to whom, whose it is, what to do first, why
 * it was not archived, and the details.
 */
final class FindingEmail {
  private static final String RULE =
      "Intended? Archive it at the Finding link above, or add this rule to rules.yaml:";

  /** More than a person reads at night; without the subject and the empty line below it. */
  private static final int MOST_LINES = 43;

  /** The same without those around a rule. */
  private static final int MOST_LINES_WITH_RULE = 41;

  private static final int MOST_SENTENCES = 10;

  /** Of a fact that was not read, in an email that would be too long. */
  private static final int LONGEST_REASON = 120;

  private static final int LONGEST_VENDOR = 40;

  /** Types that people publish on purpose: websites, webhooks, libraries. */
  private static final Set<String> PUBLISHED =
      Set.of("AWS::S3::Bucket", "AWS::Lambda::Function", "AWS::Lambda::LayerVersion");

  /** What the label beside it says. */
  private static final Pattern COULD_NOT =
      Pattern.compile("^The (?:tags|key aliases) could not be read: ");

  private final TriageState state;
  private final Finding finding;
  private final Decision decision;
  private final Containment containment;

  /** The command that archives the finding, or makes it active. */
  private final Optional<String> byHand;

  private final Shortening shortening;
  private final EmailText text = new EmailText();

  private FindingEmail(TriageState state, Shortening shortening) {
    this.state = state;
    this.shortening = shortening;
    this.finding = state.finding();
    this.decision = state.requireDecision();
    this.containment = Containment.of(finding);
    this.byHand = byHand();
  }

  /** What an email leaves out that would be too long, each with all before it. */
  private enum Shortening {
    NONE,
    /** Most of why facts were not read. */
    REASONS,
    /** The command that archives the finding. */
    ARCHIVING,
    /** A line for each tag. */
    TAGS,
    /** Who changed it. */
    LOOKUPS,
    /** Where to archive it. */
    INTENDED;

    boolean leavesOut(Shortening part) {
      return compareTo(part) >= 0;
    }
  }

  static String of(TriageState state) {
    EmailText text = new EmailText();
    for (Shortening shortening : Shortening.values()) {
      text = new FindingEmail(state, shortening).written();
      if (text.lineCount() <= MOST_LINES) {
        break;
      }
    }
    return text.text(MessageSize.EMAIL);
  }

  private EmailText written() {
    summary();
    ContainmentSection.write(
        mayBeIntended() ? "What to do unless it is intended" : "What to do first",
        containment,
        !shortening.leavesOut(Shortening.LOOKUPS),
        text);
    afterwards();
    ReasonsSection.write(state, text);
    details();
    ifIntended();
    return text;
  }

  private boolean isUnarchive() {
    return decision.outcome() == Outcome.UNARCHIVE;
  }

  private boolean isObserved() {
    return state.archive() == ArchiveOutcome.OBSERVED;
  }

  private void summary() {
    List<String> sentences = new ArrayList<>();
    sentences.add(Headline.of(state).sentence());
    if (isUnarchive()) {
      sentences.add(
          isObserved()
              ? "Today's rules no longer archive it. It stays archived only because Mode is"
                  + " observe."
              : "Today's rules no longer archive it, so it is active again.");
    }
    if (finding.readFrom() == ReadFrom.EVENT) {
      sentences.add(
          "The finding could not be read (%s). This is what its event said; it may be out of date."
              .formatted(
                  finding.readFailure() == null
                      ? "no reason given"
                      : Defanged.value(finding.readFailure())));
    }
    if (isGone()) {
      sentences.add(
          "The %s was not found when triage looked: check first whether it still exists."
              .formatted(ResourceWords.noun(finding.resource().type())));
    }
    decision.explanation().notes().stream()
        .limit(MOST_SENTENCES)
        .forEach(note -> sentences.add(Defanged.sentence(note)));
    text.paragraph(String.join(" ", sentences));
    (shortening.leavesOut(Shortening.TAGS) ? OwnerWords.inShort(state) : OwnerWords.of(state))
        .forEach(field -> text.field(field.label(), field.value()));
    Optional.ofNullable(containment.link()).ifPresent(link -> text.field("Console", link));
    String signIn = ConsoleLink.signIn(finding.analyzerArn(), Ownership.of(state).account());
    text.field(
        "Finding",
        findingLink()
            .map(link -> link + signIn)
            .orElseGet(() -> Defanged.value(finding.id()) + " in the Access Analyzer console"));
  }

  /** What is open to anyone, or critical, is closed first. */
  private boolean mayBeIntended() {
    return decision.severity().compareTo(Severity.CRITICAL) < 0
        && !mayBeOpen()
        && !finding.isError()
        && (finding.family() == FindingType.Family.EXTERNAL
            || finding.family() == FindingType.Family.INTERNAL);
  }

  private boolean isGone() {
    return state.facts().tags() instanceof Fact.Unread<?> tags && tags.isGone();
  }

  private Optional<String> findingLink() {
    return ConsoleLink.to(finding.analyzerArn(), finding.id());
  }

  private void details() {
    text.field("Severity", severity());
    FindingFacts.of(state).stream()
        .filter(this::isNews)
        .forEach(field -> text.field(field.label(), field.value()));
    if (shortening.leavesOut(Shortening.REASONS)) {
      unreadInBrief();
    } else {
      unread("Tags", state.facts().tags());
      unread("Aliases", state.facts().keyAliases());
    }
    text.field(
        "Found",
        "%s; decided by rules %s"
            .formatted(
                finding.createdAt() == null ? "not read" : Words.time(finding.createdAt()),
                Defanged.value(decision.rulesVersion())));
    noRule().ifPresent(reason -> text.field("Rule", reason));
    if (findingLink().isEmpty()) {
      text.field("Analyzer", Defanged.value(finding.analyzerArn()));
    }
  }

  private String severity() {
    String label = decision.severity().label();
    String score = finding.isError() ? "no risk score" : "risk score " + risk(decision.risk());
    if (decision.rule() != null) {
      return "%s by rule %s, %s".formatted(label, Defanged.value(decision.rule()), score);
    }
    return isHighAsPublic()
        ? "%s, as for every %s; %s"
            .formatted(
                label,
                finding.isPublic() == null ? "finding that may be public" : "public finding",
                score)
        : "%s, %s".formatted(label, score);
  }

  /** Whether it has the severity that public findings begin with. */
  private boolean isHighAsPublic() {
    return decision.severity() == Severity.HIGH
        && finding.family() == FindingType.Family.EXTERNAL
        && finding.mayBePublic();
  }

  /** What to do about it where the reason says that, else its first sentence. */
  private static String inBrief(String why) {
    int advice = why.indexOf("Deploy ");
    return advice < 0
        ? COULD_NOT.matcher(why).replaceFirst("").replaceFirst("(?<=[.]) .*", "")
        : why.substring(advice).replaceFirst(";.*", "");
  }

  /** Both facts in one field, with why in brief. */
  private void unreadInBrief() {
    Map<String, String> unread = new LinkedHashMap<>();
    if (state.facts().tags() instanceof Fact.Unread<?> tags) {
      unread.put("tags", tags.reason());
    }
    if (state.facts().keyAliases() instanceof Fact.Unread<?> aliases) {
      unread.put("key aliases", aliases.reason());
    }
    unread.values().stream()
        .findFirst()
        .map(FindingEmail::inBrief)
        .ifPresent(
            why ->
                text.field(
                    "Not read",
                    Words.joined(List.copyOf(unread.keySet()))
                        + (shortening.leavesOut(Shortening.INTENDED)
                            ? ""
                            : ": " + Defanged.text(why, LONGEST_REASON))));
  }

  /** Whether the lines below the first sentence, or that sentence, do not say the same. */
  private boolean isNews(FindingWords.Field field) {
    return switch (field.label()) {
      case FindingFacts.ACCOUNT -> false;
      case FindingFacts.WHO ->
          !field.value().equals(WhoWords.brief(finding, decision.principalAccountName()));
      case FindingFacts.ALIASES -> field.value().contains(",");
      default -> true;
    };
  }

  static String risk(Risk risk) {
    if (risk.factors().isEmpty()) {
      return "%d (no risk factor applies)".formatted(risk.score());
    }
    String certain = factors(risk, true);
    String unchecked = factors(risk, false);
    return "%s (%s%s%s)"
        .formatted(
            risk.range(),
            certain,
            certain.isEmpty() || unchecked.isEmpty() ? "" : "; ",
            unchecked.isEmpty() ? "" : "not checked: " + unchecked);
  }

  /** Such as "public 50 + write-access 25". */
  private static String factors(Risk risk, boolean certain) {
    List<String> factors =
        risk.factors().stream()
            .filter(factor -> factor.certain() == certain)
            .map(factor -> "%s %d".formatted(Defanged.value(factor.id()), factor.points()))
            .toList();
    return String.join(" + ", Words.first(MOST_SENTENCES, factors));
  }

  /** Why it was not read, unless that stands above. */
  private <T> void unread(String label, Fact<T> fact) {
    if (fact instanceof Fact.Unread<T> unread
        && decision.explanation().applied().stream()
            .flatMap(rule -> rule.unread().stream())
            .noneMatch(why -> why.contains(unread.reason()))) {
      text.field(
          label,
          label.equals("Aliases") && isWhyTagsAreUnread(unread.reason())
              ? "not read, for the same reason."
              : Defanged.sentence(COULD_NOT.matcher(unread.reason()).replaceFirst("not read: ")));
    }
  }

  private boolean isWhyTagsAreUnread(String reason) {
    return state.facts().tags() instanceof Fact.Unread<?> tags
        && COULD_NOT
            .matcher(tags.reason())
            .replaceFirst("")
            .equals(COULD_NOT.matcher(reason).replaceFirst(""));
  }

  /** What else may be meant, and what becomes of the finding. */
  private void afterwards() {
    if (mayBePublicOnPurpose()) {
      text.sentence(
          "Public on purpose, such as a website? Then change nothing: a rule with allowPublic: true"
              + " archives it. docs/cookbook has one under \"A public website\".");
    }
    // That of a provider is among the steps.
    OpenAccess.tenantKey(finding)
        .filter(key -> containment.stepCommands().findAny().isEmpty())
        .ifPresent(
            key ->
                text.sentence(
                    "Intended for some of them? Name those in a condition on %s."
                        .formatted(Defanged.value(key))));
    if (lacksExternalId()) {
      text.sentence(
          "Intended? Then require sts:ExternalId in its trust policy, or another %1$s customer could have %1$s assume this role. The alert after that offers a rule."
              .formatted(
                  Defanged.text(String.valueOf(decision.principalAccountName()), LONGEST_VENDOR)));
    }
    text.sentence(remedy());
  }

  /**
   * A finding that may let anyone in is archived by a rule that says so, or by nobody; that of an
   * AWS service's analyzer perhaps not at all.
   */
  private Optional<String> byHand() {
    return ((mayBeOpen() || lacksExternalId()) && !isToActivate())
            || Arn.isServiceLinkedAnalyzer(finding.analyzerArn())
        ? Optional.empty()
        : ShellCommand.update(
            finding.analyzerArn(),
            finding.id(),
            isToActivate() ? FindingStatus.ACTIVE : FindingStatus.ARCHIVED);
  }

  private boolean lacksExternalId() {
    return Headline.of(state).lacksExternalId();
  }

  /** Whether anyone may have access, as far as the finding was read. */
  private boolean mayBeOpen() {
    Boolean isOpen = OpenAccess.isOpen(finding);
    boolean isUnread =
        isOpen == null
            && !finding.isError()
            && (finding.family() == FindingType.Family.EXTERNAL
                || finding.family() == FindingType.Family.INTERNAL);
    return finding.mayBePublic() || isUnread || Boolean.TRUE.equals(isOpen);
  }

  private boolean isToActivate() {
    return isUnarchive() && isObserved();
  }

  private String whenByHand() {
    if (isToActivate()) {
      return "To make it active yourself";
    }
    if (finding.isError()) {
      return "To archive it anyway";
    }
    if (finding.family() == FindingType.Family.UNUSED) {
      return finding.type().equals(FindingType.UNUSED_PERMISSION)
          ? "If they have to stay, archive the finding"
          : "If it has to stay, archive the finding";
    }
    return acceptedBy()
        .map(rule -> "Intended? Change rule %s, or archive it".formatted(rule))
        .orElse("Intended? Archive it");
  }

  private String remedy() {
    if (finding.isError()) {
      return "Once the analysis works, the finding goes away.";
    }
    return switch (finding.family()) {
      case EXTERNAL ->
          "Once the access is gone, the finding resolves itself within %s."
              .formatted(isByMultiRegionAccessPoint() ? "6 hours" : "about 30 minutes");
      case INTERNAL ->
          "Once the access is gone, the finding resolves itself, which can take hours: Access Analyzer"
              + " rescans everything every 24 hours.";
      case UNUSED -> "Once %s, the finding resolves itself.".formatted(removed());
      case UNKNOWN -> "See in the console what Access Analyzer says about it.";
    };
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-remediate.html">Resolving
   *     findings</a>: within 30 minutes of a change of external access, of internal access within
   *     minutes or hours
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html#access-analyzer-s3">Amazon
   *     S3</a>: Multi-Region Access Points are looked at every 6 hours
   */
  private boolean isByMultiRegionAccessPoint() {
    return finding.sources() != null && finding.sources().stream().anyMatch(Source::isMultiRegion);
  }

  private String removed() {
    return switch (finding.type().name()) {
      case "UnusedIAMRole" -> "the role is deleted";
      case "UnusedIAMUserAccessKey" -> "the access key is deleted";
      case "UnusedIAMUserPassword" -> "the console password is gone";
      default -> "the unused permissions are gone";
    };
  }

  /** Why there is none to copy, where that does not stand above. */
  private Optional<String> noRule() {
    if (decision.offeredRule() != null) {
      if (shownRule().isPresent() || acceptedBy().isPresent()) {
        return Optional.empty();
      }
      return isHarmless(decision.offeredRule())
          ? Optional.of("one that archives exactly this is in the message for programs")
              .filter(rule -> text.lineCount() + 2 <= MOST_LINES_WITH_RULE)
          : Optional.of(
              "only in the message for programs: a text in it looks like a link or has invisible"
                  + " characters");
    }
    return Optional.ofNullable(decision.whyNoRuleIsOffered())
        .filter(why -> !finding.isError() && !mayBePublicOnPurpose() && !lacksExternalId())
        .map(why -> "none to copy: " + Defanged.sentence(why));
  }

  /** Whether it is public, as is usual for some of its type, and no rule is against it. */
  private boolean mayBePublicOnPurpose() {
    return Boolean.TRUE.equals(finding.isPublic())
        && PUBLISHED.contains(finding.resource().type())
        && decision.rule() == null;
  }

  /** Last, since it is the next morning's work; a rule needs no command that archives besides. */
  private void ifIntended() {
    Optional<String> rule = shownRule();
    byHand
        .filter(command -> rule.isEmpty() || isToActivate())
        .ifPresent(
            command -> {
              if (shortening.leavesOut(Shortening.INTENDED) && !isToActivate()) {
                return;
              }
              if (shortening.leavesOut(Shortening.ARCHIVING) && !isToActivate()) {
                text.section(whenByHand() + " at the Finding link above.");
                return;
              }
              text.section(
                  "%s in account %s:"
                      .formatted(
                          whenByHand(),
                          Arn.parse(finding.analyzerArn()).map(Arn::account).orElse("")));
              text.block(command);
            });
    rule.ifPresent(
        yaml -> {
          text.section(RULE);
          text.block(yaml);
        });
  }

  /** The rule that archived the same access before it changed: it is the one to edit. */
  private Optional<String> acceptedBy() {
    return Optional.ofNullable(decision.change())
        .map(change -> change.since().rule())
        .map(Defanged::value);
  }

  /**
   * The rule is made and tried by the evaluate step; it is printed as it is, with its condition on
   * one line, or not at all: what is read at night stays short.
   */
  private Optional<String> shownRule() {
    return Optional.ofNullable(decision.offeredRule())
        .filter(rule -> acceptedBy().isEmpty() && isHarmless(rule))
        .map(Defanged::rule)
        .flatMap(
            rule ->
                Stream.of(rule, rule.replaceAll("\n +&& ", " && "))
                    .filter(yaml -> text.lineCount() + yaml.lines().count() <= MOST_LINES_WITH_RULE)
                    .findFirst());
  }

  private static boolean isHarmless(String rule) {
    return Defanged.rule(rule).lines().allMatch(Defanged::isHarmless);
  }
}
