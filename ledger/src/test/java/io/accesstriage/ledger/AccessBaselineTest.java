package io.accesstriage.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.accesstriage.decision.AccessChange;
import io.accesstriage.decision.AccessChange.Act;
import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.fixtures.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessBaselineTest {
  private static final Instant AT = Instant.parse("2026-03-02T10:00:00Z");
  private static final Finding FINDING = Findings.external();
  private static final String ACCESS = AccessBaseline.accessOf(FINDING).orElseThrow();

  private static final AccessChange.Since SINCE =
      new AccessChange.Since("f-1", Act.ACCEPTED, "partner", AT);
  private static final AccessBaseline BASELINE =
      new AccessBaseline(
          SINCE, false, List.of("s3:GetObject", "s3:ListBucket"), Map.of("aws:SourceVpc", "vpc-1"));

  private static LedgerEntry entry(Standing.Kind kind, @Nullable String contentHash) {
    return LedgerEntry.first("f-1", Findings.ANALYZER)
        .withStanding(
            new Standing(
                kind,
                contentHash,
                Severity.LOW,
                "partner",
                "v1",
                "Partners read.",
                Map.of(),
                AT,
                "execution",
                null,
                null));
  }

  private Optional<AccessBaseline> kept(Finding finding, LedgerEntry entry) {
    return AccessBaseline.kept(finding, entry, Findings.NOW)
        .map(kept -> (Kept.Baseline) kept)
        .filter(kept -> kept.access().equals(ACCESS))
        .map(Kept.Baseline::baseline);
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVED_BY_US, ACCEPTED, partner",
    "ARCHIVED_BY_OTHER, ARCHIVED_BY_OTHERS,",
    "ALERTED, ALERTED,",
    "LEFT_TO_PERSON, ALERTED,"
  })
  void kept_whatIsAcceptedOrAlerted_isKeptWithItsAccess(
      Standing.Kind kind, Act act, @Nullable String rule) {
    assertEquals(
        Optional.of(
            new AccessBaseline(
                new AccessChange.Since("f-1", act, rule, AT),
                false,
                List.of("s3:GetObject", "s3:ListBucket"),
                Map.of("aws:SourceVpc", "vpc-1"))),
        kept(FINDING, entry(kind, FINDING.contentHash())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OBSERVED", "RESOLVED"})
  void kept_whatNobodyAcceptedOrKnows_isNotKept(Standing.Kind kind) {
    assertEquals(Optional.empty(), kept(FINDING, entry(kind, FINDING.contentHash())));
  }

  @Test
  void kept_whatMayBeSomethingElse_isNotKept() {
    LedgerEntry archived = entry(Standing.Kind.ARCHIVED_BY_US, FINDING.contentHash());

    assertNotKept(FINDING, entry(Standing.Kind.ARCHIVED_BY_US, "2:of:other:content"));
    assertNotKept(FINDING, entry(Standing.Kind.ARCHIVED_BY_US, null));
    assertNotKept(FINDING, LedgerEntry.first("f-1", Findings.ANALYZER));
    assertNotKept(
        FINDING, archived.withClaim(new Claim("e", AT, Outcome.UNARCHIVE, null, null, null, 0, 0)));
    Finding error = Findings.with(FINDING, "/error", "ACCESS_DENIED");
    assertNotKept(error, entry(Standing.Kind.ALERTED, error.contentHash()));
    Finding event = FINDING.asAnnounced("AccessDenied");
    assertNotKept(event, entry(Standing.Kind.ALERTED, event.contentHash()));
  }

  @Test
  void kept_whatWaitsForTheDigest_isNotKept() {
    assertNotKept(
        FINDING,
        entry(Standing.Kind.ALERTED, FINDING.contentHash())
            .withDigestDue(new DigestDue(AT, Severity.LOW, "No rule.")));
  }

  private void assertNotKept(Finding finding, LedgerEntry entry) {
    assertEquals(Optional.empty(), AccessBaseline.kept(finding, entry, Findings.NOW));
  }

  @Test
  void accessOf_otherFindingOfTheSameAccess_isTheSame() {
    Finding replacing =
        Findings.with(
            Findings.with(FINDING, "/access/actions", List.of("s3:PutObject")), "/id", "f-2");

    assertEquals(Optional.of(ACCESS), AccessBaseline.accessOf(replacing));
  }

  @ParameterizedTest
  @CsvSource({
    "/analyzerArn, arn:aws:access-analyzer:us-east-1:111122223333:analyzer/other",
    "/type, InternalAccess",
    "/resource/arn, arn:aws:s3:::amzn-s3-demo-bucket2",
    "/principal/value, arn:aws:iam::444455556666:role/writer",
    "/principal/kind, User"
  })
  void accessOf_ofAnotherAccess_isAnother(String pointer, String value) {
    assertNotEquals(
        Optional.of(ACCESS), AccessBaseline.accessOf(Findings.with(FINDING, pointer, value)));
  }

  @Test
  void accessOf_findingWithoutPrincipal_isNothing() {
    assertEquals(Optional.empty(), AccessBaseline.accessOf(Findings.unused()));
    assertEquals(
        Optional.empty(), AccessBaseline.accessOf(Findings.without(FINDING, "/principal")));
  }

  @Test
  void changeTo_sameAccess_isNothing() {
    assertEquals(Optional.empty(), BASELINE.changeTo(FINDING));
  }

  @Test
  void changeTo_otherAccess_hasEachDifference() {
    Finding now =
        Findings.with(
            Findings.with(
                Findings.with(FINDING, "/access/actions", List.of("s3:GetObject", "s3:PutObject")),
                "/access/condition",
                Map.of("aws:SourceVpc", "vpc-2", "aws:SourceVpce", "vpce-1")),
            "/isPublic",
            true);

    assertEquals(
        Optional.of(
            new AccessChange(
                SINCE,
                true,
                List.of("s3:PutObject"),
                List.of("s3:ListBucket"),
                Map.of("aws:SourceVpc", "vpc-2", "aws:SourceVpce", "vpce-1"),
                Map.of("aws:SourceVpc", "vpc-1"))),
        BASELINE.changeTo(now));
  }

  /** What was not read is neither added nor taken away. */
  @ParameterizedTest
  @ValueSource(strings = {"/access", "/access/actions", "/access/condition", "/isPublic"})
  void changeTo_whatWasNotRead_isNoDifference(String pointer) {
    assertEquals(Optional.empty(), BASELINE.changeTo(Findings.without(FINDING, pointer)));
    assertEquals(Optional.empty(), new AccessBaseline(SINCE, null, null, null).changeTo(FINDING));
  }

  @Test
  void kept_tooLongToKeep_isAsIfItWasNotRead() {
    Finding many =
        Findings.with(
            Findings.with(
                FINDING,
                "/access/actions",
                IntStream.range(0, 500).mapToObj("s3:GetObjectNumber%d"::formatted).toList()),
            "/access/condition",
            Map.of("aws:SourceArn", "x".repeat(4_000)));

    assertEquals(
        Optional.of(
            new AccessBaseline(
                new AccessChange.Since("f-1", Act.ALERTED, null, AT), false, null, null)),
        kept(many, entry(Standing.Kind.ALERTED, many.contentHash())));
    assertEquals(Optional.empty(), BASELINE.changeTo(many));
  }
}
