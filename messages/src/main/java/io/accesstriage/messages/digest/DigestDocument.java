package io.accesstriage.messages.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.messages.alert.MachineDocument;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A digest for programs. Texts are defanged as in the email, for programs pass them on to people.
 */
final class DigestDocument {
  /** Two protocols carry it, and all bodies together have to stay below 256 KiB. */
  private static final int MAX_BYTES = 64_000;

  /** How many characters of a text are kept; the first that makes it small enough is taken. */
  private static final int[] LONGEST = {300, 120, 40};

  private final int longest;

  private DigestDocument(int longest) {
    this.longest = longest;
  }

  /** As one body of a message. */
  static String text(DigestContents contents, String subject) {
    String text = "";
    for (int longest : LONGEST) {
      text = Json.text(new DigestDocument(longest).json(contents, subject));
      if (text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
        return text;
      }
    }
    return text;
  }

  static ObjectNode of(DigestContents contents, String subject) {
    return new DigestDocument(LONGEST[0]).json(contents, subject);
  }

  private ObjectNode json(DigestContents contents, String subject) {
    int most = contents.limits().findings();
    ObjectNode json = MachineDocument.head("digest", subject);
    json.put("since", contents.since() == null ? null : contents.since().toString());
    json.put("until", contents.until().toString());
    ObjectNode alerts = json.putObject("alerts").put("count", contents.alertCount());
    severities(alerts, contents.severities());
    counts(alerts.putObject("byType"), contents.types(), most);
    counts(alerts.putObject("byAccount"), contents.accounts(), most);
    counts(alerts.putObject("uncheckedByAccount"), contents.unchecked(), most);
    alerts.put("resolvedMeanwhile", contents.resolved());
    alerts.put("archivedMeanwhile", contents.archivedMeanwhile());
    ArrayNode first = alerts.putArray("first");
    for (DigestContents.Alert alert : contents.alerts()) {
      alert(first.addObject(), alert).put("findings", alert.findings());
    }
    failures(json.putArray("failures"), contents.failures());
    ObjectNode before =
        json.putObject("failuresBefore").put("count", contents.failureBeforeCount());
    severities(open(json.putObject("open"), contents.open()), contents.openSeverities());
    ObjectNode unswept = json.putObject("unswept").put("count", contents.unswept().count());
    if (contents.limits().isNone()) {
      failures(before.putArray("first"), contents.failuresBefore());
      list(unswept, contents.unswept());
    }
    ObjectNode archived = json.putObject("archived").put("count", contents.archivedCount());
    counts(archived.putObject("byRule"), contents.archivedByRule(), most);
    list(archived.putObject("byTags"), contents.archivedByTags());
    ObjectNode observed = json.putObject("observed").put("count", contents.observedCount());
    counts(observed.putObject("byRule"), contents.observedByRule(), most);
    list(json.putObject("archivedByOthers"), contents.archivedByOthers());
    list(json.putObject("archivedButUnread"), contents.unread());
    return json;
  }

  private ObjectNode alert(ObjectNode json, DigestContents.Alert alert) {
    return named(json, alert.finding())
        .put("severity", alert.severity().label())
        .put("reason", value(alert.reason()));
  }

  private ObjectNode open(ObjectNode json, TopFew<DigestContents.Alert> open) {
    json.put("count", open.count());
    ArrayNode first = json.putArray("first");
    open.first().forEach(alert -> alert(first.addObject(), alert));
    return json;
  }

  private void failures(
      ArrayNode json, Map<DigestContents.FailedStep, DigestContents.Failures> failures) {
    failures.forEach(
        (step, failed) -> {
          ObjectNode node =
              json.addObject()
                  .put("step", value(step.step()))
                  .put("error", value(step.error()))
                  .put("message", value(failed.message()));
          list(node, failed.findings());
        });
  }

  private ObjectNode list(ObjectNode json, TopFew<DigestContents.Named> findings) {
    json.put("count", findings.count());
    ArrayNode first = json.putArray("first");
    findings.first().forEach(finding -> named(first.addObject(), finding));
    return json;
  }

  private ObjectNode named(ObjectNode json, DigestContents.Named finding) {
    json.put("findingId", value(finding.findingId()));
    json.put("analyzerArn", value(finding.analyzerArn()));
    FindingSummary summary = finding.summary();
    if (summary != null) {
      json.put("resource", value(summary.resourceArn()));
      json.put("resourceType", value(summary.resourceType()));
      json.put("account", summary.account() == null ? null : value(summary.account()));
      json.put("findingType", value(summary.findingType()));
      json.put("principal", summary.principal() == null ? null : value(summary.principal()));
      json.put("isPublic", summary.isPublic());
    }
    if (!finding.rule().isEmpty()) {
      json.put("rule", value(finding.rule()));
    }
    json.put("at", finding.at().toString());
    ConsoleLink.to(finding.analyzerArn(), finding.findingId())
        .ifPresent(link -> json.put("link", link));
    return json;
  }

  private static void severities(ObjectNode json, Map<Severity, Integer> counts) {
    ObjectNode bySeverity = json.putObject("bySeverity");
    counts.forEach((severity, count) -> bySeverity.put(severity.label(), count));
  }

  private void counts(ObjectNode json, Map<String, Integer> counts, int most) {
    List<Map.Entry<String, Integer>> sorted = DigestWords.sorted(counts);
    sorted.stream()
        .limit(most)
        .forEach(
            count -> {
              // Names that are cut may become the same.
              String name = value(count.getKey());
              json.put(name, json.path(name).asInt() + count.getValue());
            });
    int others = sorted.stream().skip(most).mapToInt(Map.Entry::getValue).sum();
    if (others > 0) {
      json.put("(others)", others);
    }
  }

  private String value(String hostile) {
    return Defanged.text(hostile, longest);
  }
}
