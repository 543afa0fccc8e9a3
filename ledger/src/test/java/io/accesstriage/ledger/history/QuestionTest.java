package io.accesstriage.ledger.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.accesstriage.decision.Outcome;
import io.accesstriage.decision.Severity;
import io.accesstriage.finding.Finding;
import io.accesstriage.finding.FindingStatus;
import io.accesstriage.fixtures.Findings;
import io.accesstriage.ledger.LedgerEntry;
import io.accesstriage.ledger.Review;
import io.accesstriage.state.Mode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link HistoryTest} does not ask, since the table would be too long. */
final class QuestionTest {
  private static final Instant SEEN = Findings.NOW;
  private static final Finding OF_BEFORE =
      Findings.external().toBuilder().updatedAt(SEEN.minusMillis(1)).build();

  private static Question question(Finding finding, @Nullable Instant seen, Instant readAt) {
    LedgerEntry entry = LedgerEntry.first("f-1", Findings.ANALYZER);
    return new Question(
        finding,
        readAt,
        seen == null ? entry : entry.withReview(new Review(SEEN, "version", seen, null, null)),
        Question.Wish.NOTIFY,
        false,
        Severity.MEDIUM,
        Mode.ARCHIVE,
        "execution:this",
        readAt,
        new Question.Circumstances("version", () -> "facts", Duration.ZERO));
  }

  @ParameterizedTest
  @EnumSource(FindingStatus.class)
  void isOldAnswer_ofWhatWasUpdatedBefore_isSoWhereTheAnswerSaysWhen(FindingStatus status) {
    assertEquals(
        switch (status) {
          case ACTIVE, ARCHIVED, RESOLVED -> true;
          case GONE, NOT_FOUND -> false;
        },
        question(OF_BEFORE.withStatus(status), SEEN, SEEN).isOldAnswer());
  }

  @ParameterizedTest
  @CsvSource({"60000,true", "60001,false"})
  void isOldAnswer_readLater_isSoForAMinute(int millisLater, boolean isOld) {
    assertEquals(isOld, question(OF_BEFORE, SEEN, SEEN.plusMillis(millisLater)).isOldAnswer());
  }

  @Test
  void isOldAnswer_ofWhatIsNoOlderOrNotComparable_isNot() {
    assertFalse(question(OF_BEFORE, OF_BEFORE.updatedAt(), SEEN).isOldAnswer());
    assertFalse(question(OF_BEFORE, null, SEEN).isOldAnswer());
    assertFalse(question(OF_BEFORE.asAnnounced("refused"), SEEN, SEEN).isOldAnswer());
    assertFalse(question(OF_BEFORE.toBuilder().updatedAt(null).build(), SEEN, SEEN).isOldAnswer());
  }

  @Test
  void row_ofAnOldAnswer_waitsAsUsual() {
    History.Row row = History.row(question(OF_BEFORE, SEEN, SEEN));

    assertEquals(
        new History.Row(
            Outcome.BUSY, null, "This answer is older than what was read a moment ago."),
        row);
    assertEquals(30, row.waitSeconds(30));
  }

  @Test
  void waitSeconds_ofWhatIsMissing_isTheRowsOwnAndOfOthersNone() {
    Finding missing = Finding.notFound("f-1", Findings.ANALYZER);
    Question asked = question(missing, null, SEEN);
    Question.Circumstances waiting =
        new Question.Circumstances("version", () -> "facts", Duration.ofMinutes(2));

    assertEquals(
        120,
        History.row(
                new Question(
                    asked.finding(),
                    asked.readAt(),
                    asked.entry(),
                    asked.wish(),
                    asked.unarchive(),
                    asked.severity(),
                    asked.mode(),
                    asked.execution(),
                    asked.now(),
                    waiting))
            .waitSeconds(30));
    assertNull(History.row(asked).waitSeconds(30));
  }
}
