package io.accesstriage.messages.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.messages.ProgramDocument;
import io.accesstriage.messages.words.ConsoleLink;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A digest for programs. */
final class DigestDocument {
  private static final Set<String> MAPS =
      Set.of(
          "alerts.byType",
          "alerts.byAccount",
          "alerts.uncheckedByAccount",
          "archived.byRule",
          "archivedByOthers.byWhom",
          "observed.byRule");

  private DigestDocument() {}

  /** As one body of a message. */
  static String text(DigestContents contents, String subject) {
    return ProgramDocument.text(head(contents, subject), content(contents), MAPS);
  }

  /** All of it. */
  static ObjectNode of(DigestContents contents, String subject) {
    return head(contents, subject).setAll(content(contents));
  }

  private static ObjectNode head(DigestContents contents, String subject) {
    return ProgramDocument.head(
        "digest", subject, String.join("\n", DigestOverview.brief(contents)));
  }

  private static ObjectNode content(DigestContents contents) {
    int most = contents.limits().findings();
    ObjectNode json = Json.object();
    json.put("since", contents.since() == null ? null : contents.since().toString());
    json.put("until", contents.until().toString());
    ObjectNode alerts = json.putObject("alerts").put("count", contents.alertCount());
    severities(alerts, contents.severities());
    counts(alerts.putObject("byType"), contents.types(), most);
    counts(alerts.putObject("byAccount"), contents.accounts(), most);
    counts(alerts.putObject("uncheckedByAccount"), contents.unchecked(), most);
    alerts.put("resolvedMeanwhile", contents.resolved());
    alerts.put("archivedMeanwhile", contents.archivedMeanwhile());
    FiguresDocument figures = new FiguresDocument(most);
    alerts.set("groups", figures.groups(contents.groups()));
    ArrayNode first = alerts.putArray("first");
    for (DigestContents.Alert alert : contents.alerts()) {
      alert(first.addObject(), alert).put("findings", alert.findings());
    }
    json.set("openAlerts", figures.openAlerts(contents.openAlerts()));
    json.set("endingRules", figures.endingRules(contents.endingRules()));
    json.set("precision", figures.precision(contents.precision()));
    json.put("failureCount", contents.failureCount());
    failures(json.putArray("failures"), contents.failures());
    ObjectNode before =
        json.putObject("failuresBefore").put("count", contents.failureBeforeCount());
    severities(open(json.putObject("open"), contents.open()), contents.openSeverities());
    ObjectNode unswept = json.putObject("unswept").put("count", contents.unswept().count());
    if (contents.limits().isNone()) {
      failures(before.putArray("first"), contents.failuresBefore());
      list(unswept, contents.unswept());
    }
    contents.unheardTopic().ifPresent(topic -> json.put("unheardTopic", topic));
    contents
        .health()
        .ifPresent(health -> json.set("analyzers", new AnalyzerSection(health).json()));
    json.putObject("leftAlone").put("count", contents.leftAlone());
    ObjectNode archived = json.putObject("archived").put("count", contents.archivedCount());
    counts(archived.putObject("byRule"), contents.archivedByRule(), most);
    list(archived.putObject("byTags"), contents.archivedByTags());
    ObjectNode observed = json.putObject("observed").put("count", contents.observedCount());
    counts(observed.putObject("byRule"), contents.observedByRule(), most);
    ObjectNode others = json.putObject("archivedByOthers");
    list(others, contents.archivedByOthers());
    counts(others.putObject("byWhom"), ArchiverWords.counts(contents), most);
    list(json.putObject("archivedButUnread"), contents.unread());
    return json;
  }

  private static ObjectNode alert(ObjectNode json, DigestContents.Alert alert) {
    return named(json, alert.finding())
        .put("severity", alert.severity().label())
        .put("reason", alert.reason());
  }

  private static ObjectNode open(ObjectNode json, TopFew<DigestContents.Alert> open) {
    json.put("count", open.count());
    ArrayNode first = json.putArray("first");
    open.first().forEach(alert -> alert(first.addObject(), alert));
    return json;
  }

  private static void failures(
      ArrayNode json, Map<DigestContents.FailedStep, DigestContents.Failures> failures) {
    failures.forEach(
        (step, failed) -> {
          ObjectNode node =
              json.addObject()
                  .put("step", step.step())
                  .put("error", step.error())
                  .put("message", failed.message());
          list(node, failed.findings());
        });
  }

  private static ObjectNode list(ObjectNode json, TopFew<DigestContents.Named> findings) {
    json.put("count", findings.count());
    ArrayNode first = json.putArray("first");
    findings.first().forEach(finding -> named(first.addObject(), finding));
    return json;
  }

  private static ObjectNode named(ObjectNode json, DigestContents.Named finding) {
    json.put("findingId", finding.findingId());
    json.put("analyzerArn", finding.analyzerArn());
    FindingSummary summary = finding.summary();
    if (summary != null) {
      json.put("resource", summary.resourceArn());
      json.put("resourceType", summary.resourceType());
      json.put("account", summary.account());
      json.put("accountName", summary.accountName());
      json.put("findingType", summary.findingType());
      json.put("principal", summary.principal());
      json.put("principalAccountName", summary.principalAccountName());
      json.put("isPublic", summary.isPublic());
    }
    FiguresDocument.owner(json, finding.owner());
    if (!finding.rule().isEmpty()) {
      json.put("rule", finding.rule());
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

  private static void counts(ObjectNode json, Map<String, Integer> counts, int most) {
    List<Map.Entry<String, Integer>> sorted = DigestWords.sorted(counts);
    sorted.stream().limit(most).forEach(count -> json.put(count.getKey(), count.getValue()));
    int others = sorted.stream().skip(most).mapToInt(Map.Entry::getValue).sum();
    if (others > 0) {
      json.put(ProgramDocument.OTHERS, others);
    }
  }
}
