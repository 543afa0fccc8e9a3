package io.accesstriage.cli.doctor;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.health.AccessKind;
import io.accesstriage.health.AnalyzerCheck;
import io.accesstriage.health.AnalyzerProblem;
import io.accesstriage.health.AnalyzerProblem.NotRead;
import io.accesstriage.health.Analyzers;
import io.accesstriage.health.Checkup;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.ledger.Ledger;
import io.accesstriage.messages.health.ProblemWords;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Each configured analyzer works and is of the type that it was, each region has one of each kind
 * that is expected, and the last two sweeps saw all findings.
 */
final class AnalyzersCheck implements Check {
  private static final String NONE = "none";
  private static final Outcome NONE_CONFIGURED =
      new Outcome.Wrong(
          "the parameter AnalyzerArns names no analyzer",
          "Nothing is swept or archived, and nobody looks whether anything is analyzed.",
          "Put the ARNs that \"aws accessanalyzer list-analyzers\" lists in each region into"
              + " AnalyzerArns in samconfig.toml, then: "
              + Outcome.Wrong.DEPLOY);

  private static final Outcome UNREADABLE =
      new Outcome.Unknown(
          "what sweeps saw of the analyzers is not known: another version recorded it, and this one can't read it",
          "Run triage doctor again after the next sweep, or that of the deployed version.");

  private final DeployedStack stack;
  private final Analyzers analyzers;
  private final Function<String, Ledger> ledgers;
  private final Clock clock;

  /**
   * @param ledgers the ledger of a table's name
   */
  AnalyzersCheck(
      DeployedStack stack, Analyzers analyzers, Function<String, Ledger> ledgers, Clock clock) {
    this.stack = stack;
    this.analyzers = analyzers;
    this.ledgers = ledgers;
    this.clock = clock;
  }

  @Override
  public String subject() {
    return "analyzers";
  }

  @Override
  public List<Outcome> look() {
    Set<AccessKind> kinds = EnumSet.noneOf(AccessKind.class);
    for (String name :
        DeployedStack.list(stack.parameters().getOrDefault("ExpectedAnalyzers", "external"))) {
      List<AccessKind> known =
          Stream.of(AccessKind.values()).filter(kind -> isNamed(kind, name)).toList();
      if (known.isEmpty() && !name.equals(NONE)) {
        return List.of(
            new Outcome.Unknown(
                "the parameter ExpectedAnalyzers names a kind that is not known here",
                "Run the triage doctor of the deployed version."));
      }
      kinds.addAll(known);
    }
    AnalyzerCheck.Scope scope =
        new AnalyzerCheck.Scope(
            stack.analyzerArns(),
            new TreeSet<>(DeployedStack.list(stack.parameter("AnalyzerRegions"))),
            kinds,
            stack.parameter("ServiceLinkedFindings").equals("alert"));
    List<Outcome> outcomes = new ArrayList<>();
    if (scope.analyzers().isEmpty()) {
      outcomes.add(NONE_CONFIGURED);
    }
    Set<String> about = new HashSet<>();
    SeenAnalyzers seen = new SeenAnalyzers(analyzers);
    Checkup checkup = AnalyzerCheck.of(seen, scope, List.of(), clock.instant());
    checkup
        .problems()
        .forEach(
            problem -> {
              about.add(problem.about());
              outcomes.add(outcome(problem));
            });
    seen.creating().stream()
        .filter(arn -> !about.contains(arn))
        .forEach(
            arn ->
                outcomes.add(
                    new Outcome.Unknown(
                        arn + " is being created, and finds nothing yet",
                        "Run triage doctor again in a few minutes.")));
    outcomes.addAll(sinceBefore(checkup, scope.analyzers()));
    if (outcomes.isEmpty()) {
      outcomes.add(
          new Outcome.Ok(
              "%d configured, all at work%s"
                  .formatted(
                      scope.analyzers().size(),
                      kinds.isEmpty()
                          ? ""
                          : "; %s is analyzed in %s"
                              .formatted(
                                  kinds.stream()
                                      .map(AccessKind::words)
                                      .collect(Collectors.joining(", ")),
                                  String.join(", ", new TreeSet<>(scope.regions()))))));
    }
    return outcomes;
  }

  /**
   * What sweeps have kept to compare with: the types that the analyzers had, and what two sweeps in
   * a row saw, since only a sweep lists all findings.
   */
  private List<Outcome> sinceBefore(Checkup checkup, List<String> configured) {
    Optional<String> table = stack.physicalId("LedgerTable");
    if (table.isEmpty()) {
      return List.of();
    }
    try {
      Optional<HealthRecord> health =
          Reading.READ_LEDGER.of(() -> ledgers.apply(table.get()).health());
      if (health.filter(HealthRecord::isUnreadable).isPresent()) {
        return List.of(UNREADABLE);
      }
      HealthRecord record = health.orElse(HealthRecord.NONE);
      return Stream.concat(
              record.changedTypes(checkup).stream(),
              record.open().stream()
                  .filter(HealthRecord.Open::isSure)
                  .map(HealthRecord.Open::problem)
                  .filter(AnalyzerProblem.CountDiffers.class::isInstance)
                  .filter(problem -> configured.contains(problem.about())))
          .map(AnalyzersCheck::outcome)
          .toList();
    } catch (AwsCallException e) {
      return List.of(Unreadable.because(e));
    }
  }

  private static boolean isNamed(AccessKind kind, String name) {
    return kind.name().toLowerCase(Locale.ROOT).equals(name);
  }

  private static Outcome outcome(AnalyzerProblem problem) {
    if (problem instanceof NotRead unread) {
      return new Outcome.Unknown(
          "%s: not known, because of %s".formatted(unread.about(), unread.error()),
          unread.isDenied()
              ? Unreadable.permission(unread.operation())
              : "Run triage doctor again.");
    }
    ProblemWords words = ProblemWords.of(problem);
    return new Outcome.Wrong(
        words.what(),
        words.why(),
        words.steps().stream()
            .map(
                step ->
                    step.command() == null ? step.text() : step.text() + "\n  " + step.command())
            .collect(Collectors.joining("\n")));
  }
}
