package io.accesstriage.ledger.dynamodb;

import io.accesstriage.decision.AccessChange;
import io.accesstriage.json.Fields;
import io.accesstriage.json.IfAbsent;
import io.accesstriage.json.Json;
import io.accesstriage.json.MalformedInput;
import io.accesstriage.ledger.AccessBaseline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An access that was accepted or alerted as one attribute, in JSON. */
record BaselineItem(
    String findingId,
    AccessChange.Act act,
    @IfAbsent(IfAbsent.NULL) @Nullable String rule,
    Instant at,
    @IfAbsent(IfAbsent.NULL) @Nullable Boolean isPublic,
    @Nullable List<String> actions,
    @Nullable Map<String, String> condition) {
  static String write(AccessBaseline baseline) {
    AccessChange.Since since = baseline.since();
    return Json.text(
        LedgerItem.JSON.write(
            new BaselineItem(
                since.findingId(),
                since.act(),
                since.rule(),
                since.at(),
                baseline.isPublic(),
                baseline.actions(),
                baseline.condition())));
  }

  /** Nothing where another version wrote it in a way that this one cannot read. */
  static Optional<AccessBaseline> read(String text) {
    try {
      BaselineItem item =
          LedgerItem.JSON.read(
              BaselineItem.class, Fields.of(Json.read(text, "baseline"), "baseline"));
      return Optional.of(
          new AccessBaseline(
              new AccessChange.Since(item.findingId, item.act, item.rule, item.at),
              item.isPublic,
              item.actions,
              item.condition));
    } catch (MalformedInput e) {
      return Optional.empty();
    }
  }
}
