package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
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
import io.accesstriage.messages.words.Columns;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.messages.words.ShellCommand;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The alert about a finding as plain text: what is open to whom, whose it is, what to do first, why
 * it was not archived, and the details.
 */
final class FindingEmail {
  /** The heading of the rule that is offered. */
  static final String RULE = "A rule that archives exactly this";

  private static final int LONGEST_VALUE = 300;
  private static final int LONGEST_SENTENCE = 600;
  private static final int MOST_SENTENCES = 10;

  /** Names of rules that would be hosts elsewhere. */
  private static final Pattern NAME_OF_RULES =
      Pattern.compile(
          "(?:account\\.(?:id|name)|finding\\.(?:id|unused\\.services)) is |access\\.open: ");

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
    email.reasons();
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
                      : value(finding.readFailure())));
    }
    if (isGone()) {
      sentences.add(
          "The %s was not found when triage looked: check first whether it still exists."
              .formatted(ResourceWords.noun(finding.resource().type())));
    }
    some(decision.explanation().notes()).forEach(note -> sentences.add(sentence(note)));
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
                value(decision.rulesVersion())));
    if (findingLink().isEmpty()) {
      text.field("Finding", value(finding.id()));
    }
    if (byHand.isEmpty()) {
      text.field("Analyzer", value(finding.analyzerArn()));
    }
    text.field("Execution", value(execution));
  }

  private String severity() {
    return "%s%s, risk score %s"
        .formatted(
            decision.severity().label(),
            decision.rule() == null ? "" : " by rule " + value(decision.rule()),
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
            .map(factor -> "%s %d".formatted(value(factor.id()), factor.points()))
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
              : sentence(COULD_NOT.matcher(unread.reason()).replaceFirst("not read: ")));
    }
  }

  private boolean isWhyTagsAreUnread(String reason) {
    return state.facts().tags() instanceof Fact.Unread<?> tags
        && COULD_NOT
            .matcher(tags.reason())
            .replaceFirst("")
            .equals(COULD_NOT.matcher(reason).replaceFirst(""));
  }

  private void reasons() {
    Explanation why = decision.explanation();
    String heading =
        !isUnarchive()
            ? "Why you get this alert"
            : isObserved() ? "Why it should be active again" : "Why it is active again";
    List<String> guards = some(NearestWords.guards(decision));
    String only = "%s: %s".formatted(heading, NearestWords.sentence(finding, decision));
    boolean isUnexplained = guards.isEmpty() && why.applied().isEmpty() && why.nearest().isEmpty();
    if (isUnexplained && Columns.of(only) <= EmailText.WIDTH) {
      text.section(only);
      return;
    }
    text.section(heading);
    List<Explanation.Applied> notify =
        why.applied().stream().filter(rule -> rule.effect().equals("notify")).toList();
    guards.forEach(guard -> text.bullet(sentence(guard)));
    notify.stream().limit(MOST_SENTENCES).forEach(this::applied);
    why.applied().stream()
        .filter(rule -> !rule.effect().equals("notify"))
        .limit(MOST_SENTENCES)
        .forEach(
            rule ->
                text.bullet(
                    "Rule %s would archive it: %s"
                        .formatted(value(rule.rule()), sentence(rule.reason()))));
    if (guards.isEmpty() && notify.isEmpty()) {
      if (why.applied().isEmpty()) {
        nearest();
      } else {
        text.bullet(sentence(decision.reason()));
      }
    }
  }

  private void applied(Explanation.Applied rule) {
    if (rule.certain()) {
      text.bullet(
          "Rule %s alerts on this: %s".formatted(value(rule.rule()), sentence(rule.reason())));
      return;
    }
    text.bullet(
        "Rule %s could not be checked, so this is alerted in case it applies: %s"
            .formatted(value(rule.rule()), sentence(rule.reason())));
    some(rule.unread()).stream()
        .forEach(unread -> text.detail(named(unread, FindingEmail::sentence)));
    Set<Fact.Cause> causes = causes(rule);
    text.detail(
        causes.contains(Fact.Cause.DENIED) || causes.contains(Fact.Cause.NO_ROLE)
            ? "Allow that read; the next triage checks the rule again."
            : causes.contains(Fact.Cause.FAILED)
                ? "Don't wait for it: only this rule could not be checked."
                : "Decide yourself: triage can't read more.");
  }

  /** Why facts that the rule asks for could not be read. */
  private Set<Fact.Cause> causes(Explanation.Applied rule) {
    return Stream.of(state.facts().tags(), state.facts().keyAliases())
        .filter(Fact.Unread.class::isInstance)
        .map(fact -> (Fact.Unread<?>) fact)
        .filter(fact -> rule.unread().stream().anyMatch(why -> why.contains(fact.reason())))
        .map(Fact.Unread::cause)
        .collect(Collectors.toSet());
  }

  private void nearest() {
    Explanation why = decision.explanation();
    why.nearestRule()
        .ifPresentOrElse(
            near -> nearest(near, why.otherArchiveRules() + why.nearest().size()),
            () -> text.bullet(NearestWords.sentence(finding, decision)));
  }

  /**
   * @param rules that archive, and did not match
   */
  private void nearest(Explanation.Near near, int rules) {
    text.bullet(
        "No archive rule covers it. %s: %s; %s:"
            .formatted(
                rules > 1 ? "Nearest of " + rules : "Nearest",
                NearestWords.name(near),
                failed(near)));
    for (Explanation.Condition condition : near.failed().stream().limit(5).toList()) {
      String expression = SafeText.line(condition.expression(), LONGEST_VALUE);
      text.detail(
          condition.saw().isEmpty() ? expression : "%s (%s)".formatted(expression, saw(condition)));
    }
  }

  private static String saw(Explanation.Condition condition) {
    return (condition.certain() ? "" : "could not be checked: ")
        + String.join(
            "; ",
            Words.first(
                5, condition.saw().stream().map(saw -> saw(saw, condition.expression())).toList()));
  }

  /** The rules engine writes "NAME is VALUE"; a name that stands before it is not repeated. */
  private static String saw(String saw, String expression) {
    int is = saw.indexOf(" is ");
    if (is > 0 && expression.startsWith(saw.substring(0, is) + " ")) {
      return "it is " + value(saw.substring(is + " is ".length()));
    }
    return named(saw, FindingEmail::value);
  }

  /** A name of the vocabulary, with which a text begins, stays as it is. */
  private static String named(String text, UnaryOperator<String> defanged) {
    Matcher name = NAME_OF_RULES.matcher(text);
    int end = name.lookingAt() ? name.end() : 0;
    return text.substring(0, end) + defanged.apply(text.substring(end));
  }

  private static String failed(Explanation.Near near) {
    boolean certain = near.failed().stream().allMatch(Explanation.Condition::certain);
    return "%d of %s %s %s"
        .formatted(
            near.failed().size(),
            Words.count(near.conditions(), "condition"),
            near.failed().size() == 1 ? "is" : "are",
            certain ? "false" : "not known to be true");
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
                        .formatted(value(key))));
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

  /** A finding that may let anyone in is archived by a rule that says so, or by nobody. */
  private Optional<String> byHand() {
    return mayBeOpen() && !isToActivate()
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
            isPublicByNoRule()
                ? "Meant to be public, such as a website? Then change nothing: a rule with"
                      + " allowPublic: true archives it. The cookbook has one."
                : "No rule to copy: " + sentence(decision.whyNoRuleIsOffered()));
      }
      return;
    }
    if (shownRule().isEmpty()) {
      text.bullet(
          "A rule that archives exactly this is not shown here, since a text in it looks like a"
              + " link or has invisible characters; the message for programs has it.");
    }
  }

  /** Whether it is public, and no rule says that this must not be. */
  private boolean isPublicByNoRule() {
    return Boolean.TRUE.equals(finding.isPublic()) && decision.rule() == null;
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

  private static List<String> some(List<String> sentences) {
    return sentences.stream().limit(MOST_SENTENCES).toList();
  }

  private static String sentence(String hostile) {
    return Words.sentence(Defanged.text(hostile, LONGEST_SENTENCE));
  }

  private static String value(String hostile) {
    return Defanged.text(hostile, LONGEST_VALUE);
  }
}
