package io.accesstriage.messages.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.accesstriage.decision.ArchiveEnd;
import io.accesstriage.decision.Severity;
import io.accesstriage.facts.Owner;
import io.accesstriage.fixtures.ledger.DigestEntries;
import io.accesstriage.health.AnalyzerProblem;
import io.accesstriage.health.Checkup;
import io.accesstriage.health.HealthRecord;
import io.accesstriage.json.Json;
import io.accesstriage.ledger.FindingSummary;
import io.accesstriage.ledger.InMemoryLedger;
import io.accesstriage.ledger.LastAlert;
import io.accesstriage.ledger.Standing;
import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.GoldenTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each {@code digests/NAME.txt} is the whole email of a ledger made here, its subject first. */
final class GoldenDigestTest {
  private static final GoldenTexts DIGESTS = new GoldenTexts("digests");
  private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");

  private final InMemoryLedger ledger = new InMemoryLedger();
  private @Nullable Instant since;
  private @Nullable String unheardTopic;
  private @Nullable Archivers archivers;

  private DigestContents contents() {
    DigestContents contents =
        new DigestContents(
            since, NOW.minus(Duration.ofMinutes(1)), DigestContents.Limits.OF_A_MESSAGE);
    ledger.forEach(contents::add);
    ledger.health().ifPresent(contents::add);
    if (unheardTopic != null) {
      contents.addUnheardTopic(unheardTopic);
    }
    if (archivers != null) {
      contents.add(archivers);
    }
    return contents;
  }

  private void assertEmail(String name) throws IOException {
    AlertMessage message = DigestMessage.of(contents(), "triage-LedgerTable-1AB2");
    String email =
        "Subject: %s\n\n%s".formatted(message.subject(), message.bodies().get(AlertMessage.EMAIL));

    DIGESTS.assertText(name, email);
  }

  @Test
  void email_ofAnOrdinaryDay_isTheTextBesideIt() throws IOException {
    since = DigestEntries.YESTERDAY;
    ledger.write(
        DigestEntries.due(
            "a-1",
            DigestEntries.bucket("amzn-s3-demo-logs", true),
            Severity.CRITICAL,
            "Resources classified Confidential must never be public."));
    for (int region = 1; region <= 3; region++) {
      ledger.write(
          DigestEntries.due(
                  "b-" + region,
                  DigestEntries.role("partner-export"),
                  Severity.MEDIUM,
                  "Since rule partners accepted it on 2026-03-02: - condition sts:ExternalId. No archive rule applies.")
              .withStanding(
                  DigestEntries.standing(
                          Standing.Kind.ALERTED, Severity.MEDIUM, DigestEntries.NIGHT)
                      .ofContent("1:role")));
    }
    ledger.write(
        DigestEntries.due(
                "c-1", DigestEntries.bucket("short-lived", true), Severity.HIGH, "No archive rule.")
            .withStanding(
                DigestEntries.standing(
                    Standing.Kind.RESOLVED, Severity.HIGH, DigestEntries.NIGHT.plusSeconds(60))));
    for (int i = 1; i <= 2; i++) {
      ledger.write(
          DigestEntries.failed(
              "d-" + i,
              DigestEntries.bucket("amzn-s3-demo-failed-" + i, false),
              "Archive finding: io.accesstriage.failure.PermanentFailure: access-analyzer:UpdateFindings: AccessDeniedException: no"));
    }
    ledger.write(
        DigestEntries.alerted(
            "e-1",
            DigestEntries.bucket("amzn-s3-demo-old", false),
            Severity.MEDIUM,
            Instant.parse("2026-08-01T00:00:00Z")));
    ledger.write(
        DigestEntries.alerted(
            "e-2",
            DigestEntries.bucket("amzn-s3-demo-newer", true),
            Severity.HIGH,
            DigestEntries.NIGHT));
    for (int i = 1; i <= 12; i++) {
      ledger.write(
          DigestEntries.archived(
              "f-" + i, DigestEntries.bucket("expected-" + i, false), DigestEntries.NIGHT));
    }
    ledger.write(
        DigestEntries.entry("g-1", DigestEntries.bucket("tagged", false))
            .withStanding(
                DigestEntries.byTags(
                    DigestEntries.standing(
                        Standing.Kind.ARCHIVED_BY_US, Severity.LOW, DigestEntries.NIGHT))));
    ledger.write(
        DigestEntries.entry("h-1", DigestEntries.role("by-hand"))
            .withStanding(
                DigestEntries.standing(
                    Standing.Kind.ARCHIVED_BY_OTHER, Severity.LOW, DigestEntries.NIGHT)));
    ledger.write(
        DigestEntries.unread(
            "i-1", DigestEntries.bucket("locked", false), DigestEntries.YESTERDAY));

    archivers =
        new Archivers(Map.of("h-1", "AWSReservedSSO_Security_1a2b3c4d5e6f/alice"), Map.of());

    assertEmail("ordinary-day");
  }

  @Test
  void email_ofWhatWasArchivedByHand_namesWhoDidAndWhatNobodyIsNamedFor() throws IOException {
    since = DigestEntries.YESTERDAY;
    for (int i = 1; i <= 6; i++) {
      ledger.write(
          DigestEntries.entry("h-" + i, DigestEntries.role("by-hand-" + i))
              .withStanding(
                  DigestEntries.standing(
                      Standing.Kind.ARCHIVED_BY_OTHER, Severity.LOW, DigestEntries.NIGHT)));
    }
    Map<String, String> who =
        Map.of(
            "h-1", "user/bob",
            "h-2", "AWSReservedSSO_Security_1a2b3c4d5e6f/alice",
            "h-3", "AWSReservedSSO_Security_1a2b3c4d5e6f/alice",
            "h-4", "Tool/https://example.com/\u202e\u001b[31m");
    archivers = new Archivers(who, Map.of());
    assertEmail("archived-by-hand");

    archivers = new Archivers(who, Map.of("eu-west-1", "cloudtrail:LookupEvents: AccessDenied"));
    assertEmail("archived-by-hand-not-read");

    for (int i = 7; i <= 2_100; i++) {
      ledger.write(
          DigestEntries.entry("h-" + i, DigestEntries.role("by-hand-" + i))
              .withStanding(
                  DigestEntries.standing(
                      Standing.Kind.ARCHIVED_BY_OTHER, Severity.LOW, DigestEntries.NIGHT)));
    }
    Map<String, String> all = new HashMap<>();
    contents().toLookUp().forEach(finding -> all.put(finding.findingId(), "user/bob"));
    archivers = new Archivers(all, Map.of());
    assertEmail("archived-by-hand-very-many");
  }

  @Test
  void email_whileAnAnalyzerDoesNotLook_saysSoUntilItDoes() throws IOException {
    ledger.write(
        DigestEntries.due(
            "a-1", DigestEntries.bucket("amzn-s3-demo-logs", true), Severity.HIGH, "No rule."));
    String analyzer = "arn:aws:access-analyzer:us-east-1:111122223333:analyzer/organization";
    ledger.keepHealth(
        new HealthRecord(
            NOW.minus(Duration.ofHours(1)),
            List.of(
                new HealthRecord.Open(
                    new AnalyzerProblem.NotActive(
                        analyzer, "ORGANIZATION", "DISABLED", "AWS_SERVICE_ACCESS_DISABLED"),
                    DigestEntries.YESTERDAY,
                    2,
                    true),
                new HealthRecord.Open(
                    new AnalyzerProblem.CountDiffers(analyzer, 1, 2),
                    DigestEntries.NIGHT,
                    1,
                    false)),
            List.of(new Checkup.Count(analyzer, 4198, 4212), new Checkup.Count("other", 7, null))));

    assertEmail("analyzer-disabled");
    ledger.keepHealth(
        new HealthRecord(
            NOW.minus(Duration.ofHours(1)),
            List.of(),
            List.of(new Checkup.Count(analyzer, 4212, 4212))));
    assertEmail("analyzers-at-work");
  }

  @Test
  void email_whereNothingWasCompared_orCanBeRead_saysSo() throws IOException {
    ledger.write(
        DigestEntries.due(
            "a-1", DigestEntries.bucket("amzn-s3-demo-logs", true), Severity.HIGH, "No rule."));
    ledger.keepHealth(
        new HealthRecord(
            NOW.minus(Duration.ofHours(1)),
            List.of(),
            List.of(new Checkup.Count("one", 12, null), new Checkup.Count("other", 7, null))));
    assertEmail("analyzers-not-compared");

    ledger.keepHealth(HealthRecord.UNREADABLE);
    assertEmail("analyzers-not-readable");
  }

  @Test
  void email_whereNobodyGetsOperationsMessages_isNewsByItself() throws IOException {
    assertEquals(false, contents().isNews());
    unheardTopic = "arn:aws:sns:us-east-1:111122223333:triage-OperationsTopic-1AB2";

    assertEquals(true, contents().isNews());
    assertEmail("operations-unheard");
  }

  @Test
  void email_whileNoTrailLogsChanges_saysSo() throws IOException {
    ledger.write(
        DigestEntries.due(
            "a-1", DigestEntries.bucket("amzn-s3-demo-logs", true), Severity.HIGH, "No rule."));
    ledger.keepHealth(
        new HealthRecord(
            NOW.minus(Duration.ofHours(1)),
            List.of(
                new HealthRecord.Open(
                    new AnalyzerProblem.ChangesUnlogged(
                        "us-east-1",
                        List.of("arn:aws:cloudtrail:us-east-1:111122223333:trail/all")),
                    DigestEntries.YESTERDAY,
                    2,
                    true)),
            List.of()));

    assertEmail("trail-stopped");
  }

  @Test
  void email_whereFindingsOfServicesWereLeftAlone_countsThem() throws IOException {
    ledger.write(
        DigestEntries.due(
            "a-1", DigestEntries.bucket("amzn-s3-demo-logs", true), Severity.HIGH, "No rule."));
    for (String id : List.of("s-1", "s-2")) {
      ledger.write(
          DigestEntries.entry(id, DigestEntries.role("unused"))
              .withStanding(
                  DigestEntries.standing(
                      Standing.Kind.LEFT_ALONE, Severity.LOW, DigestEntries.NIGHT)));
    }

    assertEmail("left-alone");
  }

  @Test
  void analyzers_thatDoNotLook_areNoNewsByThemselves() {
    ledger.keepHealth(
        new HealthRecord(
            NOW,
            List.of(
                new HealthRecord.Open(
                    new AnalyzerProblem.RegionUnwatched("eu-west-1"), NOW, 2, true)),
            List.of()));

    assertFalse(contents().isNews());
  }

  @Test
  void email_ofTheFirstDayInALargeAccount_namesTheMostImportantTwenty() throws IOException {
    for (int i = 1; i <= 2_000; i++) {
      Severity severity = i % 100 == 0 ? Severity.HIGH : Severity.MEDIUM;
      ledger.write(
          DigestEntries.due(
              "id-" + i,
              i % 3 == 0
                  ? DigestEntries.role("role-%04d".formatted(i))
                  : DigestEntries.bucket("bucket-%04d".formatted(i), i % 100 == 0),
              severity,
              "No archive rule applies."));
    }

    assertEmail("first-day");
  }

  /** Nobody knows who has access, so it is neither public nor shared. */
  @Test
  void email_ofWhatCouldNotBeAnalyzed_saysNothingOfItsAccess() {
    ledger.write(
        DigestEntries.due(
            "a-1",
            new FindingSummary(
                "arn:aws:sqs:us-east-1:111122223333:jobs",
                "AWS::SQS::Queue",
                "111122223333",
                "ExternalAccess",
                null,
                true,
                Owner.UNKNOWN,
                null,
                null,
                null,
                true),
            Severity.MEDIUM,
            "Access Analyzer could not analyze it."));

    String email = DigestMessage.of(contents(), "t").bodies().get(AlertMessage.EMAIL);

    assertTrue(
        email.contains(
            "  - 1 SQS queue that could not be analyzed in account 111122223333: medium\n"),
        email);
    assertTrue(
        email.contains("SQS queue jobs in account 111122223333 could not be analyzed\n"), email);
  }

  @Test
  void subject_whileAnAnalyzerDoesNotLook_saysSoFirstAndIsHigh() {
    ledger.write(
        DigestEntries.due(
            "a-1", DigestEntries.bucket("b", false), Severity.LOW, "No archive rule applies."));
    ledger.keepHealth(
        new HealthRecord(
            NOW,
            List.of(
                new HealthRecord.Open(
                    new AnalyzerProblem.RegionUnwatched("eu-west-1"), NOW, 2, true)),
            List.of()));

    assertEquals(
        "[HIGH] Access Analyzer digest: 1 analyzer problem, 1 alert",
        DigestMessage.of(contents(), "t").subject());
  }

  @Test
  void email_inObserveMode_saysWhatWouldBeArchived() throws IOException {
    for (int i = 1; i <= 7; i++) {
      ledger.write(
          DigestEntries.entry("id-" + i, DigestEntries.bucket("b-" + i, false))
              .withStanding(
                  DigestEntries.standing(
                      Standing.Kind.OBSERVED, Severity.LOW, NOW.minus(Duration.ofHours(i)))));
    }

    assertEmail("observed");
  }

  @Test
  void email_ofFindingsWithOwners_isGroupedByThem() throws IOException {
    Owner[] owners = {
      Owner.NOBODY,
      Owner.named("Payments"),
      Owner.named("www.evil.com\nNo owner (9)"),
      Owner.UNKNOWN,
      Owner.named("Payments")
    };
    for (int i = 0; i < owners.length; i++) {
      ledger.write(
          DigestEntries.due(
              "id-" + i,
              DigestEntries.bucketOf(owners[i], "bucket-" + i),
              Severity.MEDIUM,
              "No archive rule applies."));
    }

    assertEmail("by-owner");
  }

  private void givenAWeekInALargeAccount() {
    since = DigestEntries.YESTERDAY;
    for (int i = 1; i <= 14; i++) {
      ledger.write(
          DigestEntries.due(
              "a-" + i,
              DigestEntries.bucketIn("111122223333", "payments-prod", "exports-%02d".formatted(i)),
              Severity.HIGH,
              "No archive rule applies."));
    }
    ledger.write(
        DigestEntries.due(
            "b-1",
            DigestEntries.bucketIn("999988887777", null, "website"),
            Severity.HIGH,
            "Public storage is looked at."));
    ledger.write(
        DigestEntries.due(
            "c-1", DigestEntries.role("partner"), Severity.HIGH, "No archive rule applies."));
    ledger.write(
        DigestEntries.due(
            "c-2",
            DigestEntries.roleFor("import", "Example Partner"),
            Severity.MEDIUM,
            "No archive rule applies."));
    int[] daysAgo = {0, 3, 5, 12, 45};
    for (int i = 0; i < daysAgo.length; i++) {
      ledger.write(
          DigestEntries.alerted(
              "d-" + i,
              DigestEntries.bucketOf(i < 2 ? Owner.named("Payments") : Owner.NOBODY, "open-" + i),
              Severity.MEDIUM,
              NOW.minus(Duration.ofDays(daysAgo[i])).minus(Duration.ofHours(2))));
    }
    Standing.Kind[] fates = {
      Standing.Kind.RESOLVED,
      Standing.Kind.RESOLVED,
      Standing.Kind.ARCHIVED_BY_OTHER,
      Standing.Kind.ARCHIVED_BY_OTHER,
      Standing.Kind.RESOLVED
    };
    for (int i = 0; i < fates.length; i++) {
      ledger.write(
          DigestEntries.settled(
              "e-" + i,
              DigestEntries.bucketOf(Owner.named("Payments"), "settled-" + i),
              i == 4
                  ? LastAlert.UNKNOWN
                  : LastAlert.alerted(
                      NOW.minus(Duration.ofDays(9)), i % 2 == 0 ? "public-storage" : null),
              fates[i],
              DigestEntries.NIGHT));
    }
    for (int i = 1; i <= 12; i++) {
      ledger.write(
          DigestEntries.archivedUntil(
              "f-" + i,
              i > 10
                  ? null
                  : new ArchiveEnd(
                      i > 7 ? "ci-cache" : "partner-export",
                      i > 7 ? "build" : "platform",
                      LocalDate.of(2026, 12, i > 7 ? 1 : 15))));
    }
  }

  @Test
  void email_ofAWeekInALargeAccount_groupsAndCounts() throws IOException {
    givenAWeekInALargeAccount();

    assertEmail("grouped");
  }

  @Test
  void guide_showsTheFiguresForPrograms() throws IOException {
    givenAWeekInALargeAccount();
    JsonNode digest = DigestDocument.of(contents(), "subject");

    String lines =
        Stream.of("/openAlerts", "/endingRules", "/precision/byRule")
            .map(path -> Json.text(digest.at(path)) + "\n")
            .collect(Collectors.joining());

    assertTrue(Files.readString(Path.of("../docs/alerts.md")).contains(lines), lines);
  }

  @Test
  void guide_showsTheFirstScreenOfADigest() throws IOException {
    String email = Files.readString(DIGESTS.folder().resolve("grouped.txt"));
    String screen = email.substring(0, email.indexOf("\nAlerts in detail\n"));

    assertTrue(Files.readString(Path.of("../docs/alerts.md")).contains(screen), screen);
  }

  @Test
  void email_ofEntriesOfAnOlderVersion_namesThemByTheirIds() throws IOException {
    ledger.write(DigestEntries.due("a-1", null, Severity.HIGH, "No archive rule applies."));
    ledger.write(DigestEntries.failed("b-1", null, "Notify"));

    assertEmail("older-version");
  }
}
