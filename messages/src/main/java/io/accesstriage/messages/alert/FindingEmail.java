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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The alert about a finding as plain text: what is open to whom, whose it is, what to do first, why
 * it was not archived, and the details.
 */
final class FindingEmail {
  /** The heading of the rule that is offered. */
  static final String RULE = "A rule that archives exactly this";

  private static final int MOST_SENTENCES = 10;

  /** Types that people publish on purpose: websites, webhooks, libraries. */
  private static final Set<String> PUBLISHED =
      Set.of("AWS::S3::Bucket", "AWS::Lambda::Function", "AWS::Lambda::LayerVersion");

  /** Error codes of AWS for what does not exist. */
  private static final Pattern GONE =
      Pattern.compile("\\b(?:NoSuch(?:Bucket|Entity)|\\w*NotFound)");

  /** What the label beside it says. */
  private static final Pattern COULD_NOT =
      Pattern.compile("^The (?:tags|key aliases) could not be read: ");

  private final TriageState state;
  private final Finding finding;
  private final Decision decision;
  private final String execution;
  private final Containment containment;

  /** The command that archives the finding, or makes it active. */
  private final Optional<String> byHand;

  private final EmailText text = new EmailText();

  private FindingEmail(TriageState state, String execution) {
    this.state = state;
    this.finding = state.finding();
    this.decision = state.requireDecision();
    this.execution = execution;
    this.containment = Containment.of(finding);
    this.byHand = byHand();
  }

  static String of(TriageState state, String execution) {
    FindingEmail email = new FindingEmail(state, execution);
    email.summary();
    ContainmentSection.write(
        email.mayBeIntended() ? "What to do unless it is intended" : "What to do first",
        email.containment,
        email.text);
    ReasonsSection.write(state, email.text);
    email.then();
    email.rule();
    email.details();
    email.ruleToCopy();
    return email.text.text(MessageSize.EMAIL);
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
    OwnerWords.of(state).forEach(field -> text.field(field.label(), field.value()));
    Optional.ofNullable(containment.link()).ifPresent(link -> text.field("Console", link));
    String signIn = ConsoleLink.signIn(finding.analyzerArn(), Ownership.of(state).account());
    findingLink().ifPresent(link -> text.field("Finding", link + signIn));
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
    return state.facts().tags() instanceof Fact.Unread<?> tags
        && GONE.matcher(tags.reason()).find();
  }

  private Optional<String> findingLink() {
    return ConsoleLink.to(finding.analyzerArn(), finding.id());
  }

  private void details() {
    text.section("Details");
    text.field("Severity", severity());
    FindingFacts.of(state).stream()
        .filter(this::isNews)
        .forEach(field -> text.field(field.label(), field.value()));
    unread("Tags", state.facts().tags());
    unread("Aliases", state.facts().keyAliases());
    text.field(
        "Found",
        "%s; decided by rules %s"
            .formatted(
                finding.createdAt() == null ? "not read" : Words.time(finding.createdAt()),
                Defanged.value(decision.rulesVersion())));
    if (findingLink().isEmpty()) {
      text.field("Finding", Defanged.value(finding.id()));
    }
    if (byHand.isEmpty()) {
      text.field("Analyzer", Defanged.value(finding.analyzerArn()));
    }
    text.field("Execution", Defanged.value(execution));
  }

  private String severity() {
    return "%s%s, risk score %s"
        .formatted(
            decision.severity().label(),
            decision.rule() == null ? "" : " by rule " + Defanged.value(decision.rule()),
            risk(decision.risk()));
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
    String range = risk.range().replaceFirst(",.*", "");
    String certain = factors(risk, true);
    String unchecked = factors(risk, false);
    return "%s (%s%s%s)"
        .formatted(
            range,
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

  private void then() {
    boolean isResolving = finding.isError() || finding.family() != FindingType.Family.UNKNOWN;
    text.section(isResolving ? "Then: " + remedy() : "Then");
    if (!isResolving) {
      text.bullet(remedy());
    }
    if (findingLink().isEmpty()) {
      text.bullet("Look at it in the Access Analyzer console, by its id below.");
    }
    OpenAccess.tenantKey(finding)
        .ifPresent(
            key ->
                text.bullet(
                    "Meant for some of them only? Name those in a condition on %s."
                        .formatted(Defanged.value(key))));
    if (Headline.of(state).lacksExternalId()) {
      text.bullet("Meant for them? Then require sts:ExternalId in its trust policy.");
    }
    byHand.ifPresent(
        command -> {
          text.bullet(
              "%s in account %s:"
                  .formatted(
                      whenByHand(), Arn.parse(finding.analyzerArn()).map(Arn::account).orElse("")));
          text.block(command);
        });
  }

  /**
   * A finding that may let anyone in is archived by a rule that says so, or by nobody; that of an
   * AWS service's analyzer perhaps not at all.
   */
  private Optional<String> byHand() {
    return (mayBeOpen() && !isToActivate()) || Arn.isServiceLinkedAnalyzer(finding.analyzerArn())
        ? Optional.empty()
        : ShellCommand.update(
            finding.analyzerArn(),
            finding.id(),
            isToActivate() ? FindingStatus.ACTIVE : FindingStatus.ARCHIVED);
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
    return shownRule().isPresent()
        ? "Intended? Add the rule below, or archive it"
        : "Intended? Archive it";
  }

  private String remedy() {
    if (finding.isError()) {
      return "once it can be analyzed, the finding goes away.";
    }
    return switch (finding.family()) {
      case EXTERNAL, INTERNAL ->
          "once the access is gone, the finding resolves itself (about 30 minutes).";
      case UNUSED -> "once %s, the finding resolves itself.".formatted(removed());
      case UNKNOWN -> "Read in the console what Access Analyzer says about it.";
    };
  }

  private String removed() {
    return switch (finding.type().name()) {
      case "UnusedIAMRole" -> "the role is deleted";
      case "UnusedIAMUserAccessKey" -> "the access key is deleted";
      case "UnusedIAMUserPassword" -> "the console password is gone";
      default -> "the unused permissions are gone";
    };
  }

  /** The rule is made and tried by the evaluate step; it is printed as it is or not at all. */
  private void rule() {
    String rule = decision.offeredRule();
    if (rule == null) {
      if (decision.whyNoRuleIsOffered() != null && !finding.isError()) {
        text.bullet(
            mayBePublicOnPurpose()
                ? "Meant to be public, such as a website? Then change nothing: a rule with"
                    + " allowPublic: true archives it. The cookbook has one."
                : "No rule to copy: " + Defanged.sentence(decision.whyNoRuleIsOffered()));
      }
      return;
    }
    if (shownRule().isEmpty()) {
      text.bullet(
          "A rule that archives exactly this is not shown here, since a text in it looks like a"
              + " link or has invisible characters; the message for programs has it.");
    }
  }

  /** Whether it is public, as is usual for some of its type, and no rule is against it. */
  private boolean mayBePublicOnPurpose() {
    return Boolean.TRUE.equals(finding.isPublic())
        && PUBLISHED.contains(finding.resource().type())
        && decision.rule() == null;
  }

  /** Last, since it is the longest, and the next morning's work. */
  private void ruleToCopy() {
    shownRule()
        .ifPresent(
            rule -> {
              text.section(RULE + ", for rules.yaml (add owner and reason)");
              text.block(rule);
            });
  }

  private Optional<String> shownRule() {
    return Optional.ofNullable(decision.offeredRule())
        .map(Defanged::rule)
        .filter(rule -> rule.lines().allMatch(Defanged::isHarmless));
  }
}
