package io.accesstriage.cli.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.aws.AwsCallException;
import io.accesstriage.finding.ContentHash;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingArchive;
import io.accesstriage.finding.FindingList;
import io.accesstriage.finding.FindingPage;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.finding.ListedFinding;
import io.accesstriage.json.Fields;
import io.accesstriage.json.RecordJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access Analyzer: each finding as its latest event tells it, and as it was updated since. */
final class SampleFindings implements FindingArchive, FindingList {
  private static final String UPDATE = "access-analyzer:UpdateFindings";

  private final SampleAccount account;
  private final Calls calls;
  private final EffectLog effects;
  private final Map<Key, Known> known = new HashMap<>();

  SampleFindings(SampleAccount account, Calls calls, EffectLog effects) {
    this.account = account;
    this.calls = calls;
    this.effects = effects;
  }

  /** Another analyzer's finding is another one, whatever its id. */
  private record Key(String analyzerArn, String id) {
    static Key of(Finding finding) {
      return new Key(finding.analyzerArn(), finding.id());
    }
  }

  /**
   * @param updatedAt of the event, which the answer's may differ from
   * @param answer of the API
   */
  private record Known(@Nullable Instant updatedAt, Finding answer) {
    boolean isOlderThan(Finding event) {
      return updatedAt != null && event.updatedAt() != null && event.updatedAt().isAfter(updatedAt);
    }
  }

  void observe(Finding event) {
    Finding answer = answer(event);
    Known before = known.get(Key.of(answer));
    if (before == null || before.isOlderThan(event)) {
      known.put(Key.of(answer), new Known(event.updatedAt(), answer));
    }
  }

  @Override
  public Optional<Finding> read(String analyzerArn, String findingId) {
    return calls.make(
        "access-analyzer:GetFinding",
        () -> existing(new Key(analyzerArn, findingId)).map(Known::answer));
  }

  @Override
  public void update(String analyzerArn, String findingId, FindingStatus status) {
    calls.make(UPDATE, () -> updated(new Key(analyzerArn, findingId), status));
  }

  /** A page's token is the number of findings before it. */
  @Override
  public FindingPage<ListedFinding> page(
      String analyzerArn, FindingStatus status, boolean newestFirst, @Nullable String token) {
    return calls.make(
        "access-analyzer:ListFindings",
        () -> {
          Comparator<ListedFinding> order =
              newestFirst
                  ? Comparator.comparing(ListedFinding::updatedAt).reversed()
                  : Comparator.comparing(ListedFinding::id);
          List<ListedFinding> all =
              known.values().stream()
                  .map(Known::answer)
                  .filter(f -> f.analyzerArn().equals(analyzerArn) && f.status() == status)
                  .map(
                      f ->
                          new ListedFinding(
                              f.id(), Objects.requireNonNullElse(f.updatedAt(), Instant.EPOCH)))
                  .sorted(order)
                  .toList();
          int from = token == null ? 0 : Integer.parseInt(token);
          int to = Math.min(from + PAGE, all.size());
          return new FindingPage<>(
              all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
        });
  }

  private Known updated(Key key, FindingStatus status) {
    Known before = existing(key).orElseThrow(() -> missing(key.id));
    if (before.answer.status() != status) {
      if (status == FindingStatus.ARCHIVED) {
        effects.archived(key.id);
      } else {
        effects.unarchived(key.id);
      }
    }
    Known updated = new Known(before.updatedAt, before.answer.withStatus(status));
    known.put(key, updated);
    return updated;
  }

  private Optional<Known> existing(Key key) {
    return Optional.ofNullable(known.get(key))
        .filter(finding -> finding.answer.status() != FindingStatus.GONE);
  }

  private Finding answer(Finding event) {
    Finding whole = withSources(event);
    Finding answer =
        account.finding(event.id()).map(override -> override.applyTo(whole)).orElse(whole);
    return answer.asRead(ContentHash.of(answer, Map.of()));
  }

  /** Unlike an event, the API's answer has a list of sources, which may be empty. */
  private static Finding withSources(Finding finding) {
    boolean isShared = finding.access() != null && !finding.isError();
    if (finding.sources() != null || !isShared) {
      return finding;
    }
    ObjectNode json = RecordJson.STATE.write(finding);
    json.putArray("sources");
    return RecordJson.STATE.read(Finding.class, Fields.of(json, "finding " + finding.id()));
  }

  private static AwsCallException missing(String findingId) {
    return new AwsCallException(
        UPDATE, "ResourceNotFoundException", 404, "there is no finding " + findingId);
  }
}
