package io.accesstriage.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.accesstriage.testing.RandomStates;
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
  void asAnnounced_finding_hasNoHashAndSaysWhy() {
    Finding announced = new RandomStates(7).finding().asAnnounced("denied");

    assertNull(announced.contentHash());
    assertEquals(ReadFrom.EVENT, announced.readFrom());
    assertEquals("denied", announced.readFailure());
  }

  @Test
  void gone_reference_isGoneAndNamed() {
    Finding gone = Finding.gone("id", "arn");

    assertEquals("id", gone.id());
    assertEquals("arn", gone.analyzerArn());
    assertEquals(FindingStatus.GONE, gone.status());
    assertEquals(FindingType.Family.UNKNOWN, gone.family());
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
}
