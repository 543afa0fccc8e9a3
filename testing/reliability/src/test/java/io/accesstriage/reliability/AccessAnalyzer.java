package io.accesstriage.reliability;

import io.accesstriage.analyzer.AccessAnalyzerFindings;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingList;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Request;
import software.amazon.awssdk.services.accessanalyzer.model.GetFindingV2Response;

/** Access Analyzer, which knows the findings, answers late now and then, and tells of changes. */
final class AccessAnalyzer implements FindingArchive, FindingList {
  /** How old an answer can be. */
  static final Duration STALENESS = Duration.ofSeconds(5);

  private static final String GET = "access-analyzer:GetFinding";
  private static final String UPDATE = "access-analyzer:UpdateFindings";

  private final Timeline timeline;
  private final Calls calls;
  private final Chance chance;
  private final Faults faults;
  private final Journal journal;
  private final Wire wire;
  private final TreeMap<String, SimulatedFinding> findings = new TreeMap<>();
  private Predicate<String> deleted = analyzer -> false;
  private Sabotage sabotage = Sabotage.NONE;
  private BiConsumer<SimulatedFinding, State> listener = (finding, state) -> {};

  AccessAnalyzer(
      Timeline timeline, Calls calls, Chance chance, Faults faults, Journal journal, Wire wire) {
    this.timeline = timeline;
    this.calls = calls;
    this.chance = chance;
    this.faults = faults;
    this.journal = journal;
    this.wire = wire;
  }

  /** Whose analyzers are not there. */
  void deleted(Predicate<String> newDeleted) {
    deleted = newDeleted;
  }

  /** What comes between what it answers and the product. */
  void sabotage(Sabotage newSabotage) {
    sabotage = newSabotage;
  }

  /** Who is told of every finding and change. */
  void tell(BiConsumer<SimulatedFinding, State> newListener) {
    listener = newListener;
  }

  Map<String, SimulatedFinding> findings() {
    return findings;
  }

  /** Takes a finding up; one that is new is told of. */
  void add(SimulatedFinding finding, boolean isNew) {
    findings.put(finding.id, finding);
    if (isNew) {
      listener.accept(finding, finding.now());
    }
  }

  /** Changes what is true of a finding, from outside of the product. */
  void change(SimulatedFinding finding, State state, Journal.Actor actor) {
    changed(finding, state, actor, null);
  }

  private void changed(
      SimulatedFinding finding, State state, Journal.Actor actor, Journal.@Nullable Ground ground) {
    State before = finding.now();
    finding.state.set(Activity.now(timeline), state);
    Trace.change(finding, actor, state);
    if (before.status() != state.status()) {
      journal.updates.add(
          new Journal.Update(finding, Activity.now(timeline), actor, before, state, ground));
    }
    listener.accept(finding, state);
  }

  @Override
  public Optional<Finding> read(String analyzerArn, String findingId) {
    SimulatedFinding finding = findings.get(findingId);
    Optional<State> state = calls.make(GET, () -> answer(analyzerArn, finding));
    if (finding == null || state.isEmpty()) {
      return Optional.empty();
    }
    Instant at = Activity.now(timeline);
    Activity.current().served(new Activity.Served<>(state, at));
    if (state.get().status() == State.Status.GONE) {
      return Optional.empty();
    }
    GetFindingV2Response answer = wire.answer(finding, state.get(), at);
    return Optional.of(sabotage.read(parsed(finding, answer), answer));
  }

  /** The finding as the product reads it from this answer. */
  Finding parsed(SimulatedFinding finding, State state, Instant at) {
    return parsed(finding, wire.answer(finding, state, at));
  }

  private static Finding parsed(SimulatedFinding finding, GetFindingV2Response answer) {
    AccessAnalyzerClient client =
        new AccessAnalyzerClient() {
          @Override
          public GetFindingV2Response getFindingV2(GetFindingV2Request request) {
            return answer;
          }

          @Override
          public String serviceName() {
            return "access-analyzer";
          }

          @Override
          public void close() {}
        };
    return new AccessAnalyzerFindings(region -> client)
        .read(finding.analyzerArn, finding.id)
        .orElseThrow();
  }

  /** Each analyzer knows its own findings; those that are not configured may not be asked. */
  private Optional<State> answer(String analyzerArn, @Nullable SimulatedFinding finding) {
    boolean isRefused = finding != null && finding.refused.contain(Activity.now(timeline));
    if (isRefused || !World.ANALYZERS.contains(analyzerArn)) {
      throw new AwsCallException(GET, "AccessDeniedException", 403, "simulated");
    }
    return finding == null || !finding.analyzerArn.equals(analyzerArn)
        ? Optional.empty()
        : answer(finding);
  }

  /** Nothing where the answer is of a moment before the finding was there. */
  private Optional<State> answer(SimulatedFinding finding) {
    if (isNew(finding) && chance.of(faults.newFindingUnknown())) {
      return Optional.empty();
    }
    Instant asOf =
        chance.of(faults.staleRead())
            ? Activity.now(timeline).minus(chance.between(Duration.ZERO, STALENESS))
            : Activity.now(timeline);
    return asOf.isBefore(finding.createdAt)
        ? Optional.empty()
        : Optional.of(finding.state.at(asOf));
  }

  private boolean isNew(SimulatedFinding finding) {
    return Activity.now(timeline).isBefore(finding.createdAt.plus(STALENESS));
  }

  /** One page by id or, if asked so, by time; a token names the last finding of the page before. */
  @Override
  public FindingPage<ListedFinding> page(
      String analyzerArn, FindingStatus status, boolean newestFirst, @Nullable String token) {
    return calls.make(
        "access-analyzer:ListFindings",
        () -> {
          if (token != null && chance.of(faults.tokenExpires())) {
            throw new AwsCallException(
                "access-analyzer:ListFindings", "ValidationException", 400, "simulated");
          }
          if (deleted.test(analyzerArn)) {
            throw new AwsCallException(
                "access-analyzer:ListFindings", "ResourceNotFoundException", 404, "simulated");
          }
          return list(analyzerArn, State.Status.valueOf(status.name()), newestFirst, token);
        });
  }

  private FindingPage<ListedFinding> list(
      String analyzerArn, State.Status status, boolean newestFirst, @Nullable String token) {
    Collection<SimulatedFinding> from =
        newestFirst || token == null ? findings.values() : findings.tailMap(token, false).values();
    Stream<SimulatedFinding> listed =
        from.stream().filter(f -> f.analyzerArn.equals(analyzerArn) && f.now().status() == status);
    if (newestFirst) {
      listed =
          listed
              .sorted(Comparator.comparing(AccessAnalyzer::sortKey).reversed())
              .filter(f -> token == null || sortKey(f).compareTo(token) < 0);
    }
    List<SimulatedFinding> page = listed.limit(PAGE).toList();
    SimulatedFinding last = page.isEmpty() ? null : page.get(page.size() - 1);
    return new FindingPage<>(
        page.stream().map(f -> new ListedFinding(f.id, f.now().updatedAt())).toList(),
        last == null || page.size() < PAGE ? null : newestFirst ? sortKey(last) : last.id);
  }

  private static String sortKey(SimulatedFinding finding) {
    return "%020d %s".formatted(finding.now().updatedAt().toEpochMilli(), finding.id);
  }

  @Override
  public void update(String analyzerArn, String findingId, FindingStatus status) {
    calls.make(
        UPDATE,
        () -> {
          updated(analyzerArn, findingId, State.Status.valueOf(status.name()));
          return true;
        });
  }

  private void updated(String analyzerArn, String findingId, State.Status status) {
    SimulatedFinding finding = findings.get(findingId);
    if (finding == null || !finding.analyzerArn.equals(analyzerArn)) {
      throw new AwsCallException(UPDATE, "ResourceNotFoundException", 404, "simulated");
    }
    State before = finding.now();
    if (before.status().isOpen() && before.status() != status) {
      changed(
          finding,
          before.with(status, Activity.now(timeline)),
          Journal.Actor.PRODUCT,
          Activity.current().ground());
    }
  }
}
