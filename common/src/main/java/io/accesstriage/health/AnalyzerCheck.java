package io.accesstriage.health;

import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Arn;
import io.accesstriage.health.AnalyzerProblem.CountDiffers;
import io.accesstriage.health.AnalyzerProblem.Gone;
import io.accesstriage.health.AnalyzerProblem.KindMissing;
import io.accesstriage.health.AnalyzerProblem.NotActive;
import io.accesstriage.health.AnalyzerProblem.NotRead;
import io.accesstriage.health.AnalyzerProblem.NotSwept;
import io.accesstriage.health.AnalyzerProblem.Question;
import io.accesstriage.health.AnalyzerProblem.RegionUnwatched;
import io.accesstriage.health.AnalyzerProblem.Stale;
import io.accesstriage.health.AnalyzerProblem.StillCreating;
import io.accesstriage.json.MalformedInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the analyzers look. Each call that fails is a problem of its own, never a reason to
 * throw: what could not be read is not healthy. Not thread-safe; one for each look.
 */
public final class AnalyzerCheck {
  /** It takes minutes. */
  private static final Duration CREATION = Duration.ofHours(1);

  /**
   * Each resource is looked at again within 24 hours even if nothing changed; three times that is
   * no delay any more.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html">Findings
   *     of IAM Access Analyzer</a>
   */
  private static final Duration STALE = Duration.ofDays(3);

  /**
   * What is expected to be there.
   *
   * @param analyzers that are configured, by ARN
   * @param regions in use; empty for those of the analyzers
   * @param kinds that have to be there; empty where regions are not looked at
   * @param alertsServiceLinked whether anybody hears of what a service's own analyzer finds
   */
  public record Scope(
      List<String> analyzers,
      Set<String> regions,
      Set<AccessKind> kinds,
      boolean alertsServiceLinked) {
    public Scope {
      analyzers = List.copyOf(analyzers);
      Set<String> inUse = new LinkedHashSet<>(regions);
      if (inUse.isEmpty()) {
        analyzers.forEach(arn -> Arn.regionOf(arn).ifPresent(inUse::add));
      }
      regions = Collections.unmodifiableSet(inUse);
      kinds = Set.copyOf(kinds);
    }
  }

  private final Analyzers analyzers;
  private final Instant now;
  private final List<AnalyzerProblem> problems = new ArrayList<>();
  private final Set<Question> unanswered = new HashSet<>();
  private final List<Checkup.Count> counts = new ArrayList<>();
  private final Map<String, String> types = new HashMap<>();

  private AnalyzerCheck(Analyzers analyzers, Instant now) {
    this.analyzers = analyzers;
    this.now = now;
  }

  /**
   * @param listings of the analyzers that were listed to the end; their counts are compared
   */
  public static Checkup of(
      Analyzers analyzers, Scope scope, Collection<Listing> listings, Instant now) {
    AnalyzerCheck check = new AnalyzerCheck(analyzers, now);
    for (String analyzer : scope.analyzers()) {
      check.analyzer(
          analyzer,
          listings.stream().filter(listing -> listing.analyzer().equals(analyzer)).findFirst());
    }
    if (!scope.kinds().isEmpty()) {
      check.regions(scope);
    }
    return new Checkup(check.problems, check.unanswered, check.counts, check.types);
  }

  private void analyzer(String arn, Optional<Listing> listing) {
    Optional<Optional<AnalyzerState>> answer = ask(Analyzers.GET, arn, () -> find(arn));
    answer.flatMap(state -> problem(arn, state.orElse(null))).ifPresent(problems::add);
    String type = answer.flatMap(state -> state).map(AnalyzerState::type).orElse("");
    types.put(arn, type);
    if (type.isEmpty()) {
      unanswered.add(new Question(Question.TYPE, arn));
    }
    if (answer.filter(Optional::isEmpty).isPresent()) {
      return;
    }
    if (listing.isEmpty() || !compared(listing.get())) {
      unanswered.add(new Question(Question.COUNT, arn));
    }
    if (listing.isEmpty()) {
      unanswered.add(new Question(Analyzers.STATISTICS, arn));
    }
  }

  private Optional<AnalyzerState> find(String arn) {
    try {
      return Optional.of(analyzers.get(arn));
    } catch (AwsCallException e) {
      if (e.kind() == AwsCallException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<AnalyzerProblem> problem(String arn, @Nullable AnalyzerState state) {
    if (state == null) {
      return Optional.of(new Gone(arn));
    }
    Instant created = state.createdAt();
    if (state.status().equals(AnalyzerState.CREATING)) {
      return created != null && isOlder(created, CREATION)
          ? Optional.of(new StillCreating(arn, created))
          : Optional.empty();
    }
    if (!state.status().equals(AnalyzerState.ACTIVE)) {
      return Optional.of(new NotActive(arn, state.type(), state.status(), state.reason()));
    }
    Instant last = state.lastAnalyzedAt();
    Instant since = last == null ? created : last;
    return since != null && isOlder(since, STALE)
        ? Optional.of(new Stale(arn, last))
        : Optional.empty();
  }

  private boolean isOlder(Instant time, Duration age) {
    return time.plus(age).isBefore(now);
  }

  /**
   * Compares only statistics that are younger than the listing. What the listing has more was
   * resolved or deleted since, and blinds nobody.
   *
   * @return whether there was something to compare with
   */
  private boolean compared(Listing listing) {
    String arn = listing.analyzer();
    Optional<Integer> total =
        ask(Analyzers.STATISTICS, arn, () -> analyzers.total(arn))
            .flatMap(answer -> answer)
            .filter(statistics -> !statistics.updatedAt().isBefore(listing.endedAt()))
            .map(FindingTotal::findings);
    counts.add(new Checkup.Count(arn, listing.seen(), total.orElse(null)));
    total
        .filter(findings -> listing.seen() < findings)
        .ifPresent(findings -> problems.add(new CountDiffers(arn, listing.seen(), findings)));
    return total.isPresent();
  }

  private void regions(Scope scope) {
    Map<String, List<AnalyzerState>> found = new TreeMap<>();
    for (String region : scope.regions()) {
      ask(Analyzers.LIST, region, () -> analyzers.inRegion(region))
          .ifPresent(
              list -> found.put(region, list.stream().filter(a -> isSeen(a, scope)).toList()));
    }
    for (Map.Entry<String, List<AnalyzerState>> region : found.entrySet()) {
      if (region.getValue().isEmpty() && scope.kinds().stream().anyMatch(AccessKind::isRegional)) {
        problems.add(new RegionUnwatched(region.getKey()));
        continue;
      }
      scope.kinds().stream()
          .filter(AccessKind::isRegional)
          .sorted()
          .forEach(
              kind ->
                  lacking(kind, new KindMissing(region.getKey(), kind), region.getValue(), scope)
                      .ifPresent(problems::add));
    }
    scope.kinds().stream()
        .filter(kind -> !kind.isRegional())
        .forEach(kind -> anywhere(kind, scope, found));
  }

  private void anywhere(AccessKind kind, Scope scope, Map<String, List<AnalyzerState>> found) {
    KindMissing missing = new KindMissing(String.join(",", scope.regions()), kind);
    List<AnalyzerState> all = found.values().stream().flatMap(List::stream).toList();
    Optional<AnalyzerProblem> lacking = lacking(kind, missing, all, scope);
    if (found.size() == scope.regions().size()) {
      lacking.ifPresent(problems::add);
      return;
    }
    // A region that could not be read may have it.
    lacking.ifPresent(
        problem -> {
          unanswered.add(missing.question());
          unanswered.add(problem.question());
        });
  }

  /** What is wrong where no analyzer of the kind is both there and configured. */
  private static Optional<AnalyzerProblem> lacking(
      AccessKind kind, KindMissing missing, List<AnalyzerState> there, Scope scope) {
    List<String> ofKind =
        there.stream()
            .filter(analyzer -> analyzer.kind().filter(kind::equals).isPresent())
            .map(AnalyzerState::arn)
            .sorted()
            .toList();
    if (ofKind.isEmpty()) {
      return Optional.of(missing);
    }
    return ofKind.stream().anyMatch(scope.analyzers()::contains)
        ? Optional.empty()
        : Optional.of(new NotSwept(ofKind.get(0), kind));
  }

  /**
   * Whether it counts. A configured one that does not work is a problem of its own; one of a
   * service does not where its findings are left alone.
   */
  private static boolean isSeen(AnalyzerState analyzer, Scope scope) {
    boolean isConfigured = scope.analyzers().contains(analyzer.arn());
    return analyzer.isServiceLinked()
        ? isConfigured && scope.alertsServiceLinked()
        : isConfigured || analyzer.isAtWork();
  }

  private <T> Optional<T> ask(String operation, String about, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (AwsCallException e) {
      problems.add(
          new NotRead(
              about,
              operation,
              e.kind() == AwsCallException.Kind.DENIED,
              String.valueOf(e.getMessage())));
    } catch (MalformedInput e) {
      problems.add(new NotRead(about, operation, false, String.valueOf(e.getMessage())));
    }
    unanswered.add(new Question(operation, about));
    return Optional.empty();
  }
}
