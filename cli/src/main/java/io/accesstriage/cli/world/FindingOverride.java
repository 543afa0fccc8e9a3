package io.accesstriage.cli.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.rules.testing.YamlFinding;
import io.accesstriage.yaml.YamlMap;
import io.accesstriage.yaml.YamlRecord;
import io.accesstriage.yaml.YamlText;
import java.util.List;
import java.util.Optional;

/**
 * Where Access Analyzer's answer differs from the event.
 *
 * @param gone whether Access Analyzer does not know the finding any more
 */
record FindingOverride(String id, YamlFinding said, Optional<FindingStatus> status, boolean gone) {
  private static final List<String> STATUSES = List.of("ACTIVE", "ARCHIVED", "RESOLVED");

  /** Reads an element of the account file's findings, and notes its mistakes in the file. */
  static Optional<FindingOverride> read(YamlMap map) {
    map.require("id", "the finding's id");
    YamlFinding said = YamlFinding.read(map, List.of("gone", "status"));
    if (said.fields().get("unused") instanceof ObjectNode unused && !unused.has("lastUseRead")) {
      // Unlike an event, the API's answer tells the last use, or that there was none.
      unused.put("lastUseRead", true);
    }
    Optional<FindingStatus> status =
        map.text("status")
            .filter(text -> YamlRecord.isOneOf(STATUSES, text))
            .map(YamlText::value)
            .map(FindingStatus::valueOf);
    boolean gone = map.flag("gone").orElse(false);
    return Optional.ofNullable(said.fields().get("id"))
        .map(id -> new FindingOverride(id.textValue(), said, status, gone));
  }

  /** The finding of an event as Access Analyzer answers it. */
  Finding applyTo(Finding event) {
    Finding finding = said.over(event, "findings." + id);
    return gone
        ? finding.withStatus(FindingStatus.GONE)
        : status.map(finding::withStatus).orElse(finding);
  }
}
