package io.accesstriage.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.accesstriage.decision.AccessChange.Act;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessChangeTest {
  private static final Instant AT = Instant.parse("2026-03-02T23:59:59Z");

  private static AccessChange change(String findingId, Act act, @Nullable String rule) {
    return new AccessChange(
        new AccessChange.Since(findingId, act, rule, AT),
        null,
        List.of("s3:PutObject"),
        List.of(),
        Map.of(),
        Map.of("aws:SourceVpce", "vpce-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f-1 | ACCEPTED           | ci   | Since rule ci accepted it on 2026-03-02",
        "f-1 | ACCEPTED           | risk | Since the risk threshold accepted it on 2026-03-02",
        "f-1 | ACCEPTED           |      | Since this product accepted it on 2026-03-02",
        "f-1 | ARCHIVED_BY_OTHERS |      | Since somebody archived it, seen on 2026-03-02",
        "f-1 | ALERTED            |      | Since the alert of 2026-03-02",
        "f-0 | ACCEPTED           | ci   | Since rule ci accepted finding f-0 of this resource and principal on 2026-03-02",
        "f-0 | ARCHIVED_BY_OTHERS |      | Since somebody archived finding f-0 of this resource and principal, seen on 2026-03-02",
        "f-0 | ALERTED            |      | Since the alert of 2026-03-02 about finding f-0 of this resource and principal"
      })
  void sentence_ofEachAct_saysSinceWhen(
      String findingId, Act act, @Nullable String rule, String since) {
    assertEquals(
        since + ": + s3:PutObject, - condition aws:SourceVpce.",
        change(findingId, act, rule).sentence("f-1"));
  }

  @Test
  void sentence_ofEverything_namesWhatOpensTheAccessFirst() {
    AccessChange change =
        new AccessChange(
            new AccessChange.Since("f-1", Act.ALERTED, null, AT),
            true,
            List.of("s3:PutObject"),
            List.of("s3:GetObject"),
            Map.of("aws:SourceVpc", "vpc-2", "aws:SourceArn", "arn:aws:sns:us-east-1:1:t"),
            Map.of("aws:SourceVpc", "vpc-1", "aws:SourceVpce", "vpce-1"));

    assertEquals(
        "Since the alert of 2026-03-02: + public, + s3:PutObject,"
            + " condition aws:SourceVpc was vpc-1 and is vpc-2, - condition aws:SourceVpce,"
            + " - s3:GetObject, + condition aws:SourceArn (arn:aws:sns:us-east-1:1:t).",
        change.sentence("f-1"));
  }

  @Test
  void sentence_ofManyDifferences_countsTheRest() {
    AccessChange change =
        new AccessChange(
            new AccessChange.Since("f-1", Act.ALERTED, null, AT),
            false,
            IntStream.rangeClosed(1, 9).mapToObj("s3:Get%d"::formatted).toList(),
            List.of(),
            Map.of(),
            Map.of());

    assertEquals(
        "Since the alert of 2026-03-02: - public, + s3:Get1, + s3:Get2, + s3:Get3, + s3:Get4,"
            + " + s3:Get5, 4 more.",
        change.sentence("f-1"));
  }

  @Test
  void sentence_ofHostileText_staysOnOneLineAndIsCut() {
    AccessChange change =
        new AccessChange(
            new AccessChange.Since("f-1", Act.ALERTED, null, AT),
            null,
            List.of(),
            List.of(),
            Map.of("a\nb", "x".repeat(500)),
            Map.of());

    assertEquals(
        "Since the alert of 2026-03-02: + condition a\\u000ab (%s…).".formatted("x".repeat(59)),
        change.sentence("f-1"));
  }

  @Test
  void isNone_ofEachDifference_isFalse() {
    AccessChange.Since since = new AccessChange.Since("f-1", Act.ALERTED, null, AT);
    List<String> actions = List.of("s3:GetObject");
    Map<String, String> condition = Map.of("aws:SourceVpc", "vpc-1");

    assertTrue(new AccessChange(since, null, List.of(), List.of(), Map.of(), Map.of()).isNone());
    for (AccessChange change :
        List.of(
            new AccessChange(since, false, List.of(), List.of(), Map.of(), Map.of()),
            new AccessChange(since, null, actions, List.of(), Map.of(), Map.of()),
            new AccessChange(since, null, List.of(), actions, Map.of(), Map.of()),
            new AccessChange(since, null, List.of(), List.of(), condition, Map.of()),
            new AccessChange(since, null, List.of(), List.of(), Map.of(), condition))) {
      assertFalse(change.isNone(), change::toString);
    }
  }
}
