package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Risk;
import io.accesstriage.facts.Fact;
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
import io.accesstriage.messages.words.ShellCommand;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The alert about a finding as plain text: what is the case, the facts, why it was not archived,
 * what to do.
 */
final class FindingEmail {
  private static final int LONGEST_VALUE = 300;
  private static final int LONGEST_SENTENCE = 600;
  private static final int MOST_SENTENCES = 10;

  /** Names of rules that would be hosts elsewhere. */
  private static final Pattern NAME_OF_RULES =
      Pattern.compile("(?:account\\.(?:id|name)|finding\\.(?:id|unused\\.services)) is ");

  private final TriageState state;
  private final Finding finding;
  private final Decision decision;
  private final String execution;
  private final Containment containment;
  private final EmailText text = new EmailText();

  private FindingEmail(TriageState state, String execution) {
    this.state = state;
    this.finding = state.finding();
    this.decision = state.requireDecision();
    this.execution = execution;
    this.containment = Containment.of(finding);
  }

  static String of(TriageState state, String execution) {
    FindingEmail email = new FindingEmail(state, execution);
    email.summary();
    ContainmentSection.write(email.containment, email.text);
    email.facts();
    email.reasons();
    email.whatToDo();
    email.rule();
    email.ids();
    return email.text.text(MessageSize.EMAIL);
  }

  private boolean isUnarchive() {
    return decision.outcome() == Outcome.UNARCHIVE;
  }

  private boolean isObserved() {
    return state.archive() == ArchiveOutcome.OBSERVED;
  }

  private void summary() {
    text.paragraph(Headline.of(state).sentence());
    OwnerWords.of(state).forEach(field -> text.field(field.label(), field.value()));
    if (isUnarchive()) {
      text.gap();
      text.paragraph(
          isObserved()
              ? "Access Analyzer Triage had archived it. By today's rules it would not; since Mode"
                  + " is observe, it was left archived all the same."
              : "Access Analyzer Triage had archived it. By today's rules it would not, so it was"
                  + " made active again.");
    }
    if (finding.readFrom() == ReadFrom.EVENT) {
      text.gap();
      text.paragraph(
          "The finding itself could not be read (%s). What follows is what its event said, which may be out of date."
              .formatted(
                  Defanged.text(
                      finding.readFailure() == null ? "no reason given" : finding.readFailure(),
                      LONGEST_VALUE)));
    }
    for (String note : some(decision.explanation().notes())) {
      text.gap();
      text.paragraph(sentence(note));
    }
  }

  private void facts() {
    text.section("The finding");
    text.field(
        "Severity",
        decision.rule() == null
            ? decision.severity().label()
            : "%s, by rule %s".formatted(decision.severity().label(), value(decision.rule())));
    FindingFacts.of(state).stream()
        .filter(field -> !field.label().equals(FindingFacts.ACCOUNT))
        .forEach(field -> text.field(field.label(), field.value()));
    text.field("Risk", risk(decision.risk()));
    unread("Tags", state.facts().tags());
    unread("Aliases", state.facts().keyAliases());
    if (finding.createdAt() != null) {
      text.field("Found", Words.time(finding.createdAt()));
    }
  }

  static String risk(Risk risk) {
    if (risk.factors().isEmpty()) {
      return Integer.toString(risk.score());
    }
    List<String> factors =
        risk.factors().stream()
            .map(
                f ->
                    "%s %d%s"
                        .formatted(
                            value(f.id()),
                            f.points(),
                            f.certain() ? "" : " (could not be checked)"))
            .toList();
    return "%s: %s".formatted(risk.range(), Words.joined(Words.first(MOST_SENTENCES, factors)));
  }

  private <T> void unread(String label, Fact<T> fact) {
    if (fact instanceof Fact.Unread<T> unread) {
      boolean isToldBelow =
          decision.explanation().applied().stream()
              .flatMap(rule -> rule.unread().stream())
              .anyMatch(why -> why.contains(unread.reason()));
      text.field(label, isToldBelow ? "not read, see below" : sentence(unread.reason()));
    }
  }

  private void reasons() {
    Explanation why = decision.explanation();
    text.section(
        !isUnarchive()
            ? "Why it was not archived"
            : isObserved() ? "Why it should be active again" : "Why it is active again");
    List<String> guards = some(why.guards());
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
          "Rule %s asks for an alert: %s".formatted(value(rule.rule()), sentence(rule.reason())));
      return;
    }
    text.bullet(
        "Rule %s could not be checked, so it counts as if it applied. It says: %s"
            .formatted(value(rule.rule()), sentence(rule.reason())));
    some(rule.unread()).forEach(unread -> text.detail(sentence(unread)));
    text.detail(
        "What to do: "
            + (couldBeRead(rule)
                ? "make that read possible; the next triage of this finding checks the rule again."
                : "decide it yourself; this version cannot find out more."));
  }

  private boolean couldBeRead(Explanation.Applied rule) {
    return Stream.of(state.facts().tags(), state.facts().keyAliases())
        .filter(Fact.Unread.class::isInstance)
        .map(fact -> (Fact.Unread<?>) fact)
        .filter(fact -> fact.cause() != Fact.Cause.UNSUPPORTED)
        .anyMatch(fact -> rule.unread().stream().anyMatch(why -> why.contains(fact.reason())));
  }

  private void nearest() {
    Explanation why = decision.explanation();
    why.nearestRule()
        .ifPresentOrElse(
            near -> nearest(near, why.otherArchiveRules() + why.nearest().size() - 1),
            () -> text.bullet(NearestWords.sentence(decision)));
  }

  /**
   * @param others how many more archive rules did not match
   */
  private void nearest(Explanation.Near near, int others) {
    text.bullet(
        "No rule archives it. The nearest is %s (%s)"
                .formatted(NearestWords.name(near), withoutStop(sentence(near.reason())))
            + ", of which %s:".formatted(failed(near)));
    for (Explanation.Condition condition : near.failed().stream().limit(5).toList()) {
      text.detail(io.accesstriage.text.SafeText.line(condition.expression(), LONGEST_VALUE));
      if (!condition.saw().isEmpty()) {
        text.subdetail(
            (condition.certain() ? "saw " : "could not be checked: ")
                + String.join(
                    "; ",
                    Words.first(5, condition.saw().stream().map(FindingEmail::saw).toList())));
      }
    }
    if (others > 0) {
      text.bullet("%s did not match either.".formatted(Words.count(others, "other archive rule")));
    }
  }

  /** The rules engine writes "NAME is VALUE". */
  private static String saw(String saw) {
    Matcher name = NAME_OF_RULES.matcher(saw);
    int end = name.lookingAt() ? name.end() : 0;
    return saw.substring(0, end) + value(saw.substring(end));
  }

  private static String failed(Explanation.Near near) {
    boolean certain = near.failed().stream().allMatch(Explanation.Condition::certain);
    String verb = near.failed().size() == 1 ? "was" : "were";
    return "%d of %s %s %s"
        .formatted(
            near.failed().size(),
            Words.count(near.conditions(), "condition"),
            verb,
            certain ? "not true" : "not known to be true");
  }

  private void whatToDo() {
    text.section("What to do then");
    Optional<String> link = ConsoleLink.to(finding.analyzerArn(), finding.id());
    text.bullet(
        link.isPresent()
            ? "Look at it:"
            : "Look at it in the Access Analyzer console, by its id below.");
    Optional.ofNullable(containment.link()).ifPresent(text::block);
    link.ifPresent(text::block);
    OpenAccess.tenantKey(finding)
        .ifPresent(
            key ->
                text.bullet(
                    "If it is intended for some of them only, name those in a condition on %s."
                        .formatted(value(key))));
    text.bullet(remedy());
    byHand();
  }

  /** A finding that may be public is archived by a rule that says so, or by nobody. */
  private void byHand() {
    boolean activates = isUnarchive() && isObserved();
    if (finding.mayBePublic() && !activates) {
      return;
    }
    ShellCommand.update(
            finding.analyzerArn(),
            finding.id(),
            activates ? FindingStatus.ACTIVE : FindingStatus.ARCHIVED)
        .ifPresent(
            lines -> {
              text.bullet(
                  activates
                      ? "To make it active by hand:"
                      : finding.isError()
                          ? "To archive it by hand all the same:"
                          : finding.family() == FindingType.Family.UNUSED
                              ? "If it is needed all the same, archive it by hand:"
                              : "If this is intended, archive it by hand:");
              text.block(lines);
            });
  }

  private String remedy() {
    if (finding.isError()) {
      return "Find out why Access Analyzer could not analyze the resource, such as a policy that"
          + " denies its service-linked role, and fix it.";
    }
    return switch (finding.family()) {
      case EXTERNAL, INTERNAL -> "The finding resolves itself once the access is gone.";
      case UNUSED -> "The finding resolves itself once %s.".formatted(removed());
      case UNKNOWN -> "Read in the console what Access Analyzer says of it.";
    };
  }

  private String removed() {
    return switch (finding.type().name()) {
      case "UnusedIAMRole" -> "the role is deleted";
      case "UnusedIAMUserAccessKey" -> "the access key is deleted";
      case "UnusedIAMUserPassword" -> "the console password is gone";
      default -> "its policies lack the unused permissions";
    };
  }

  /** The rule is made and tried by the evaluate step; it is printed as it is or not at all. */
  private void rule() {
    String rule = decision.offeredRule();
    if (rule == null) {
      if (decision.whyNoRuleIsOffered() != null) {
        text.bullet(
            "No rule is offered that would archive exactly this. "
                + sentence(decision.whyNoRuleIsOffered()));
      }
      return;
    }
    if (!rule.lines().allMatch(Defanged::isHarmless)) {
      text.bullet(
          "A rule that would archive exactly this is not shown here, since a text in it looks like"
              + " a link or has invisible characters; triage explain prints it.");
      return;
    }
    text.bullet(
        "Or let a rule archive exactly this from now on. Fill in who owns it and why, and add it to"
            + " rules.yaml:");
    text.block(rule);
  }

  private void ids() {
    text.section("Ids");
    text.field("Finding", value(finding.id()));
    text.field("Analyzer", value(finding.analyzerArn()));
    text.field("Execution", value(execution));
    text.field("Rules", value(decision.rulesVersion()));
  }

  private static List<String> some(List<String> sentences) {
    return sentences.stream().limit(MOST_SENTENCES).toList();
  }

  private static String sentence(String hostile) {
    return Words.sentence(Defanged.text(hostile, LONGEST_SENTENCE));
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String value(String hostile) {
    return Defanged.text(hostile, LONGEST_VALUE);
  }
}
