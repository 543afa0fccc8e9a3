package io.accesstriage.reliability;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.ledger.StandingBuilder;
import io.accesstriage.json.Fields;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.notify.AlertTopic;
import io.accesstriage.notify.ArchiveHistory;
import io.accesstriage.notify.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A digest whose every list is full of hostile texts: a day of a simulated organization seldom has
 * so much to tell.
 */
class DigestSizeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final int FINDINGS = 300;
  private static final int LENGTH = 400;

  private static final List<Standing.Kind> KINDS =
      List.of(
          Standing.Kind.ALERTED,
          Standing.Kind.ARCHIVED_BY_US,
          Standing.Kind.ARCHIVED_BY_OTHER,
          Standing.Kind.OBSERVED,
          Standing.Kind.LEFT_TO_PERSON);

  static List<String> units() {
    return HostileTexts.units();
  }

  @ParameterizedTest
  @MethodSource("units")
  void digest_ofHostileTexts_fitsIntoAMessage(String unit) {
    InMemoryLedger ledger = new InMemoryLedger();
    for (int i = 0; i < FINDINGS; i++) {
      ledger.write(entry(i, unit.repeat(LENGTH / unit.length())));
    }
    List<Integer> sizes = new ArrayList<>();
    AlertTopic topic =
        new AlertTopic() {
          @Override
          public void publish(AlertMessage message) {
            sizes.add(MessageSize.of(message));
          }

          @Override
          public boolean hasReader() {
            return true;
          }
        };
    JsonNode request =
        Deployment.json("{\"config\": {\"ledger\": \"ledger\", \"topic\": \"alerts\"}}");
    new Digest(
            arn -> topic,
            table -> ledger,
            asked -> new ArchiveHistory.Page(List.of(), null),
            Clock.fixed(NOW, ZoneOffset.UTC),
            1)
        .send(Fields.of(request, "request"));
    assertTrue(
        sizes.size() == 1 && sizes.get(0) <= MessageSize.MOST,
        () -> "bytes of a digest of '%s': %s".formatted(unit, sizes));
  }

  private static LedgerEntry entry(int number, String text) {
    Standing.Kind kind = KINDS.get(number % KINDS.size());
    FindingSummary summary =
        new FindingSummary(
            "arn:aws:s3:::" + text + number,
            "AWS::S3::Bucket",
            "%012d".formatted(number),
            "ExternalAccess",
            text,
            false,
            Owner.UNKNOWN,
            null,
            null,
            null,
            false);
    LedgerEntry entry =
        LedgerEntry.first("finding-" + number, World.ANALYZERS.get(0))
            .withSummary(summary)
            .withStanding(
                StandingBuilder.of(kind)
                    .contentHash("1:" + number)
                    .severity(Severity.HIGH)
                    .rule("rule-" + number)
                    .rulesVersion("version")
                    .reason(text)
                    .tagsUsed(Map.of("Name", text))
                    .at(NOW.minus(Duration.ofHours(1)))
                    .build())
            .withReview(
                new Review(
                    NOW.plus(Duration.ofDays(1)), "version", NOW, NOW.minus(Duration.ofHours(2))));
    return switch (kind) {
      case ALERTED ->
          entry.withDigestDue(new DigestDue(NOW.minus(Duration.ofHours(1)), Severity.HIGH, text));
      case LEFT_TO_PERSON ->
          entry.withFailure(
              new Failure(
                  "step %d: error%s: %s".formatted(number, text, text),
                  NOW.minus(Duration.ofHours(1)),
                  true));
      case ARCHIVED_BY_US, ARCHIVED_BY_OTHER, LEFT_ALONE, OBSERVED, RESOLVED -> entry;
    };
  }
}
