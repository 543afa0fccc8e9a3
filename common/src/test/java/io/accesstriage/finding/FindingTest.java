package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.testing.RandomStates;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static Finding of(String type, @Nullable Boolean isPublic) {
    return new Finding(
        "id",
        "arn",
        new FindingType(type),
        FindingStatus.ACTIVE,
        null,
        isPublic,
        new Resource("", "", null, null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        ReadFrom.API,
        null);
  }

  private static Finding of(List<Source> sources) {
    return new Finding(
        "id",
        "arn",
        FindingType.EXTERNAL_ACCESS,
        FindingStatus.ACTIVE,
        null,
        false,
        new Resource("", "", null, null),
        null,
        null,
        sources,
        null,
        null,
        null,
        null,
        null,
        null,
        ReadFrom.API,
        null);
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
