package io.accesstriage.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-28T23:59:59Z",
        "2028-02-29T00:00:00Z",
        "2026-01-31T12:00:00.5Z",
        "2026-01-31T12:00:00.123456789Z",
        "2026-01-31T12:00:00+00:00",
        "2026-01-31T12:00:00.250000+05:30",
        "2026-01-31T12:00:00-03:30",
        "0000-01-01T00:00:00+18:00",
      })
  void of_usualForm_isAsTheFormatterReadsIt(String text) {
    assertEquals(Optional.of(OffsetDateTime.parse(text).toInstant()), IsoTime.of(text));
  }

  /** What is a time all the same, the formatter reads. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-31",
        "2026-01-31T12:00:00",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:00:60Z",
        "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00:00.1234567890Z",
        "2026-01-31T12:00:00Z ",
        "2026-01-31T12:00:00ZZ",
        "2026-01-31t12:00:00z",
        "2026-01-31 12:00:00+00:00",
        "2026-01-31T12:00:00+0000",
        "2026-01-31T12:00:00+18:01",
        "2026-01-31T12:00:00+05-30",
        "+026-01-31T12:00:00Z",
        "2026-01-31T12:00:0aZ",
        "2026-01-31T12-00:00Z",
        "٢٠٢٦-01-31T12:00:00Z",
      })
  void of_anotherForm_isNothing(String text) {
    assertEquals(Optional.empty(), IsoTime.of(text));
  }
}
