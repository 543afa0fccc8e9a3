package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.testing.RandomStates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FindingTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "ExternalAccess, null, true",
        "InternalAccess, null, true",
        "UnusedIAMRole, null, false",
        "NotYetKnown, null, true",
        "ExternalAccess, true, true",
        "ExternalAccess, false, false",
        "NotYetKnown, false, false",
      })
  void mayBePublic_notRead_isTrueUnlessTheFamilySharesNothing(
      String type, @Nullable Boolean isPublic, boolean expected) {
    assertEquals(expected, of(type, isPublic).mayBePublic());
  }

  @Test
  void asRead_event_isTheSameContentOfTheApi() {
    Finding event = new RandomStates(7).finding().asAnnounced("denied");

    Finding read = event.asRead("1:abc");

    assertEquals("1:abc", read.contentHash());
    assertEquals(ReadFrom.API, read.readFrom());
    assertNull(read.readFailure());
    assertEquals(event, read.asAnnounced("denied"));
  }

  @Test
  void asAnnounced_finding_hasTheHashOfAnEventAndSaysWhy() {
    Finding announced = new RandomStates(7).finding().asAnnounced("denied");

    assertEquals(ContentHash.ofEvent(announced), announced.contentHash());
    assertEquals(ReadFrom.EVENT, announced.readFrom());
    assertEquals("denied", announced.readFailure());
  }

  @Test
  void notFound_reference_isNotFoundAndNamed() {
    Finding notFound = Finding.notFound("id", "arn");

    assertEquals("id", notFound.id());
    assertEquals("arn", notFound.analyzerArn());
    assertEquals(FindingStatus.NOT_FOUND, notFound.status());
    assertEquals(FindingType.Family.UNKNOWN, notFound.family());
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, NOT_FOUND",
    "ARCHIVED, NOT_FOUND",
    "NOT_FOUND, NOT_FOUND",
    "RESOLVED, GONE",
    "GONE, GONE"
  })
  void asNotFound_event_isGoneOnlyWhereTheEventSaysSo(FindingStatus told, FindingStatus expected) {
    Finding notFound = new RandomStates(7).finding().withStatus(told).asNotFound();

    assertEquals(expected, notFound.status());
    assertEquals(ReadFrom.API, notFound.readFrom());
  }

  @Test
  void readsAs_otherStatusAndTimes_isTheSame() {
    for (long seed = 0; seed < 100; seed++) {
      Finding finding = new RandomStates(seed).finding();

      assertTrue(finding.readsAs(finding.asBeforeOurUpdate(null)), "seed " + seed);
      assertEquals(FindingStatus.ACTIVE, finding.asBeforeOurUpdate(null).status());
    }
  }

  /** Which analysis there was before, an update that counts as one has overwritten. */
  @Test
  void asBeforeOurUpdate_analyzedWithTheUpdate_isAnalyzedNobodyKnowsWhen() {
    Instant update = Instant.parse("2026-05-01T00:00:00Z");
    Finding.Builder updated = external(WHOLE).toBuilder().updatedAt(update);

    assertNull(updated.analyzedAt(update).build().asBeforeOurUpdate(null).analyzedAt());
    for (long seconds : new long[] {-1, 1}) {
      Instant other = update.plusSeconds(seconds);
      assertEquals(other, updated.analyzedAt(other).build().asBeforeOurUpdate(null).analyzedAt());
    }
  }

  @Test
  void readsAs_otherwiseUpdatedContent_isNot() {
    Finding finding = external(WHOLE).asRead("2:aa:bb:cc");

    assertFalse(finding.readsAs(finding.asRead("2:aa:bb:dd")));
    assertFalse(finding.readsAs(external(new Read(true, PRINCIPAL, ACCESS)).asRead("2:aa:bb:cc")));
  }

  private static final Principal PRINCIPAL =
      new Principal(PrincipalKind.ACCOUNT, "444455556666", "", "444455556666");
  private static final Access ACCESS = new Access(List.of("s3:GetObject"), Map.of(), "");
  private static final Read WHOLE = new Read(false, PRINCIPAL, ACCESS);

  /** What was read of who has which access. */
  private record Read(
      @Nullable Boolean isPublic, @Nullable Principal principal, @Nullable Access access) {}

  static List<Read> partsOfWhatAnAlertSays() {
    return List.of(
        new Read(null, PRINCIPAL, ACCESS),
        new Read(false, null, ACCESS),
        new Read(false, PRINCIPAL, null),
        new Read(false, PRINCIPAL, new Access(null, Map.of(), "")),
        new Read(false, PRINCIPAL, new Access(List.of(), null, "")));
  }

  @ParameterizedTest
  @MethodSource("partsOfWhatAnAlertSays")
  void isWhole_partOfWhatAnAlertSays_isNot(Read read) {
    assertFalse(external(read).isWhole());
  }

  @Test
  void isWhole_allThatAnAlertSays_isSo() {
    assertTrue(external(WHOLE).isWhole());
    assertFalse(external(WHOLE).asAnnounced("denied").isWhole());
    assertFalse(of(FindingType.EXTERNAL_ACCESS, "ACCESS_DENIED", OWNER, WHOLE, null).isWhole());
    assertFalse(of(FindingType.EXTERNAL_ACCESS, null, null, WHOLE, null).isWhole());
    assertFalse(of(new FindingType("NotYetKnown"), null, OWNER, WHOLE, null).isWhole());
  }

  @Test
  void isWhole_unusedAccess_isSoWhereItIsTold() {
    Read none = new Read(null, null, null);
    UnusedAccess unused = new UnusedAccess(null, "", 0, 0, List.of());

    assertTrue(of(FindingType.UNUSED_PERMISSION, null, OWNER, none, unused).isWhole());
    assertFalse(of(FindingType.UNUSED_PERMISSION, null, OWNER, none, null).isWhole());
  }

  private static final String OWNER = "111122223333";

  private static Finding external(Read read) {
    return of(FindingType.EXTERNAL_ACCESS, null, OWNER, read, null);
  }

  private static Finding of(
      FindingType type,
      @Nullable String error,
      @Nullable String owner,
      Read read,
      @Nullable UnusedAccess unused) {
    return Finding.builder(
            "id", "arn", type, new Resource("arn:aws:s3:::b", "AWS::S3::Bucket", owner, null))
        .error(error)
        .isPublic(read.isPublic())
        .principal(read.principal())
        .access(read.access())
        .unused(unused)
        .build();
  }

  private static Finding of(String type, @Nullable Boolean isPublic) {
    return Finding.builder("id", "arn", new FindingType(type), new Resource("", "", null, null))
        .isPublic(isPublic)
        .build();
  }

  private static Finding of(List<Source> sources) {
    return Finding.builder(
            "id", "arn", FindingType.EXTERNAL_ACCESS, new Resource("", "", null, null))
        .isPublic(false)
        .sources(sources)
        .build();
  }

  @Test
  void lists_inAnyOrderAndRepeated_areTheSame() {
    assertEquals(
        List.of("s3:GetObject", "s3:ListBucket"),
        new Access(List.of("s3:ListBucket", "s3:GetObject", "s3:ListBucket"), Map.of(), "")
            .actions());
    assertEquals(
        List.of("ec2", "s3"),
        new UnusedAccess(null, "", 2, 0, List.of("s3", "ec2", "s3")).services());
    Source policy = new Source("POLICY", "");
    Source point = new Source("S3_ACCESS_POINT", "arn:aws:s3:us-east-1:111122223333:accesspoint/a");
    Source other = new Source("S3_ACCESS_POINT", "arn:aws:s3:us-east-1:111122223333:accesspoint/b");
    assertEquals(List.of(policy, point, other), of(List.of(other, policy, point, other)).sources());
  }
}
