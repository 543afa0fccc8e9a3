package io.accesstriage.prover.suggest;

import io.accesstriage.decision.Explanation;
import io.accesstriage.finding.Arn;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingType.Family;
import io.accesstriage.finding.Principal;
import io.accesstriage.finding.Resource;
import io.accesstriage.prover.ExampleCase;
import io.accesstriage.rules.RuleSet;
import io.accesstriage.rules.Subject;
import io.accesstriage.rules.Truth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rules file of suggestions, and its tests, which it passes.
 *
 * @param rules the file's text
 * @param tests the same
 */
public record SuggestedFiles(String rules, String tests) {
  /** Nobody that a finding names. */
  private static final String STRANGER = "999988887777";

  private static final int MOST_TRIED = 20;

  /** The files of those that somebody wants. */
  public static SuggestedFiles of(List<Suggestion> wanted) {
    String text = rules(wanted.stream().map(Suggestion::rule).toList());
    RuleSet rules = RuleSet.parse("suggested.yaml", text);
    return new SuggestedFiles(
        text,
        wanted.isEmpty()
            ? "cases: []\n"
            : "cases:\n"
                + wanted.stream()
                    .flatMap(
                        suggestion ->
                            Stream.of(archived(suggestion, rules), left(suggestion, rules)))
                    .flatMap(Optional::stream)
                    .map(element -> element.indent(2))
                    .collect(Collectors.joining("\n")));
  }

  /** The suggestions as rules. */
  public static RuleSet parsed(List<Suggestion> wanted) {
    return RuleSet.parse("suggested.yaml", rules(wanted.stream().map(Suggestion::rule).toList()));
  }

  static String rules(List<String> rules) {
    return rules.isEmpty()
        ? "rules: []\n"
        : "rules:\n" + rules.stream().map(r -> r.indent(2)).collect(Collectors.joining("\n"));
  }

  /** The case that shows what a rule archives. */
  public static Optional<String> archived(Suggestion suggestion, RuleSet rules) {
    return suggestion.findings().stream()
        .filter(s -> rules.judge(s).archiveRule().filter(suggestion.id()::equals).isPresent())
        .limit(MOST_TRIED)
        .flatMap(
            s ->
                ExampleCase.passing(
                    "%s archives %s".formatted(suggestion.id(), CaseWords.of(s.finding())),
                    rules,
                    s,
                    List.of())
                    .stream())
        .findFirst();
  }

  /** The case that shows what it leaves by the least: seen, or of a stranger. */
  public static Optional<String> left(Suggestion suggestion, RuleSet rules) {
    return Stream.concat(
            suggestion.leftSubject().stream(),
            suggestion.findings().stream().limit(MOST_TRIED).map(SuggestedFiles::ofStranger))
        .filter(s -> rules.judge(s).archives(suggestion.id()) != Truth.TRUE)
        .flatMap(s -> left(suggestion.id(), rules, s).stream())
        .findFirst();
  }

  private static Optional<String> left(String rule, RuleSet rules, Subject subject) {
    String why =
        rules.judge(subject).missing(rule).map(Explanation.Near::failed).orElse(List.of()).stream()
            .findFirst()
            .map(CaseWords::other)
            .orElse("what a guard holds back");
    return ExampleCase.passing("%s leaves %s".formatted(rule, why), rules, subject, List.of(rule));
  }

  private static Subject ofStranger(Subject subject) {
    Finding finding = subject.finding();
    return new Subject(
        finding.family() == Family.UNUSED ? inAnotherAccount(finding) : toAnotherAccount(finding),
        subject.facts(),
        subject.now());
  }

  private static Finding toAnotherAccount(Finding finding) {
    return finding.toBuilder().principal(Principal.of(Map.of("AWS", STRANGER))).build();
  }

  private static Finding inAnotherAccount(Finding finding) {
    String arn =
        Arn.parse(finding.resource().arn())
            .map(parts -> parts.withAccount(STRANGER).toString())
            .orElse(finding.resource().arn());
    Resource resource =
        new Resource(arn, finding.resource().type(), STRANGER, finding.resource().region());
    Finding other =
        Finding.builder(finding.id(), finding.analyzerArn(), finding.type(), resource)
            .ordinary(Objects.requireNonNullElse(finding.updatedAt(), Instant.EPOCH))
            .unused(finding.unused())
            .build();
    return other.asRead(ContentHash.of(other, Map.of()));
  }
}
