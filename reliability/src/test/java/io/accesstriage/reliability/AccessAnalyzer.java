package io.accesstriage.reliability;

import io.accesstriage.archive.FindingArchive;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Access Analyzer, which knows the findings, answers late now and then, and tells of changes. */
final class AccessAnalyzer implements FindingArchive {
  /** How old an answer can be. */
  static final Duration STALENESS = Duration.ofSeconds(5);

  private final Timeline timeline;
  private final Calls calls;
  private final Chance chance;
  private final Faults faults;
  private final Journal journal;
  private final Map<String, SimulatedFinding> findings = new LinkedHashMap<>();
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
