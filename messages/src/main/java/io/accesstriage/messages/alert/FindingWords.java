package io.accesstriage.messages.alert;

import io.accesstriage.decision.Decision;
import io.accesstriage.facts.Facts;
import io.accesstriage.finding.Finding;
import io.accesstriage.messages.words.ConsoleLink;
import io.accesstriage.messages.words.Defanged;
import io.accesstriage.messages.words.ResourceWords;
import io.accesstriage.messages.words.Words;
import java.util.List;
import java.util.Optional;

/**
 * A finding in the words of its alert, for other readers. What others wrote is on one line, cut,
 * and without invisible characters or links; it is still to be escaped for where it is shown.
 */
public final class FindingWords {
  private static final int LONGEST_REASON = 600;

  private FindingWords() {}

  /**
   * @param label empty where the value continues the field before
   */
  public record Field(String label, String value) {}

  /** What is the case, such as "S3 bucket amzn-s3-demo-bucket is public: anyone can read it." */
  public static String sentence(Finding finding) {
    return Headline.of(finding, null).sentence();
  }

  /** The same, and why it was decided as it was, for the people that a program tells. */
  public static String text(Finding finding, Decision decision) {
    return Headline.of(finding, decision.principalAccountName()).sentence()
        + " "
        + Words.sentence(Defanged.text(decision.reason(), LONGEST_REASON));
  }

  /** The type of the resource, such as "S3 bucket". */
  public static String resourceType(Finding finding) {
    return ResourceWords.noun(finding.resource().type());
  }

  /** What the finding says of the resource, of who has access and of what is not used. */
  public static List<Field> fields(Finding finding, Facts facts) {
    return FindingFacts.of(finding, facts, null);
  }

  /** Where the finding is shown in the AWS console; nothing where no link can be made of it. */
  public static Optional<String> consoleLink(Finding finding) {
    return ConsoleLink.to(finding.analyzerArn(), finding.id());
  }
}
