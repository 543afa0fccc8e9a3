package io.accesstriage.messages.digest;

import io.accesstriage.messages.AlertMessage;
import io.accesstriage.messages.alert.AlertMessages;

/** A digest as it is sent. */
public final class DigestMessage {
  private DigestMessage() {}

  /**
   * @param table the ledger's, for the command that lists everything
   */
  public static AlertMessage of(DigestContents contents, String table) {
    String subject = DigestWords.subject(contents);
    return AlertMessages.general(
        new AlertMessages.Texts(
            subject, DigestEmail.of(contents, table), DigestDocument.text(contents, subject)),
        contents.severity(),
        "DIGEST",
        DigestOverview.brief(contents));
  }
}
