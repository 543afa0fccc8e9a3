package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.ledger.Failure;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LedgerEntry;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DigestListingTest {
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");

  private final InMemoryLedger ledger = new InMemoryLedger();

  @Test
  void of_ofALedger_namesEverythingAndChangesNothing() {
    for (int i = 0; i < 100; i++) {
      String id = "f-%03d".formatted(i);
      ledger.write(
          DigestEntries.due(
              id, DigestEntries.bucket("bucket-" + id, false), Severity.LOW, "Reason."));
    }
    LedgerEntry before = ledger.read("f-099").orElseThrow();

    DigestListing listing = DigestListing.of(ledger, null, NOW);

    assertEquals(100, listing.json().at("/alerts/first").size());
    assertTrue(listing.text().contains("bucket-f-000"), listing::text);
    assertTrue(listing.text().contains("bucket-f-099"), listing::text);
    assertFalse(listing.text().contains("triage digest"), listing::text);
    assertEquals(before, ledger.read("f-099").orElseThrow());
    assertEquals(Optional.empty(), ledger.mark("digest"));
  }

  /** Nobody's and not known are two things to a program, too. */
  @Test
  void json_ofFindingsWithOwners_namesThem() {
    ledger.write(
        DigestEntries.due(
            "a", DigestEntries.bucketOf(Owner.named("@Pay"), "a"), Severity.LOW, "Reason."));
    ledger.write(
        DigestEntries.due("b", DigestEntries.bucketOf(Owner.NOBODY, "b"), Severity.LOW, "Reason."));
    ledger.write(
        DigestEntries.due(
            "c", DigestEntries.bucketOf(Owner.UNKNOWN, "c"), Severity.LOW, "Reason."));

    JsonNode first = DigestListing.of(ledger, null, NOW).json().at("/alerts/first");

    assertEquals("@Pay", first.path(0).path("owner").textValue());
    assertTrue(first.path(1).path("owner").isNull());
    assertFalse(first.path(2).has("owner"));
  }

  @Test
  void of_fiftyThousandEntriesThatWereTold_namesEachInBoundedMemory() {
    int entries = 50_000;
    for (int i = 0; i < entries; i++) {
      ledger.write(
          DigestEntries.alerted(
                  "0ecaf828-e2f7-4553-8fcc-%012d".formatted(i),
                  DigestEntries.bucket("amzn-s3-demo-bucket-" + i, false),
                  Severity.MEDIUM,
                  DigestEntries.NIGHT)
              .withFailure(new Failure("Notify: E: message", DigestEntries.NIGHT, false)));
    }
    long before = DigestContentsTest.usedBytes();

    DigestListing listing = DigestListing.of(ledger, null, NOW);

    double megabytes = (DigestContentsTest.usedBytes() - before) / 1e6;
    System.out.printf("A listing of %d open findings keeps %.1f MB%n", entries, megabytes);
    assertTrue(megabytes < 50, () -> megabytes + " MB");
    String text = listing.text();
    assertEquals(
        2L * entries, text.lines().filter(line -> line.contains("amzn-s3-demo-bucket-")).count());
  }
}
