package io.accesstriage.reliability;

import io.accesstriage.reliability.Journal.Actor;
import io.accesstriage.reliability.Journal.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The product changes a finding's status at most twice a day, unless content, tags or rules change
 * meanwhile, or others change its status.
 */
final class StatusLaw {
  private static final int MOST = 2;

  private final Evidence evidence;
  private final Timed<Law> laws;
  private final Verdict verdict;

  StatusLaw(Evidence evidence, Timed<Law> laws, Verdict verdict) {
    this.evidence = evidence;
    this.laws = laws;
    this.verdict = verdict;
  }

  void judge(SimulatedFinding finding) {
    List<Update> all = evidence.updates(finding);
    List<Update> own = all.stream().filter(u -> u.actor() == Actor.PRODUCT).toList();
    List<Instant> reasons =
        Stream.of(
                all.stream().filter(u -> u.actor() != Actor.PRODUCT).map(Update::at),
                finding.resource.labels.all().keySet().stream(),
                laws.all().keySet().stream(),
                contentChanges(finding))
            .flatMap(times -> times)
            .toList();
    for (int i = 0; i + MOST < own.size(); i++) {
      Instant first = own.get(i).at();
      Instant last = own.get(i + MOST).at();
      boolean isChanged = reasons.stream().anyMatch(at -> !at.isBefore(first) && !at.isAfter(last));
      if (!isChanged && last.isBefore(first.plus(Duration.ofHours(24)))) {
        verdict.wrong(
            Verdict.Breach.FLAPPED,
            "%s: %s"
                .formatted(
                    finding.id,
                    own.stream().map(u -> u.after().status() + " at " + u.at()).toList()));
        return;
      }
    }
  }

  private static Stream<Instant> contentChanges(SimulatedFinding finding) {
    Content before = null;
    Stream.Builder<Instant> changes = Stream.builder();
    for (Map.Entry<Instant, State> change : finding.state.all().entrySet()) {
      Content content = change.getValue().content();
      if (before == null || !content.equals(before)) {
        changes.add(change.getKey());
      }
      before = content;
    }
    return changes.build();
  }
}
