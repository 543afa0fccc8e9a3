package io.accesstriage.messages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.SampleStates;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.json.Fields;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.alert.AlertMessages;
import io.accesstriage.messages.alert.TriageFailure;
import io.accesstriage.messages.digest.DigestContents;
import io.accesstriage.messages.digest.DigestMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages in which every text that others write is one unit, again and again. */
final class HostileMessages {
  static final int FINDINGS = 300;
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final LocalDate NEXT_WEEK = LocalDate.of(2026, 12, 1);

  private HostileMessages() {}

  /** An alert, a failure report and a digest. */
  static List<AlertMessage> of(String unit, int length) {
    String text = unit.repeat(Math.max(1, length / unit.length()));
    return List.of(alert(text), failure(text), digest(unit, Math.min(length, 4_000)));
  }

  private static AlertMessage alert(String text) {
    ObjectNode request = SampleStates.request("cross-account-key");
    ObjectNode finding = (ObjectNode) request.path("state").path("finding");
    finding.put("id", text).put("analyzerArn", text).put("readFrom", "EVENT");
    finding.put("readFailure", text);
    ObjectNode resource = (ObjectNode) finding.path("resource");
    resource.put("arn", text).put("type", text).put("account", text).put("region", text);
    ((ObjectNode) finding.path("principal")).put("value", text).put("account", text);
    ObjectNode access = (ObjectNode) finding.path("access");
    ArrayNode actions = access.putArray("actions");
    ObjectNode condition = access.putObject("condition");
    ArrayNode sources = finding.putArray("sources");
    for (int i = 0; i < 60; i++) {
      actions.add(text + i);
      condition.put(text + i, text);
      sources.addObject().put("type", text).put("accessPointArn", text + i);
    }
    ((ObjectNode) request.path("state")).putArray("alertTags").add("Owner").add(text);
    ObjectNode facts = (ObjectNode) request.path("state").path("facts");
    ObjectNode tags = facts.putObject("tags").put("status", "FOUND").putObject("values");
    tags.put("Owner", text).put(text, text);
    ObjectNode account = facts.putObject("account").put("status", "FOUND").putObject("values");
    account.put("name", text).put("ou", text).putObject("tags");
    ObjectNode decision = (ObjectNode) request.path("state").path("decision");
    decision.put("reason", text).put("rule", text).put("rulesVersion", text);
    ArrayNode factors = ((ObjectNode) decision.path("risk")).putArray("factors");
    ObjectNode why = (ObjectNode) decision.path("explanation");
    ArrayNode applied = why.putArray("applied");
    ArrayNode nearest = why.putArray("nearest");
    ArrayNode guards = why.putArray("guards");
    ArrayNode notes = why.putArray("notes");
    for (int i = 0; i < 10; i++) {
      guards.add(text);
      notes.add(text);
      factors.addObject().put("id", text).put("points", 1).put("certain", false);
      ObjectNode rule = applied.addObject().put("rule", text).put("effect", "notify");
      rule.put("certain", false).put("reason", text).putArray("unread").add(text).add(text);
      ObjectNode near = nearest.addObject().put("rule", text).put("reason", text);
      ArrayNode failed = near.put("conditions", 10).putArray("failed");
      for (int j = 0; j < 5; j++) {
        failed
            .addObject()
            .put("expression", text)
            .put("certain", true)
            .putArray("saw")
            .add(text)
            .add(text);
      }
    }
    return AlertMessages.of(SampleStates.step(request).state(), text);
  }

  private static AlertMessage failure(String text) {
    ObjectNode failure = Json.object();
    ObjectNode state = failure.putObject("state");
    ObjectNode finding = state.putObject("finding").put("id", text).put("analyzerArn", text);
    finding.put("type", text);
    finding.putObject("resource").put("arn", text).put("type", text).put("account", text);
    state.putObject("archiveFailed").put("Error", text).put("Cause", text);
    ObjectNode facts = state.putObject("facts");
    facts.putObject("tags").putObject("values").put("Owner", text).put(text, text);
    facts.putObject("account").putObject("values").put("name", text).put("ou", text);
    return AlertMessages.of(
        TriageFailure.read(Fields.of(failure, "failure"), List.of("Owner", text)), text);
  }

  static AlertMessage digest(String unit, int length) {
    return digest(unit, length, FINDINGS);
  }

  static AlertMessage digest(String unit, int length, int findings) {
    DigestContents contents = new DigestContents(null, NOW, DigestContents.Limits.OF_A_MESSAGE);
    entries(unit, length, findings).forEach(contents::add);
    return DigestMessage.of(contents, "ledger-table");
  }

  /** A ledger's entries of all kinds. */
  static Stream<LedgerEntry> entries(String unit, int length) {
    return entries(unit, length, FINDINGS);
  }

  private static Stream<LedgerEntry> entries(String unit, int length, int findings) {
    String text = unit.repeat(Math.max(1, length / unit.length()));
    return IntStream.range(0, findings).mapToObj(i -> entry(i, text));
  }

  private static LedgerEntry entry(int i, String text) {
    FindingSummary summary =
        new FindingSummary(
            "arn:aws:s3:::" + text + i,
            "AWS::S3::Bucket" + i + text,
            text + i,
            "ExternalAccess",
            text,
            false,
            i % 2 == 0 || text.isBlank() ? Owner.UNKNOWN : Owner.named(text + i),
            text + i,
            text,
            null,
            false);
    Standing.Kind[] kinds = Standing.Kind.values();
    Instant at = NOW.minusSeconds(3_600);
    LedgerEntry entry =
        LedgerEntry.first("f-" + i, DigestEntries.ANALYZER + text)
            .withSummary(summary)
            .withStanding(
                new Standing(
                    kinds[i % kinds.length],
                    "1:" + i,
                    Severity.HIGH,
                    "rule-" + i + text,
                    "v",
                    text,
                    Map.of("a", text),
                    at,
                    "execution",
                    null,
                    null))
            .withReview(
                new Review(
                    i % 2 == 0 ? NOW : NOW.minusSeconds(999_999),
                    "v",
                    at,
                    at.minusSeconds(i),
                    null,
                    i % 5 == 0 ? null : new ArchiveEnd(text + i, text, NEXT_WEEK)))
            .withAlert(
                i % 4 == 0 ? LastAlert.UNKNOWN : LastAlert.alerted(at.minusSeconds(i), text + i));
    return switch (i % 5) {
      case 0 -> entry.withDigestDue(new DigestDue(at, Severity.HIGH, text));
      case 1 ->
          entry.withFailure(new Failure("step" + i + ": error" + text + ": " + text, at, true));
      case 2 -> entry.withFailure(new Failure("step: error: " + text, at, false));
      default -> entry;
    };
  }
}
