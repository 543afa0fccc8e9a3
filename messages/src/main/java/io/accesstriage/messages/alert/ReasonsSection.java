package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.decision.Explanation;
import io.accesstriage.decision.Outcome;
import io.accesstriage.facts.Fact;
import io.accesstriage.finding.Finding;
import io.accesstriage.messages.containment.Containment;
import io.accesstriage.messages.words.Columns;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.EmailText;
import io.accesstriage.messages.words.Words;
import io.accesstriage.state.ArchiveOutcome;
import io.accesstriage.state.TriageState;
import io.accesstriage.text.SafeText;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a finding is alerted, in an email: the rules that alert, or the one that comes nearest. */
final class ReasonsSection {
  private static final int LONGEST_EXPRESSION = 300;
  private static final int MOST_SENTENCES = 10;

  /** Names of rules that would be hosts elsewhere. */
  private static final Pattern NAME_OF_RULES =
      Pattern.compile(
          "(?:account\\.(?:id|name)|finding\\.(?:id|unused\\.services)) is |access\\.open: ");

  private final TriageState state;
  private final Finding finding;
  private final Decision decision;
  private final EmailText text;

  private ReasonsSection(TriageState state, EmailText text) {
    this.state = state;
    this.finding = state.finding();
    this.decision = state.requireDecision();
    this.text = text;
  }

  static void write(TriageState state, EmailText text) {
    new ReasonsSection(state, text).write();
  }

  private void write() {
    Explanation why = decision.explanation();
    List<String> guards = some(NearestWords.guards(finding, decision));
    if (guards.isEmpty() && why.applied().isEmpty()) {
      why.nearestRule()
          .filter(near -> !finding.isError())
          .ifPresentOrElse(
              near -> nearest(near, why.otherArchiveRules() + why.nearest().size()), this::none);
      return;
    }
    text.section(heading());
    List<Explanation.Applied> notify =
        why.applied().stream().filter(rule -> rule.effect().equals("notify")).toList();
    guards.forEach(guard -> text.bullet(Defanged.sentence(guard)));
    notify.stream().limit(MOST_SENTENCES).forEach(this::applied);
    why.applied().stream()
        .filter(rule -> !rule.effect().equals("notify"))
        .limit(MOST_SENTENCES)
        .forEach(
            rule ->
                text.bullet(
                    "Rule %s would archive it: %s"
                        .formatted(Defanged.value(rule.rule()), Defanged.sentence(rule.reason()))));
    if (guards.isEmpty() && notify.isEmpty()) {
      text.bullet(Defanged.sentence(decision.reason()));
    }
  }

  private void none() {
    String sentence = NearestWords.sentence(finding, decision);
    String heading = "%s: %s".formatted(heading(), sentence);
    if (Columns.of(heading) <= EmailText.WIDTH) {
      text.section(heading);
    } else {
      text.section(heading());
      text.bullet(sentence);
    }
  }

  private String heading() {
    if (decision.outcome() != Outcome.UNARCHIVE) {
      return "Why you get this alert";
    }
    return state.archive() == ArchiveOutcome.OBSERVED
        ? "Why it should be active again"
        : "Why it is active again";
  }

  private void applied(Explanation.Applied rule) {
    if (rule.certain()) {
      text.bullet(
          "Rule %s alerts on this: %s"
              .formatted(Defanged.value(rule.rule()), Defanged.sentence(rule.reason())));
      return;
    }
    text.bullet(
        "Rule %s could not be checked, so you get this in case it applies: %s"
            .formatted(Defanged.value(rule.rule()), Defanged.sentence(rule.reason())));
    some(rule.unread()).forEach(unread -> text.detail(named(unread, Defanged::sentence)));
    Set<Fact.Cause> causes = causes(rule);
    text.detail(
        causes.contains(Fact.Cause.DENIED) || causes.contains(Fact.Cause.NO_ROLE)
            ? "Allow that read, and the next triage checks the rule again."
            : causes.contains(Fact.Cause.FAILED)
                ? "Don't wait for that: everything else here was checked."
                : isPublicnessInSavedPolicy()
                    ? "Check the policy saved above for \"*\"."
                    : "Check it yourself: triage can't read it.");
  }

  /** Whether only the policy, which the steps save, tells if the finding is public. */
  private boolean isPublicnessInSavedPolicy() {
    return state.finding().isPublic() == null
        && Containment.of(state.finding())
            .stepCommands()
            .anyMatch(command -> command.contains("policy"));
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

  /**
   * @param rules that archive, and did not match
   */
  private void nearest(Explanation.Near near, int rules) {
    text.section(heading() + ": No archive rule covers it.");
    if (near.lacksOnlyAllowPublic()) {
      text.sentence(
          "%s: %s. All its conditions match, but it doesn't say allowPublic: true, and %s."
              .formatted(
                  rules > 1 ? "Nearest of " + rules : "Nearest",
                  NearestWords.name(near),
                  Defanged.value(String.join("; ", near.failed().get(0).saw()))));
      return;
    }
    text.sentence(
        "%s: %s; %s:"
            .formatted(
                rules > 1 ? "Nearest of " + rules : "Nearest",
                NearestWords.name(near),
                failed(near)));
    for (Explanation.Condition condition : near.failed().stream().limit(5).toList()) {
      String expression = SafeText.line(condition.expression(), LONGEST_EXPRESSION);
      text.detail(
          condition.saw().isEmpty() ? expression : "%s (%s)".formatted(expression, saw(condition)));
    }
  }

  private static String saw(Explanation.Condition condition) {
    return (condition.certain() ? "" : "not checked: ")
        + String.join(
            "; ",
            Words.first(
                5, condition.saw().stream().map(saw -> saw(saw, condition.expression())).toList()));
  }

  /** The rules engine writes "NAME is VALUE"; a name that stands before it is not repeated. */
  private static String saw(String saw, String expression) {
    int is = saw.indexOf(" is ");
    if (is > 0 && expression.startsWith(saw.substring(0, is) + " ")) {
      return "it is " + Defanged.value(saw.substring(is + " is ".length()));
    }
    return named(saw, Defanged::value);
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

  private static List<String> some(List<String> sentences) {
    return sentences.stream().limit(MOST_SENTENCES).toList();
  }
}
