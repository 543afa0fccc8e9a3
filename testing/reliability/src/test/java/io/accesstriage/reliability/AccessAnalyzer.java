package io.accesstriage.reliability;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Access Analyzer, which knows the findings, answers late now and then, and tells of changes. */
final class AccessAnalyzer implements FindingArchive, FindingList {
  /** How old an answer can be. */
  static final Duration STALENESS = Duration.ofSeconds(5);

  private final Timeline timeline;
  private final Calls calls;
  private final Chance chance;
  private final Faults faults;
  private final Journal journal;
  private final TreeMap<String, SimulatedFinding> findings = new TreeMap<>();
  private BiConsumer<SimulatedFinding, State> listener = (finding, state) -> {};

  AccessAnalyzer(Timeline timeline, Calls calls, Chance chance, Faults faults, Journal journal) {
    this.timeline = timeline;
    this.calls = calls;
    this.chance = chance;
    this.faults = faults;
    this.journal = journal;
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
    if (before.status() != state.status()) {
      journal.updates.add(
          new Journal.Update(finding, Activity.now(timeline), actor, before, state, ground));
    }
    listener.accept(finding, state);
  }

  @Override
  public Optional<Finding> read(String analyzerArn, String findingId) {
    SimulatedFinding finding = findings.get(findingId);
    if (finding == null) {
      return Optional.empty();
    }
    State state = calls.make("access-analyzer:GetFinding", () -> answer(finding));
    Activity.current().finding = new Activity.Served<>(Optional.of(state), Activity.now(timeline));
    Activity.current().isRead = true;
    return state.status() == State.Status.GONE
        ? Optional.empty()
        : Optional.of(Wire.answer(finding, state));
  }

  private State answer(SimulatedFinding finding) {
    Instant asOf =
        chance.of(faults.staleRead())
            ? Activity.now(timeline).minus(chance.between(Duration.ZERO, STALENESS))
            : Activity.now(timeline);
    return finding.state.at(asOf);
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
        "access-analyzer:UpdateFindings",
        () -> {
          updated(findingId, State.Status.valueOf(status.name()));
          return true;
        });
  }

  private void updated(String findingId, State.Status status) {
    SimulatedFinding finding = findings.get(findingId);
    State before = finding == null ? null : finding.now();
    boolean isOpen =
        before != null
            && (before.status() == State.Status.ACTIVE || before.status() == State.Status.ARCHIVED);
    if (finding != null && before != null && isOpen && before.status() != status) {
      changed(
          finding,
          before.with(status, Activity.now(timeline)),
          Journal.Actor.PRODUCT,
          Activity.current().ground());
    }
  }
}
