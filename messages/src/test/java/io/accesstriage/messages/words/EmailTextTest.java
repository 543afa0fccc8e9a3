package io.accesstriage.messages.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class EmailTextTest {
  @Test
  void paragraph_ofManyWords_isBrokenBetweenThem() {
    String text = new EmailText().paragraph("word ".repeat(40)).text(10_000);

    assertTrue(text.lines().allMatch(line -> line.length() <= EmailText.WIDTH), text);
    assertEquals(3, text.lines().count());
  }

  @Test
  void paragraph_withASignAtTheEndOfALine_keepsItBesideItsWord() {
    assertEquals(
        "x".repeat(76) + "\n+ s3:PutObject, - condition\n",
        new EmailText().paragraph("x".repeat(76) + " + s3:PutObject, - condition").text(1_000));
  }

  /** Each of these takes two columns, and the marks over the letters none. */
  @Test
  void paragraph_ofWideCharacters_isBrokenByColumns() {
    String ten = "\u540d".repeat(4) + "\ud83d\ude00";
    String marked = "e\u0301".repeat(9);

    assertEquals(
        (ten + " ").repeat(6) + ten + "\n" + ten + "\n",
        new EmailText().paragraph((ten + " ").repeat(8)).text(1_000));
    assertEquals(
        (marked + " ").repeat(7) + marked + "\n",
        new EmailText().paragraph((marked + " ").repeat(8)).text(1_000));
    assertEquals(
        "  \u62c5\u5f53\u8005      Team\n",
        new EmailText().field("\u62c5\u5f53\u8005", "Team").text(100));
  }

  @Test
  void field_withALongWord_keepsTheWordWhole() {
    String arn = "arn:aws:s3:::" + "a".repeat(90);

    assertEquals("  Resource    " + arn + "\n", new EmailText().field("Resource", arn).text(1_000));
  }

  @Test
  void text_thatIsTooLong_isCutAtALineWithACount() {
    EmailText text = new EmailText().paragraph("one").paragraph("two").paragraph("three");

    assertEquals("one\ntwo\n(1 more lines were cut)\n", text.text(12));
  }
}
