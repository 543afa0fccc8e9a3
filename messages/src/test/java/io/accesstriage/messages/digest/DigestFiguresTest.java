package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.PublishedSchema;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.ledger.DigestDue;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a ledger, the figures of its digest add up. */
final class DigestFiguresTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
  private static final int ENTRIES = 500;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void figures_ofAnyLedger_addUp(int seed) {
    Random random = new Random(seed);
    InMemoryLedger ledger = new InMemoryLedger();
    for (int i = 0; i < ENTRIES; i++) {
      ledger.write(entry(random, i));
    }
    @Nullable Instant since = random.nextBoolean() ? NOW.minus(Duration.ofDays(1)) : null;

    DigestListing listing = DigestListing.of(ledger, since, NOW);

    JsonNode digest = listing.json();
    JsonNode open = digest.path("openAlerts");
    int openNow = digest.at("/alerts/count").intValue() + digest.at("/open/count").intValue();
    assertEquals(openNow, open.path("count").intValue());
    assertEquals(openNow, open.path("new").intValue() + open.path("stillOpen").intValue());
    assertEquals(openNow, sum(open.path("byAge")));
    assertEquals(digest.at("/alerts/count").intValue(), findings(digest.at("/alerts/groups")));
    JsonNode precision = digest.path("precision");
    assertTrue(precision.path("alerted").intValue() > 0);
    assertAddsUp(precision);
    for (String rows : List.of("byRule", "byOwner")) {
      JsonNode first = precision.path(rows).path("first");
      first.forEach(DigestFiguresTest::assertAddsUp);
      assertEquals(precision.path(rows).path("count").intValue(), first.size());
      assertEquals(precision.path("alerted").intValue(), sum(first, "alerted"), rows);
    }
    assertEquals(List.of(), PublishedSchema.of("message").mistakes(digest));
    assertTrue(listing.text().contains("Open alerts: %d\n".formatted(openNow)), listing::text);
  }

  private static void assertAddsUp(JsonNode row) {
    assertEquals(row.path("alerted").intValue(), sum(row.path("fates")), row::toString);
  }

  private static int sum(JsonNode counts) {
    int sum = 0;
    for (JsonNode count : counts) {
      sum += count.intValue();
    }
    return sum;
  }

  private static int sum(JsonNode rows, String field) {
    int sum = 0;
    for (JsonNode row : rows) {
      sum += row.path(field).intValue();
    }
    return sum;
  }

  private static int findings(JsonNode groups) {
    return sum(groups.path("first"), "findings");
  }

  private static LedgerEntry entry(Random random, int i) {
    Standing standing =
        maybe(
            random,
            () ->
                DigestEntries.standing(
                    oneOf(random, Standing.Kind.values()),
                    oneOf(random, Severity.values()),
                    time(random)));
    return new LedgerEntry(
        "f-" + i,
        DigestEntries.ANALYZER,
        0,
        standing,
        null,
        random.nextInt(9) == 0 ? new Failure("Notify: E: m", time(random), true) : null,
        maybe(random, () -> review(random)),
        maybe(random, () -> summary(random)),
        random.nextBoolean()
            ? null
            : new DigestDue(
                oneOf(random, time(random), Instant.EPOCH),
                oneOf(random, Severity.values()),
                "Reason " + random.nextInt(3)),
        null,
        oneOf(
            random,
            LastAlert.of(standing, LastAlert.NEVER),
            LastAlert.of(standing, LastAlert.UNKNOWN),
            LastAlert.alerted(time(random), oneOf(random, "a", "b", null))),
        null);
  }

  private static Review review(Random random) {
    return new Review(
        time(random),
        "v",
        null,
        maybe(random, () -> time(random)),
        null,
        maybe(
            random,
            () ->
                new ArchiveEnd(
                    oneOf(random, "a", "b"),
                    oneOf(random, "x", ""),
                    oneOf(random, null, LocalDate.MIN, LocalDate.MAX, LocalDate.of(2026, 12, 1)))));
  }

  private static FindingSummary summary(Random random) {
    return new FindingSummary(
        "arn:aws:s3:::b-" + random.nextInt(50),
        oneOf(random, "AWS::S3::Bucket", "AWS::ECR::Repository", "AWS::New::Thing", ""),
        oneOf(random, "111122223333", "444455556666", null),
        oneOf(random, "ExternalAccess", "InternalAccess", "UnusedIAMRole", "New"),
        oneOf(random, "*", null),
        random.nextBoolean(),
        oneOf(random, Owner.NOBODY, Owner.UNKNOWN, Owner.named("A"), Owner.named("B")),
        oneOf(random, "prod", "dev", null),
        null,
        null,
        false);
  }

  private static Instant time(Random random) {
    return NOW.minus(Duration.ofMinutes(random.nextInt(60 * 24 * 60)));
  }

  private static <T> @Nullable T maybe(Random random, Supplier<T> value) {
    return random.nextInt(5) == 0 ? null : value.get();
  }

  @SafeVarargs
  private static <T extends @Nullable Object> T oneOf(Random random, T... values) {
    return values[random.nextInt(values.length)];
  }
}
